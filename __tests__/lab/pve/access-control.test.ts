import { aLab, anIso } from "./a-lab";
import type { ALab } from "./a-lab";
import type { AclEntry } from "../../../lib/lab/pve/types";

let lab: ALab;

afterEach(() => lab.stop());

const secret = "22222222-2222-4222-8222-222222222222";
const token = `ops@pve!ci=${secret}`;
const separated = `ops@pve!narrow=${secret}`;

const roles = {
  Create: ["VM.Allocate", "VM.Audit", "Datastore.AllocateSpace", "Datastore.Audit"],
  Cpu: ["VM.Config.CPU"],
  Options: ["VM.Config.Options"],
  Disk: ["VM.Config.Disk"],
  Cd: ["VM.Config.CDROM"],
  Network: ["VM.Config.Network"],
  Upload: ["Datastore.AllocateTemplate", "Datastore.Audit"],
  Modify: ["Sys.Modify"],
};

/** A lab whose user `ops@pve` was granted roles at paths: `{ "/vms": "Create" }`. */
async function aLabWith(grants: Readonly<Record<string, string>>, more: readonly AclEntry[] = []): Promise<ALab> {
  lab = await aLab({
    roles,
    users: [
      {
        id: "ops@pve",
        tokens: [
          { id: "ci", secret, separated: false },
          { id: "narrow", secret },
        ],
      },
    ],
    acl: [...Object.entries(grants).map(([path, role]) => ({ path, role, subject: "ops@pve" })), ...more],
  });
  return lab;
}

describe("Creating a VM", () => {
  it("takes VM.Allocate on the VM, or on its pool", async () => {
    await aLabWith({ "/vms/100": "Create", "/pool/web": "Create" });
    await lab.call("POST", "/pools", { poolid: "web" });

    const allowed = [
      await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 }, token),
      await lab.task("POST", "/nodes/pve1/qemu", { vmid: 101, pool: "web" }, token),
    ];

    expect(allowed).toEqual(["OK", "OK"]);
    await expect(lab.call("POST", "/nodes/pve1/qemu", { vmid: 102 }, token)).rejects.toThrow(
      "403 Permission check failed (/vms/102, VM.Allocate)",
    );
    await expect(lab.call("POST", "/nodes/pve1/qemu", { vmid: 102, pool: "db" }, token)).rejects.toThrow(
      "403 Permission check failed (pool 'db' does not exist, Pool.Audit)",
    );
  });

  it.each<[string, Record<string, string>, Record<string, string | number>, string]>([
    ["cores", {}, { cores: 2 }, "/vms/100, VM.Config.CPU"],
    ["memory", {}, { memory: 1024 }, "/vms/100, VM.Config.Memory"],
    ["a serial port", {}, { serial0: "socket" }, "/vms/100, VM.Config.HWType"],
    ["a name", {}, { name: "web" }, "/vms/100, VM.Config.Options"],
    ["tags", {}, { tags: "web" }, "/vms/100, VM.Config.Options"],
    ["a boot order", {}, { boot: "order=net0" }, "/vms/100, VM.Config.Disk"],
    ["a disk", {}, { scsi0: "local-lvm:1" }, "/vms/100, VM.Config.Disk"],
    ["a NIC", {}, { net0: "virtio,bridge=vmbr0" }, "/vms/100, VM.Config.Network"],
    ["a CD", {}, { ide2: "none,media=cdrom" }, "/vms/100, VM.Config.CDROM"],
    ["cloud-init", {}, { ciuser: "core" }, "/vms/100, VM.Config.Cloudinit|VM.Config.Network"],
    ["the start order, beside its option,", { "/": "Options" }, { startup: "order=1" }, "/, Sys.Modify"],
    ["space for a disk", { "/": "Disk" }, { scsi0: "local-lvm:1" }, "/storage/local-lvm, Datastore.AllocateSpace"],
    ["a bridge", { "/": "Network" }, { net0: "virtio,bridge=vmbr0" }, "/sdn/zones/localnetwork/vmbr0, SDN.Use"],
    [
      "a VLAN of a bridge",
      { "/": "Network", "/sdn/zones/localnetwork/vmbr0": "PVESDNUser", "/sdn/zones/localnetwork/vmbr0/20": "NoAccess" },
      { net0: "virtio,bridge=vmbr0,tag=20" },
      "/sdn/zones/localnetwork/vmbr0/20, SDN.Use",
    ],
    [
      "reading the ISO's storage",
      { "/": "Cd" },
      { ide2: "local:iso/a.iso,media=cdrom" },
      "/storage/local, Datastore.AllocateSpace|Datastore.Audit",
    ],
  ])("takes a privilege for %s", async (_name, grants, parameters, denied) => {
    const allocate = { path: "/vms/100", subject: "ops@pve", role: "Create" };
    const onTheVm = Object.values(grants).filter((role) => role in roles);
    await aLabWith(grants, [allocate, ...onTheVm.map((role) => ({ ...allocate, role }))]);

    const creation = lab.call("POST", "/nodes/pve1/qemu", { vmid: 100, ...parameters }, token);

    await expect(creation).rejects.toThrow(`403 Permission check failed (${denied})`);
    expect(lab.pve.vm(100)).toBeUndefined();
  });
});

