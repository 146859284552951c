import { aLab, anIso } from "./a-lab";
import type { ALab } from "./a-lab";

let lab: ALab;

beforeEach(async () => {
  lab = await aLab();
});

afterEach(() => lab.stop());

const path = "/nodes/pve1/qemu/100";
const minimal = { vmid: 100, name: "web", memory: 2048, scsi0: "local-lvm:8", net0: "virtio,bridge=vmbr1" };

type Config = Record<string, string | number>;

async function config(): Promise<Config> {
  return (await lab.call("GET", `${path}/config`)) as Config;
}

describe("POST …/qemu", () => {
  it("gives a VM what was left out: addresses, identities and a boot order", async () => {
    await anIso(lab);

    const exit = await lab.task("POST", "/nodes/pve1/qemu", { ...minimal, ide2: "local:iso/a.iso,media=cdrom" });

    expect(exit).toBe("OK");
    expect(await config()).toEqual({
      boot: "order=scsi0;ide2;net0",
      digest: expect.any(String),
      ide2: "local:iso/a.iso,media=cdrom,size=1M",
      memory: "2048",
      meta: expect.any(String),
      name: "web",
      net0: expect.stringMatching(/^virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr1$/),
      scsi0: "local-lvm:vm-100-disk-0,size=8G",
      smbios1: expect.any(String),
      vmgenid: expect.any(String),
    });
  });

  it("makes disks with the sizes that were asked for", async () => {
    await lab.task("POST", "/nodes/pve1/qemu", {
      ...minimal,
      efidisk0: "local-lvm:1,efitype=4m,pre-enrolled-keys=0",
      virtio1: "local-lvm:0.5,serial=data",
    });

    const disks = lab.pve.vm(100)?.disks ?? new Map();
    const volumes = await lab.call("GET", "/nodes/pve1/storage/local-lvm/content", { vmid: 100 });

    expect([...disks].map(([key, { volid, sizeBytes, contents }]) => [key, volid, sizeBytes, contents])).toEqual([
      ["efidisk0", "local-lvm:vm-100-disk-0", 4 * 1024 ** 2, { kind: "blank" }],
      ["scsi0", "local-lvm:vm-100-disk-1", 8 * 1024 ** 3, { kind: "blank" }],
      ["virtio1", "local-lvm:vm-100-disk-2", 512 * 1024 ** 2, { kind: "blank" }],
    ]);
    expect(volumes).toEqual(
      [4 * 1024 ** 2, 8 * 1024 ** 3, 512 * 1024 ** 2].map((size, index) => ({
        content: "images",
        ctime: expect.any(Number),
        format: "raw",
        size,
        vmid: 100,
        volid: `local-lvm:vm-100-disk-${index}`,
      })),
    );
    expect(await config()).toMatchObject({
      efidisk0: "local-lvm:vm-100-disk-0,efitype=4m,pre-enrolled-keys=0,size=4M",
      virtio1: "local-lvm:vm-100-disk-2,serial=data,size=512M",
    });
  });

  it("refuses a VM id that is taken on any node, naming the node", async () => {
    lab.pve.addForeignVm({ vmid: 201, node: "pve2", name: "somebody-elses" });

    await expect(lab.call("POST", "/nodes/pve1/qemu", { vmid: 201 })).rejects.toThrow(
      "500 unable to create VM 201 - VM 201 already exists on node 'pve2'",
    );
    await expect(lab.call("GET", "/nodes/pve2/qemu/201/config")).resolves.toMatchObject({ name: "somebody-elses" });

    lab.pve.removeForeignVm(201);

    await expect(lab.task("POST", "/nodes/pve1/qemu", { vmid: 201 })).resolves.toBe("OK");
  });

  it.each([
    [
      "an ISO that is not there",
      { ide2: "local:iso/none.iso,media=cdrom" },
      "volume 'local:iso/none.iso' does not exist",
    ],
    ["a storage without images", { scsi1: "local:8" }, "storage 'local' does not support content-type 'images'"],
    [
      "a disk larger than the storage",
      { scsi1: "local-lvm:512" },
      "storage 'local-lvm' has room for 274877906944 bytes, 549755813888 are needed",
    ],
    [
      "a disk that is not there",
      { scsi1: "local-lvm:vm-100-disk-9" },
      "volume 'local-lvm:vm-100-disk-9' does not exist",
    ],
  ])("fails with %s, and leaves neither VM nor disk behind", async (_name, parameters, reason) => {
    const exit = await lab.task("POST", "/nodes/pve1/qemu", { ...minimal, ...parameters });

    expect(exit).toBe(`unable to create VM 100 - ${reason}`);
    await expect(lab.call("GET", "/nodes/pve1/storage/local-lvm/content")).resolves.toEqual([]);
    await expect(lab.call("GET", "/cluster/resources", { type: "vm" })).resolves.toEqual([]);
  });

  it("refuses an unknown storage before anything is made", async () => {
    await expect(lab.call("POST", "/nodes/pve1/qemu", { ...minimal, scsi1: "nowhere:8" })).rejects.toThrow(
      "500 storage 'nowhere' does not exist",
    );
    expect(lab.pve.vm(100)).toBeUndefined();
  });

  it.each([
    ["args", "-fw_cfg name=opt/com.coreos/config"],
    ["hookscript", "local:snippets/hook.pl"],
    ["lock", "backup"],
    ["arch", "aarch64"],
    ["affinity", "0-3"],
  ])("refuses %s, which nobody may set by token", async (option, value) => {
    await expect(lab.call("POST", "/nodes/pve1/qemu", { ...minimal, [option]: value })).rejects.toThrow(
      `500 only root can set '${option}' config`,
    );
  });

  it("starts the VM at once if that is wanted", async () => {
    await lab.task("POST", "/nodes/pve1/qemu", { ...minimal, start: 1 });

    expect(lab.powered).toEqual(["start 100"]);
  });
});

