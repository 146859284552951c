import { aLab, anIso, waitFor } from "./a-lab";
import type { ALab } from "./a-lab";

let lab: ALab;

afterEach(() => lab.stop());

const path = "/nodes/pve1/qemu/100";
const minimal = { vmid: 100, name: "web", scsi0: "local-lvm:8", net0: "virtio=BC:24:11:00:00:01,bridge=vmbr1" };

async function status(): Promise<unknown> {
  return ((await lab.call("GET", `${path}/status/current`)) as { status: string }).status;
}

describe("Power of a VM", () => {
  beforeEach(async () => {
    lab = await aLab();
    await lab.task("POST", "/nodes/pve1/qemu", minimal);
  });

  it("goes through the hypervisor", async () => {
    const seen = [];
    for (const verb of ["start", "reset", "reboot", "shutdown", "start", "stop"]) {
      seen.push([verb, await lab.task("POST", `${path}/status/${verb}`), await status()]);
    }

    expect(seen).toEqual([
      ["start", "OK", "running"],
      ["reset", "OK", "running"],
      ["reboot", "OK", "running"],
      ["shutdown", "OK", "stopped"],
      ["start", "OK", "running"],
      ["stop", "OK", "stopped"],
    ]);
    expect(lab.powered).toEqual([
      "start 100",
      "reset 100",
      "shutdown 100",
      "start 100",
      "shutdown 100",
      "start 100",
      "stop 100",
    ]);
  });

  it.each([
    ["reset", "VM 100 not running"],
    ["reboot", "VM 100 not running"],
    ["stop", "OK"],
    ["shutdown", "OK"],
  ])("is left alone by %s without power: %s", async (verb, exit) => {
    expect(await lab.task("POST", `${path}/status/${verb}`)).toBe(exit);
    expect(lab.powered).toEqual([]);
  });

  it("is not given twice", async () => {
    await lab.task("POST", `${path}/status/start`);

    expect(await lab.task("POST", `${path}/status/start`)).toBe("VM 100 already running");
  });

  it("takes waiting changes over at the next start", async () => {
    await lab.task("POST", `${path}/status/start`);
    await lab.call("PUT", `${path}/config`, { memory: 4096 });

    const before = lab.pve.vm(100)?.active["memory"];
    await lab.task("POST", `${path}/status/reboot`);

    expect([before, lab.pve.vm(100)?.active["memory"]]).toEqual([undefined, "4096"]);
  });

  it("is not given when an ISO is gone", async () => {
    await anIso(lab);
    await lab.call("PUT", `${path}/config`, { ide2: "local:iso/a.iso,media=cdrom" });
    await lab.task("DELETE", "/nodes/pve1/storage/local/content/iso/a.iso");

    expect(await lab.task("POST", `${path}/status/start`)).toBe("volume 'local:iso/a.iso' does not exist");
    expect(await status()).toBe("stopped");
  });

  it("is not given when the node has no such bridge", async () => {
    lab.pve.move(100, "pve3");

    const exit = await lab.task("POST", "/nodes/pve3/qemu/100/status/start");

    expect(exit).toBe("bridge 'vmbr1' does not exist");
  });

  it("is off when the guest has switched itself off", async () => {
    await lab.task("POST", `${path}/status/start`);

    lab.pve.poweredOff(100);

    expect(await status()).toBe("stopped");
  });

  it("can be taken by hand, past the API", async () => {
    await lab.task("POST", `${path}/status/start`);

    await lab.pve.powerOff(100);

    expect([lab.powered, await status()]).toEqual([["start 100", "stop 100"], "stopped"]);
  });

  it("is refused with skiplock, which is for root", async () => {
    await expect(lab.call("POST", `${path}/status/start`, { skiplock: 1 })).rejects.toThrow(
      '{"skiplock":"Only root may use this option."}',
    );
  });
});