describe("Grants", () => {
  it("reach below their path only if they propagate, and the nearest wins", async () => {
    await aLabWith({ "/vms": "PVEVMAdmin", "/vms/101": "NoAccess" }, [
      { path: "/nodes", subject: "ops@pve", role: "PVEAuditor", propagate: false },
    ]);
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 101 });

    await expect(lab.call("GET", "/nodes/pve1/qemu/100/config", {}, token)).resolves.toMatchObject({});
    await expect(lab.call("GET", "/nodes/pve1/qemu/101/config", {}, token)).rejects.toThrow(
      "403 Permission check failed (/vms/101, VM.Audit)",
    );
    await expect(lab.call("GET", "/nodes/pve1/status", {}, token)).rejects.toThrow(
      "403 Permission check failed (/nodes/pve1, Sys.Audit)",
    );
  });

  it("on a pool count for its VMs, but not for storages and bridges", async () => {
    await aLabWith({ "/pool/web": "PVEAdmin" });
    await lab.call("POST", "/pools", { poolid: "web" });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100, pool: "web" });

    const config = "/nodes/pve1/qemu/100/config";

    await expect(lab.call("PUT", config, { cores: 2 }, token)).resolves.toBeNull();
    await expect(lab.call("PUT", config, { net0: "virtio,bridge=vmbr0" }, token)).rejects.toThrow(
      "403 Permission check failed (/sdn/zones/localnetwork/vmbr0, SDN.Use)",
    );
    await expect(lab.call("PUT", config, { scsi0: "local-lvm:1" }, token)).rejects.toThrow(
      "403 Permission check failed (/storage/local-lvm, Datastore.AllocateSpace)",
    );
  });

  it("to a separated token are cut down to what its user has", async () => {
    await aLabWith({ "/vms": "Create" }, [{ path: "/vms/100", subject: "ops@pve!narrow", role: "PVEVMAdmin" }]);
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 101 });

    await expect(lab.call("GET", "/nodes/pve1/qemu/100/config", {}, separated)).resolves.toMatchObject({});
    await expect(lab.call("POST", "/nodes/pve1/qemu/100/status/start", {}, separated)).rejects.toThrow(
      "403 Permission check failed (/vms/100, VM.PowerMgmt)",
    );
    await expect(lab.call("GET", "/nodes/pve1/qemu/101/config", {}, separated)).rejects.toThrow(
      "403 Permission check failed (/vms/101, VM.Audit)",
    );
  });

  it("are told to who asks what it may do", async () => {
    await aLabWith({ "/vms/100": "Cpu", "/storage": "PVEDatastoreUser" }, [
      { path: "/", subject: "ops@pve", role: "Modify", propagate: false },
    ]);

    const own = await lab.call("GET", "/access/permissions", {}, token);
    const other = lab.call("GET", "/access/permissions", { userid: "root@pam" }, token);

    expect(own).toEqual({
      "/": { "Sys.Modify": 0 },
      "/storage": { "Datastore.AllocateSpace": 1, "Datastore.Audit": 1 },
      "/vms/100": { "VM.Config.CPU": 1 },
    });
    await expect(other).rejects.toThrow("403 Permission check failed (/access, Sys.Audit)");
    await expect(lab.call("GET", "/access/permissions", { path: "/vms/100", userid: "ops@pve!ci" })).resolves.toEqual({
      "/vms/100": { "VM.Config.CPU": 1 },
    });
  });
});