describe("PUT …/config", () => {
  beforeEach(() => lab.task("POST", "/nodes/pve1/qemu", minimal));

  it("keeps each tag once, lower-case and sorted", async () => {
    await lab.call("PUT", `${path}/config`, { tags: "Web;blue,web app" });

    expect((await config())["tags"]).toBe("app;blue;web");
  });

  it("keeps a disk, its size and its contents when its options change", async () => {
    const disk = lab.pve.vm(100)?.disks.get("scsi0");
    if (disk !== undefined) {
      disk.contents = { kind: "written", data: "a system" };
    }

    await lab.call("PUT", `${path}/config`, { scsi0: "file=local-lvm:vm-100-disk-0,ssd=1,discard=on" });

    expect((await config())["scsi0"]).toBe("local-lvm:vm-100-disk-0,discard=on,size=8G,ssd=1");
    expect(lab.pve.vm(100)?.disks.get("scsi0")?.contents).toEqual({ kind: "written", data: "a system" });
  });

  it("makes a disk unused when it is deleted, and removes it when that is deleted", async () => {
    await lab.call("PUT", `${path}/config`, { delete: "scsi0" });
    const unused = (await config())["unused0"];
    await lab.call("PUT", `${path}/config`, { delete: "unused0" });

    expect(unused).toBe("local-lvm:vm-100-disk-0");
    expect(Object.keys(await config())).not.toContain("unused0");
    await expect(lab.call("GET", "/nodes/pve1/storage/local-lvm/content")).resolves.toEqual([]);
  });

  it("changes a running machine's name at once, its cores at the next start", async () => {
    await lab.task("POST", `${path}/status/start`);

    await lab.call("PUT", `${path}/config`, { name: "renamed", cores: 4, delete: "vcpus,cpulimit" });

    const active = (await lab.call("GET", `${path}/config`, { current: 1 })) as Config;
    const pending = (await lab.call("GET", `${path}/pending`)) as { key: string }[];
    expect([active["name"], active["cores"], (await config())["cores"]]).toEqual(["renamed", undefined, 4]);
    expect(pending.filter(({ key }) => ["cores", "name"].includes(key))).toEqual([
      { key: "cores", pending: "4" },
      { key: "name", value: "renamed" },
    ]);
    await expect(lab.call("GET", `${path}/status/current`)).resolves.toMatchObject({ cpus: 1, name: "renamed" });
  });

  it("limits and weighs a running machine at once", async () => {
    await lab.task("POST", `${path}/status/start`);

    await lab.call("PUT", `${path}/config`, { cpulimit: 1.5, cpuunits: 200, sockets: 2, numa: 1 });

    expect(lab.pve.vm(100)?.active).toMatchObject({ cpulimit: "1.5", cpuunits: 200 });
    expect(lab.pve.vm(100)?.active).not.toMatchObject({ sockets: 2 });
    expect(await config()).toMatchObject({ cpulimit: "1.5", cpuunits: 200, sockets: 2, numa: 1 });
    await lab.call("PUT", `${path}/config`, { delete: "cpulimit" });
    expect(Object.keys(lab.pve.vm(100)?.active ?? {})).not.toContain("cpulimit");
  });

  it("fills the balloon of a running machine differently, but takes it away and gives one at the next start", async () => {
    await lab.task("POST", `${path}/status/start`);

    await lab.call("PUT", `${path}/config`, { balloon: 1024 });
    const filled = lab.pve.vm(100)?.active["balloon"];
    await lab.call("PUT", `${path}/config`, { balloon: 0 });

    expect([filled, lab.pve.vm(100)?.active["balloon"], (await config())["balloon"]]).toEqual([1024, 1024, 0]);
    await lab.task("POST", `${path}/status/stop`);
    await lab.task("POST", `${path}/status/start`);
    await lab.call("PUT", `${path}/config`, { balloon: 1024 });
    expect(lab.pve.vm(100)?.active["balloon"]).toBe(0);
  });

  it("swaps the CD of a running machine", async () => {
    await anIso(lab, "a.iso");
    await anIso(lab, "b.iso", 2 * 1024 ** 2);
    await lab.call("PUT", `${path}/config`, { ide2: "file=local:iso/a.iso,media=cdrom," });
    await lab.task("POST", `${path}/status/start`);

    await lab.call("PUT", `${path}/config`, { ide2: "file=local:iso/b.iso,media=cdrom," });

    expect(lab.pve.vm(100)?.active["ide2"]).toBe("local:iso/b.iso,media=cdrom,size=2M");
  });

  it("has another digest after a change, and refuses an outdated one", async () => {
    const { digest = "" } = await config();

    await lab.call("PUT", `${path}/config`, { cores: 2, digest });

    await expect(lab.call("PUT", `${path}/config`, { cores: 3, digest })).rejects.toThrow(
      "500 detected modified configuration - file changed by other user? Try again.",
    );
    expect((await config())["cores"]).toBe(2);
  });

  it.each([
    [
      "a boot device that is not there",
      { boot: "order=scsi0;scsi9" },
      "500 invalid bootorder: device 'scsi9' does not exist'",
    ],
    [
      "to set and delete the same",
      { cores: 2, delete: "cores" },
      `400 Parameter verification failed. {"delete":"you can't use '-cores' and '-delete cores' at the same time"}`,
    ],
    ["an option of root", { args: "-s" }, "500 only root can set 'args' config"],
    ["to delete an option of root", { delete: "args" }, "500 only root can set 'args' config"],
    [
      "a balloon above the memory",
      { balloon: 2049 },
      "500 balloon value too large (must be smaller than assigned memory)",
    ],
    ["skiplock", { skiplock: 1 }, '400 Parameter verification failed. {"skiplock":"Only root may use this option."}'],
    ["a device of the node", { scsi1: "/dev/sda" }, "500 Only root can pass arbitrary filesystem paths."],
  ])("refuses %s", async (_name, parameters, message) => {
    await expect(lab.call("PUT", `${path}/config`, parameters)).rejects.toThrow(message);
  });

  it("changes a VM in the background by POST", async () => {
    const exit = await lab.task("POST", `${path}/config`, { cores: 3 });

    expect([exit, (await config())["cores"]]).toEqual(["OK", 3]);
  });

  it("does not find a VM on a node where it is not", async () => {
    await expect(lab.call("PUT", "/nodes/pve2/qemu/100/config", { cores: 2 })).rejects.toThrow(
      "500 Configuration file 'nodes/pve2/qemu-server/100.conf' does not exist",
    );
  });
});

