import { resource } from "../../../../lib/provider/resources/vm/resource";
import { Life } from "../../proxmox/life";
import { leastPrivileges, onTheLab, type LabSettings, type OnTheLab } from "../../proxmox/on-the-lab";
import { until } from "../../../until";
import { config, ha } from "./a-config";

let lab: OnTheLab;

afterEach(() => lab.stop());

const privileges = [...leastPrivileges, "Sys.Audit", "Sys.Console", "Pool.Allocate", "Pool.Audit"];

async function aVmOn(settings: LabSettings = { privileges }): Promise<Life> {
  lab = await onTheLab(settings);
  return new Life(resource, lab.connect);
}

/** Members of high availability, or its rules, as Proxmox answers them. */
async function listed(what: "resources" | "rules"): Promise<unknown> {
  return lab.connect().get(`/cluster/ha/${what}`);
}

describe("slipway_vm in high availability", () => {
  it("becomes a member that is kept as the VM is", async () => {
    const web = await aVmOn();
    const wanted = config({ ha: ha({ max_restart: 3, comment: "shop" }) });

    expect(await web.apply(wanted)).toMatchObject({ errors: [], warnings: [] });

    expect(await listed("resources")).toMatchObject([
      { sid: "vm:102", state: "started", max_restart: 3, max_relocate: 1, failback: 1, comment: "shop" },
    ]);
    expect(lab.powered).toEqual(["start 102"]);
    expect(await web.drift(wanted)).toEqual([]);
  });

  it("runs on the node that it prefers, and is followed there", async () => {
    const web = await aVmOn();
    const wanted = config({ ha: ha({ nodes: { pve1: 2, pve2: 1 }, strict: true }) });

    expect(await web.apply(wanted)).toMatchObject({ errors: [] });
    await until(() => lab.pve.vm(102)?.node === "pve1");

    expect(await listed("rules")).toMatchObject([
      { rule: "slipway-vm-102", resources: "vm:102", nodes: "pve1:2,pve2:1", strict: 1 },
    ]);
    expect(await web.drift(wanted)).toEqual([]);
    expect(web.state).toMatchObject({ node_name: "pve3", current_node: "pve1" });
  });

  it("is changed, restarted and switched off as any VM is", async () => {
    const web = await aVmOn();
    await web.apply(config({ ha: ha({ nodes: { pve1: 1 } }) }));

    const more = config({ ha: ha({ nodes: { pve2: 5 }, max_relocate: 4 }), memory_mib: 8192 });
    expect(await web.apply(more)).toMatchObject({ errors: [] });
    expect(lab.powered).toEqual(["start 102", "shutdown 102", "start 102"]);
    await until(() => lab.pve.vm(102)?.node === "pve2");
    expect(await web.drift(more)).toEqual([]);

    const off = config({ ha: ha(), memory_mib: 8192, started: false });
    expect(await web.apply(off)).toMatchObject({ errors: [] });
    expect(await listed("resources")).toMatchObject([{ state: "stopped", max_relocate: 1 }]);
    expect(await listed("rules")).toEqual([]);
    expect(await web.drift(off)).toEqual([]);
  });

  it("ends its membership and runs on", async () => {
    const web = await aVmOn();
    await web.apply(config({ ha: ha({ nodes: { pve3: 1 } }) }));

    expect(await web.apply(config())).toMatchObject({ errors: [], warnings: [] });

    expect([await listed("resources"), await listed("rules")]).toEqual([[], []]);
    expect(lab.powered).toEqual(["start 102"]);
  });

  it("tells a membership that was changed or ended by hand, and mends it", async () => {
    const web = await aVmOn();
    const wanted = config({ ha: ha() });
    await web.apply(wanted);

    await lab.connect().put("/cluster/ha/resources/vm:102", { max_restart: 9 });
    expect(await web.drift(wanted)).toEqual(["ha"]);
    await web.apply(wanted);
    await lab.connect().delete("/cluster/ha/resources/vm:102");
    expect(await web.drift(wanted)).toEqual(["ha"]);

    expect(await web.apply(wanted)).toMatchObject({ errors: [] });
    expect(await web.drift(wanted)).toEqual([]);
  });

  it("leaves a membership alone that somebody else has made", async () => {
    const web = await aVmOn();
    await web.apply(config());
    await lab.connect().post("/cluster/ha/resources", { sid: "vm:102", max_restart: 7 });

    expect(await web.drift(config())).toEqual([]);
    expect(await web.apply(config({ tags: ["blue"] }))).toMatchObject({ errors: [] });
    expect(await listed("resources")).toMatchObject([{ max_restart: 7 }]);
  });

  it("goes with its membership", async () => {
    const web = await aVmOn();
    await web.apply(config({ ha: ha({ nodes: { pve3: 1 } }) }));

    expect(await web.apply(null)).toMatchObject({ errors: [], warnings: [], state: null });

    expect([await listed("resources"), await listed("rules"), lab.pve.vms()]).toEqual([[], [], []]);
  });

  it("does not end the membership of another VM that has its id", async () => {
    const web = await aVmOn();
    await web.apply(config({ ha: ha() }));
    const before = web.state;
    await web.apply(null);
    await new Life(resource, lab.connect).apply(config({ name: "theirs", ha: ha({ max_restart: 5 }) }));

    web.state = before;
    await web.apply(null);

    expect(await listed("resources")).toMatchObject([{ sid: "vm:102", max_restart: 5 }]);
    expect(lab.pve.vm(102)?.running).toBe(true);
  });

  it("names the privilege that the token lacks", async () => {
    const web = await aVmOn({ privileges: [...leastPrivileges, "Sys.Audit"] });

    const { errors, state } = await web.apply(config({ ha: ha() }));

    expect(errors[0]?.detail).toContain("lacks Sys.Console on /");
    expect(state).toMatchObject({ vm_id: 102 });
  });

  it("is planned with one more request, however many members there are", async () => {
    await aVmOn();
    const one = lab.connect();
    const lives = Array.from({ length: 6 }, () => new Life(resource, () => one));
    const member = (index: number) =>
      config({ vm_id: 200 + index, name: `n${index}`, network_devices: null, boot_order: ["virtio0"], firewall: null });
    await Promise.all(lives.map((life, index) => life.apply({ ...member(index), ha: ha() })));
    const another = lab.connect();
    const refreshed = lives.map((life) => Object.assign(new Life(resource, () => another), { state: life.state }));
    lab.sent.length = 0;

    await Promise.all(refreshed.map((life) => life.refresh()));

    expect(lab.sent).toHaveLength(8);
  });
});

