// A user's first app, run where Slipway was installed as a package. The docs show it in TypeScript.
const { App, TerraformStack } = require("cdktf");
const { GuestVm, InstallVm, Proxmox, Subnet } = require("slipway");
const { virtualEnvironmentPool } = require("slipway/proxmox");

const app = new App();
const stack = new TerraformStack(app, "shop");
const pool = new virtualEnvironmentPool.VirtualEnvironmentPool(stack, "pool", { poolId: "shop" });
const proxmox = new Proxmox(stack, "proxmox", {
  poolId: pool.poolId,
  nodes: ["pve1", "pve2"],
  sshPublicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops"],
});
const subnet = new Subnet(stack, "servers", { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr1" });
const install = new InstallVm(stack, "install", { proxmox, subnet });
new GuestVm(stack, "web", { install });
app.synth();