describe("A hypervisor that fails", () => {
  it("fails the task with its reason, and the machine has no power", async () => {
    lab = await aLab({
      hypervisor: {
        start: () => Promise.reject(new Error("no CD in the drive")),
        stop: () => Promise.resolve(),
        removed: () => Promise.resolve(),
      },
    });
    await lab.task("POST", "/nodes/pve1/qemu", minimal);

    const exit = await lab.task("POST", `${path}/status/start`);

    expect([exit, await status()]).toEqual(["no CD in the drive", "stopped"]);
  });

  it("is stopped the hard way when it does not shut down and that is wanted", async () => {
    const powered: string[] = [];
    lab = await aLab({
      hypervisor: {
        start: () => Promise.resolve(),
        stop: (_vm, how) => {
          powered.push(how);
          return how === "shutdown" ? Promise.reject(new Error("got timeout")) : Promise.resolve();
        },
        removed: () => Promise.resolve(),
      },
    });
    await lab.task("POST", "/nodes/pve1/qemu", { ...minimal, start: 1 });

    const gentle = await lab.task("POST", `${path}/status/shutdown`);
    const hard = await lab.task("POST", `${path}/status/shutdown`, { forceStop: 1 });

    expect([gentle, hard, powered]).toEqual(["got timeout", "OK", ["shutdown", "shutdown", "stop"]]);
  });
});

describe("POST …/migrate", () => {
  beforeEach(async () => {
    lab = await aLab();
    await lab.task("POST", "/nodes/pve1/qemu", minimal);
  });

  it("moves a running VM with its local disks", async () => {
    await lab.task("POST", `${path}/status/start`);
    const disk = lab.pve.vm(100)?.disks.get("scsi0");

    const exit = await lab.task("POST", `${path}/migrate`, { target: "pve2", online: 1, "with-local-disks": 1 });

    expect([exit, lab.pve.vm(100)?.node]).toEqual(["OK", "pve2"]);
    expect(lab.pve.vm(100)?.disks.get("scsi0")).toBe(disk);
    await expect(lab.call("GET", "/nodes/pve1/storage/local-lvm/content")).resolves.toEqual([]);
    await expect(lab.call("GET", "/nodes/pve2/storage/local-lvm/content")).resolves.toHaveLength(1);
    await expect(lab.call("GET", "/nodes/pve2/qemu/100/config")).resolves.toMatchObject({ name: "web" });
  });

  it("aborts for an ISO that only this node has, and says so in its log", async () => {
    await anIso(lab);
    await lab.call("PUT", `${path}/config`, { ide2: "local:iso/a.iso,media=cdrom" });

    const upid = String(await lab.call("POST", `${path}/migrate`, { target: "pve2" }));
    const exit = await waitFor(lab.call, upid);
    const log = await lab.call("GET", `/nodes/pve1/tasks/${upid}/log`);

    expect([exit, lab.pve.vm(100)?.node]).toEqual(["migration aborted", "pve1"]);
    expect(log).toEqual([
      { n: 1, t: "can't migrate local cdrom 'local:iso/a.iso'" },
      { n: 2, t: "TASK ERROR: migration aborted" },
    ]);
    await expect(lab.call("GET", `${path}/migrate`)).resolves.toMatchObject({
      allowed_nodes: [],
      local_disks: [
        { cdrom: 0, is_unused: 0, size: 8 * 1024 ** 3, volid: "local-lvm:vm-100-disk-0" },
        { cdrom: 1, is_unused: 0, size: 1024 ** 2, volid: "local:iso/a.iso" },
      ],
    });
  });

  it("aborts for local disks of a running VM that are not to go with it", async () => {
    await lab.task("POST", `${path}/status/start`);

    const exit = await lab.task("POST", `${path}/migrate`, { target: "pve2", online: 1 });

    expect([exit, lab.pve.vm(100)?.node, lab.pve.vm(100)?.lock]).toEqual(["migration aborted", "pve1", undefined]);
  });

  it.each([
    ["the node where it is", "pve1", '400 Parameter verification failed. {"target":"target is local node."}'],
    ["an unknown node", "pve9", "500 no such cluster node 'pve9'"],
  ])("refuses %s", async (_name, target, message) => {
    await expect(lab.call("POST", `${path}/migrate`, { target })).rejects.toThrow(message);
  });

  it("refuses a running VM without online", async () => {
    await lab.task("POST", `${path}/status/start`);

    await expect(lab.call("POST", `${path}/migrate`, { target: "pve2" })).rejects.toThrow(
      "500 can't migrate running VM without --online",
    );
  });
});
