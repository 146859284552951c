import { App, TerraformOutput, TerraformStack } from "cdktf";
import { GuestVm } from "../../lib";
import { InstallStack } from "../../stacks/install-stack";
import { localState } from "../../stacks/local-state";
import { readSettings } from "../../stacks/settings";

/** An app beside the examples: one guest with a policy for a changed config, and a greeting that changes the config. */
const [policy = "replace", greeting = ""] = process.argv.slice(2);

const settings = readSettings();
const app = new App();
const { install } = new InstallStack(app, "install", settings);
const stack = new TerraformStack(app, "guests");
localState(stack, settings.stateDirectory);
const guest = new GuestVm(stack, "db", {
  install,
  vmId: 101,
  address: install.subnet.cidr.nth(11),
  nodeName: "pve2",
  onIgnitionChange: policy as "replace" | "reinstall" | "ignore",
});
guest.ignition.addFile({
  path: "/etc/motd.d/greeting",
  mode: 0o644,
  contents: { document: { kind: "text", text: greeting } },
});
new TerraformOutput(stack, "keys", { staticId: true, value: guest.sshHostKeys });
app.synth();