describe("Storage", () => {
  it("takes Datastore.AllocateTemplate for an upload, and Datastore.Allocate to delete it", async () => {
    await aLabWith({ "/storage/local": "Upload", "/storage/local-lvm": "PVEDatastoreUser" });
    const parts = [
      { name: "content", content: "iso" },
      { name: "filename", fileName: "a.iso", content: "bytes" },
    ];

    const allowed = await lab.upload(parts, { token });
    const refused = await lab.upload(parts, { token, path: "/nodes/pve1/storage/local-lvm/upload" });

    expect(allowed.status).toBe(200);
    expect([refused.status, refused.reason]).toEqual([
      403,
      "Permission check failed (/storage/local-lvm, Datastore.AllocateTemplate)",
    ]);
    await expect(lab.call("DELETE", "/nodes/pve1/storage/local/content/iso/a.iso", {}, token)).rejects.toThrow(
      "403 Permission check failed (/storage/local, Datastore.Allocate)",
    );
  });

  it("is refused before its parameters are looked at", async () => {
    await aLabWith({});

    await expect(lab.call("GET", "/nodes/pve1/storage/local/content", { colour: "red" }, token)).rejects.toThrow(
      "403 Permission check failed (/storage/local, Datastore.Audit|Datastore.AllocateSpace)",
    );
  });

  it("shows disks to those who may change them", async () => {
    await aLabWith({ "/storage": "PVEDatastoreUser", "/vms/100": "PVEVMAdmin" });
    await anIso(lab);
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100, scsi0: "local-lvm:1" });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 101, scsi0: "local-lvm:1" });

    const volumes = await lab.call("GET", "/nodes/pve1/storage/local-lvm/content", {}, token);

    expect(volumes).toEqual([expect.objectContaining({ volid: "local-lvm:vm-100-disk-0" })]);
    await expect(
      lab.call("GET", "/nodes/pve1/storage/local-lvm/content/local-lvm:vm-101-disk-0", {}, token),
    ).rejects.toThrow("403 Permission check failed (/vms/101, VM.Config.Disk)");
  });
});

describe("Lists", () => {
  it("show only what the caller may audit", async () => {
    await aLabWith({ "/vms/100": "Create", "/pool/web": "PVEPoolUser" });
    await lab.call("POST", "/pools", { poolid: "web" });
    await lab.call("POST", "/pools", { poolid: "db" });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 101 });

    const resources = (await lab.call("GET", "/cluster/resources", {}, token)) as { id: string }[];

    expect(resources.map(({ id }) => id)).toEqual(["qemu/100", "node/pve1", "node/pve2", "node/pve3"]);
    await expect(lab.call("GET", "/pools", {}, token)).resolves.toEqual([{ poolid: "web" }]);
    await expect(lab.call("GET", "/nodes/pve1/qemu", {}, token)).resolves.toEqual([
      expect.objectContaining({ vmid: 100 }),
    ]);
    await expect(lab.call("GET", "/nodes/pve1/storage", {}, token)).resolves.toEqual([]);
    await expect(lab.call("GET", "/access/acl", {}, token)).resolves.toEqual([]);
  });
});
