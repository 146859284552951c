import { App, TerraformOutput, TerraformStack } from "cdktf";
import { GuestVm, ImageVm, InstallVm, Placement, Proxmox, Subnet } from "../../lib";
import { localState } from "../../stacks/local-state";

/**
 * An app beside the examples, in one stack: an install VM and a guest of its own, and a VM that is made from an image. All
 * are placed by the load of the nodes. The image's VM has a greeting that changes its config.
 */
const [greeting = "", cpuLimit = "2"] = process.argv.slice(2);

const app = new App();
const stack = new TerraformStack(app, "placed");
localState(stack, process.env["SLIPWAY_STATE_DIRECTORY"]);
const proxmox = Proxmox.fromEnvironment(stack);
const subnet = new Subnet(stack, "servers", { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr1" });

const install = new InstallVm(stack, "install", {
  proxmox,
  subnet,
  nodeName: new Placement(stack, "a-install-node", { proxmox }),
});
const db = new GuestVm(stack, "db", {
  install,
  vmId: 101,
  address: "10.20.0.11",
  nodeName: new Placement(stack, "b-db-node", { proxmox }),
});

// Its image lies on one node only.
const web = new ImageVm(stack, "web", {
  proxmox,
  subnet,
  image: "local:import/fedora-coreos.qcow2",
  vmId: 102,
  address: "10.20.0.12",
  nodeName: new Placement(stack, "c-web-node", { proxmox, nodes: ["pve3"] }),
  memoryMiB: 4096,
  memoryMinimumMiB: 2048,
  sockets: 1,
  numa: true,
  cpuLimit: Number(cpuLimit),
});
web.ignition.addFile({ path: "/etc/motd.d/greeting", mode: 0o644, contents: `${greeting}\n` });

new TerraformOutput(stack, "nodes", {
  staticId: true,
  value: { install: install.iso.nodeName, db: db.vm.nodeName, web: web.vm.nodeName },
});
app.synth();