describe("PUT …/resize", () => {
  beforeEach(() => lab.task("POST", "/nodes/pve1/qemu", minimal));

  it.each([
    ["bytes", "25769803776", "24G"],
    ["a unit", "24G", "24G"],
    ["an addition", "+512M", "8704M"],
  ])("grows a disk by %s", async (_name, size, expected) => {
    const exit = await lab.task("PUT", `${path}/resize`, { disk: "scsi0", size });

    expect([exit, (await config())["scsi0"]]).toEqual(["OK", `local-lvm:vm-100-disk-0,size=${expected}`]);
  });

  it.each([
    ["to shrink a disk", { disk: "scsi0", size: "4G" }, "500 shrinking disks is not supported"],
    ["a disk that is not there", { disk: "scsi1", size: "4G" }, "500 disk 'scsi1' does not exist"],
  ])("refuses %s", async (_name, parameters, message) => {
    await expect(lab.call("PUT", `${path}/resize`, parameters)).rejects.toThrow(message);
  });
});

describe("DELETE …/qemu/{vmid}", () => {
  beforeEach(() => lab.task("POST", "/nodes/pve1/qemu", minimal));

  it("refuses a running VM", async () => {
    await lab.task("POST", `${path}/status/start`);

    await expect(lab.call("DELETE", path)).rejects.toThrow("500 VM 100 is running - destroy failed");
  });

  it("refuses a protected VM", async () => {
    await lab.call("PUT", `${path}/config`, { protection: 1 });

    await expect(lab.call("DELETE", path)).rejects.toThrow("500 can't remove VM 100 - protection mode enabled");
  });
});
