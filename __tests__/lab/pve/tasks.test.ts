import { aGate } from "../../gate";
import { aLab, rootToken, waitFor } from "./a-lab";
import type { ALab } from "./a-lab";

let lab: ALab;

afterEach(() => lab.stop());

const other = "ops@pve!ci=22222222-2222-4222-8222-222222222222";
const users = [{ id: "ops@pve", tokens: [{ id: "ci", secret: other.split("=")[1] ?? "", separated: false }] }];

describe("A task", () => {
  it("runs as long as it is told to, and holds its VM until it has ended", async () => {
    const gate = aGate();
    lab = await aLab({ taskFaults: ({ type }) => (type === "qmcreate" ? { until: gate.opened } : undefined) });
    const upid = String(await lab.call("POST", "/nodes/pve1/qemu", { vmid: 100, name: "web" }));

    const early = await lab.call("GET", `/nodes/pve1/tasks/${upid}/status`);
    const locked = lab.call("PUT", "/nodes/pve1/qemu/100/config", { cores: 2 });

    expect(early).toEqual({
      id: "100",
      node: "pve1",
      pid: expect.any(Number),
      pstart: expect.any(Number),
      starttime: expect.any(Number),
      status: "running",
      tokenid: "lab",
      type: "qmcreate",
      upid,
      user: "root@pam",
    });
    await expect(locked).rejects.toThrow("500 VM is locked (create)");
    await expect(lab.call("GET", "/nodes/pve1/qemu/100/config")).resolves.toMatchObject({ lock: "create" });
    gate.open();
    expect(await waitFor(lab.call, upid)).toBe("OK");
    await expect(lab.call("PUT", "/nodes/pve1/qemu/100/config", { cores: 2 })).resolves.toBeNull();
  });

  it("waits for the one before it on the same VM", async () => {
    lab = await aLab({ taskDelay: (type) => (type === "qmstart" ? 100 : 0) });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 });

    const start = String(await lab.call("POST", "/nodes/pve1/qemu/100/status/start"));
    const stop = String(await lab.call("POST", "/nodes/pve1/qemu/100/status/stop"));

    expect([await waitFor(lab.call, stop), await waitFor(lab.call, start)]).toEqual(["OK", "OK"]);
    expect(lab.powered).toEqual(["start 100", "stop 100"]);
  });

  it("fails later where only its work can tell", async () => {
    lab = await aLab({ taskDelay: (type) => (type === "qmconfig" ? 50 : 0) });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 });

    const exit = await lab.task("POST", "/nodes/pve1/qemu/100/config", { ide2: "local:iso/none.iso,media=cdrom" });

    expect(exit).toBe("volume 'local:iso/none.iso' does not exist");
  });

  it("tells those who may audit the node, and whoever started it", async () => {
    lab = await aLab({ users, acl: [{ path: "/pool", subject: "ops@pve", role: "PVEPoolAdmin" }] });
    const upid = String(await lab.call("POST", "/nodes/pve1/qemu", { vmid: 100 }));

    const forbidden = lab.call("GET", `/nodes/pve1/tasks/${upid}/status`, {}, other);

    await expect(forbidden).rejects.toThrow("403 Permission check failed (/nodes/pve1, Sys.Audit)");
    await expect(lab.call("GET", "/nodes/pve1/tasks", {}, other)).resolves.toEqual([]);
    await waitFor(lab.call, upid);
    await expect(lab.call("GET", "/nodes/pve1/tasks", {}, rootToken)).resolves.toEqual([
      expect.objectContaining({ status: "OK", upid, endtime: expect.any(Number) }),
    ]);
  });

  it("is not known at once where that is wanted", async () => {
    lab = await aLab({ lateTasks: true });
    const upid = String(await lab.call("POST", "/nodes/pve1/qemu", { vmid: 100 }));

    const path = `/nodes/pve1/tasks/${upid}/status`;

    await expect(lab.call("GET", path)).rejects.toThrow("500 no such task");
    await expect(lab.call("GET", path)).resolves.toMatchObject({ upid });
  });

  it.each([
    ["nonsense", "500 unable to parse worker upid 'nonsense'"],
    ["UPID:pve1:00001000:00000000:00000000:qmstart:100:root@pam!lab:", "500 no such task"],
  ])("is not found as %s", async (upid, message) => {
    lab = await aLab();

    await expect(lab.call("GET", `/nodes/pve1/tasks/${upid}/status`)).rejects.toThrow(message);
  });

  it("never runs once the API has stopped", async () => {
    const gate = aGate();
    lab = await aLab({ taskFaults: ({ type }) => (type === "qmstart" ? { until: gate.opened } : undefined) });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 });
    await lab.call("POST", "/nodes/pve1/qemu/100/status/start");

    await lab.stop();
    gate.open();
    await new Promise((resolve) => setImmediate(resolve));

    expect(lab.powered).toEqual([]);
  });
});