describe("slipway_vm in a pool", () => {
  it("moves from pool to pool in place", async () => {
    const web = await aVmOn();
    for (const poolid of ["blue", "green"]) await lab.connect().post("/pools", { poolid });

    await web.apply(config({ pool_id: "blue" }));
    expect(await web.drift(config({ pool_id: "blue" }))).toEqual([]);
    expect(await web.apply(config({ pool_id: "green" }))).toMatchObject({ errors: [], replaced: false });
    expect(await lab.connect().get("/pools/green")).toMatchObject({ members: [{ vmid: 102 }] });
    expect(await web.apply(config())).toMatchObject({ errors: [], replaced: false });

    expect(await lab.connect().get("/pools/green")).toMatchObject({ members: [] });
    expect(lab.powered).toEqual(["start 102"]);
  });

  it("is brought back by the next apply when it was moved by hand", async () => {
    const web = await aVmOn();
    for (const poolid of ["blue", "green"]) await lab.connect().post("/pools", { poolid });
    await web.apply(config({ pool_id: "blue" }));

    await lab.connect().put("/pools", { poolid: "green", vms: 102, "allow-move": true });
    expect(await web.drift(config({ pool_id: "blue" }))).toEqual(["pool_id"]);
    await web.apply(config({ pool_id: "blue" }));

    expect(await web.drift(config({ pool_id: "blue" }))).toEqual([]);
  });

  it("leaves a pool alone that nobody has configured", async () => {
    const web = await aVmOn();
    await web.apply(config());
    await lab.connect().post("/pools", { poolid: "theirs" });
    await lab.connect().put("/pools", { poolid: "theirs", vms: 102 });

    expect(await web.drift(config())).toEqual([]);
  });

  it("says where it could not be moved, and why", async () => {
    const web = await aVmOn({ privileges: [...leastPrivileges, "Pool.Audit"] });
    await web.apply(config());

    const { errors } = await web.apply(config({ pool_id: "blue" }));

    expect(errors).toMatchObject([{ summary: 'Unable to move VM 102 into pool "blue"', path: ["pool_id"] }]);
    expect(errors[0]?.detail).toContain("Pool.Allocate on /pool/blue");
  });
});
