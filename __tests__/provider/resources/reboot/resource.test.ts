import type { PlannedOf } from "../../../../lib/provider/framework/model";
import { UNKNOWN } from "../../../../lib/provider/framework/values";
import type { RebootState } from "../../../../lib/provider/resources/reboot/model";
import { resource } from "../../../../lib/provider/resources/reboot/resource";
import { aCall, failureOf } from "../../proxmox/call";
import { failedTask, ScriptedApi } from "../../proxmox/scripted-api";

const folder = "/nodes/pve1/qemu/9000";
const running = { status: "running" };
const stopped = { status: "stopped" };

type Planned = PlannedOf<typeof resource.schema>;
type Applied = PlannedOf<typeof resource.schema, never>;

function state(): RebootState;
function state(changes: Partial<Applied>): Applied;
function state(changes: Partial<Planned>): Planned;
function state(changes: Partial<Planned> = {}): Planned {
  return {
    vm_id: 9000,
    name: "install",
    image: "local:iso/install-a.iso",
    policy: "restart",
    shutdown_timeout: 60,
    boot: "the boot before",
    ...changes,
  };
}

/** A configuration that leads to a plan. */
const configOf = <P extends Planned>(planned: P) => ({ ...planned, boot: null });

const changed = state({ image: "local:iso/install-b.iso", boot: UNKNOWN });

function update(api: ScriptedApi, planned: Applied) {
  const call = aCall(api.list({ vmid: 9000, node: "pve1", name: "install" }));
  return { call, result: resource.update({ prior: state(), config: configOf(planned), planned }, call) };
}

describe("slipway_reboot", () => {
  it("restarts nothing when it is created, read or deleted", async () => {
    const api = new ScriptedApi();

    const created = await resource.create({ config: configOf(changed), planned: changed }, aCall(api));
    await resource.read({ state: created }, aCall(api));
    await resource.delete({ prior: created }, aCall(api));

    expect(api.asked).toEqual([]);
    expect(created.boot).toEqual(expect.any(String));
  });

  it.each<[string, Partial<Planned>, unknown]>([
    ["another image", { image: "local:iso/install-b.iso" }, UNKNOWN],
    ["an image that is not known yet", { image: UNKNOWN }, UNKNOWN],
    [
      "another image that waits for the next boot",
      { image: "local:iso/install-b.iso", policy: "next_boot" },
      "the boot before",
    ],
    ["another timeout", { shutdown_timeout: 5 }, "the boot before"],
  ])("plans for %s", async (_name, changes, boot) => {
    const proposed = state(changes);

    const plan = await resource.plan?.(
      { prior: state(), config: configOf(proposed), proposed },
      aCall(new ScriptedApi()),
    );

    expect(plan?.planned).toEqual({ ...proposed, boot });
  });

  it("switches the VM off and on again", async () => {
    const api = new ScriptedApi().on(`GET ${folder}/status/current`, running, stopped, stopped, running);

    const after = await update(api, changed).result;

    expect(api.changes).toEqual([`POST ${folder}/status/shutdown`, `POST ${folder}/status/start`]);
    expect(after.image).toBe("local:iso/install-b.iso");
    expect(after.boot).not.toBe("the boot before");
  });

  it("only starts a VM that is off", async () => {
    const api = new ScriptedApi().on(`GET ${folder}/status/current`, stopped, stopped, running);

    await update(api, changed).result;

    expect(api.changes).toEqual([`POST ${folder}/status/start`]);
  });

  it("bears with somebody else who starts the VM first", async () => {
    const api = new ScriptedApi()
      .on(`GET ${folder}/status/current`, stopped, stopped, running)
      .on(`POST ${folder}/status/start`, failedTask("VM 9000 already running"));

    await update(api, changed).result;
  });

  it("leaves the VM alone when an unknown image turns out to be the same", async () => {
    const api = new ScriptedApi();

    const after = await update(api, state({ boot: UNKNOWN })).result;

    expect(after).toEqual(state());
    expect(api.changes).toEqual([]);
  });

  it("keeps the old image after a failure, so that the next apply goes on", async () => {
    const api = new ScriptedApi()
      .on(`GET ${folder}/status/current`, running, stopped)
      .on(`POST ${folder}/status/start`, failedTask("volume does not exist"));

    const error = await failureOf(update(api, changed).result);

    expect(error.diagnostics[0]?.summary).toBe('Unable to restart VM "install"');
    expect(error.state).toEqual(state());
  });

  it("says so when there is no such VM", async () => {
    const call = aCall(new ScriptedApi());

    const error = await failureOf(
      resource.update({ prior: state(), config: configOf(changed), planned: changed }, call),
    );

    expect(error.message).toContain('there is no VM 9000 that the token "slipway@pve!ci" may see');
  });

  it.each<[Partial<Planned>, string]>([
    [{ policy: "reboot" }, "policy"],
    [{ shutdown_timeout: -1 }, "shutdown_timeout"],
    [{ shutdown_timeout: 1.5 }, "shutdown_timeout"],
  ])("refuses %j", (changes, name) => {
    expect(resource.validate?.(configOf(state(changes))).map(({ path }) => path)).toEqual([[name]]);
  });
});
