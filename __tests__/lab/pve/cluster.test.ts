import { aLab } from "./a-lab";
import type { ALab } from "./a-lab";

let lab: ALab;

beforeEach(async () => {
  lab = await aLab();
});

afterEach(() => lab.stop());

describe("GET /cluster/resources", () => {
  it("tells of VMs with the types of numbers that clients rely on", async () => {
    await lab.call("POST", "/pools", { poolid: "fcos" });
    const hardware = { cores: 2, memory: 4096, scsi0: "local-lvm:16", tags: "fcos;install" };
    await lab.task("POST", "/nodes/pve2/qemu", { vmid: 9000, name: "boot0", pool: "fcos", ...hardware });

    const resources = await lab.call("GET", "/cluster/resources", { type: "vm" });

    expect(resources).toEqual([
      {
        cpu: 0,
        disk: 0,
        diskread: 0,
        diskwrite: 0,
        id: "qemu/9000",
        maxcpu: 2,
        maxdisk: 17179869184,
        maxmem: 4294967296,
        mem: 0,
        name: "boot0",
        netin: 0,
        netout: 0,
        node: "pve2",
        pool: "fcos",
        status: "stopped",
        tags: "fcos;install",
        template: 0,
        type: "qemu",
        uptime: 0,
        vmid: 9000,
      },
    ]);
  });

  it("tells of every storage on every node", async () => {
    const storages = (await lab.call("GET", "/cluster/resources", { type: "storage" })) as { id: string }[];

    expect(storages.map(({ id }) => id)).toEqual([
      "storage/pve1/local",
      "storage/pve1/local-lvm",
      "storage/pve2/local",
      "storage/pve2/local-lvm",
      "storage/pve3/local",
      "storage/pve3/local-lvm",
    ]);
  });
});

describe("GET /cluster/nextid", () => {
  it("gives the first free id, as text", async () => {
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 });

    await expect(lab.call("GET", "/cluster/nextid")).resolves.toBe("101");
    await expect(lab.call("GET", "/cluster/nextid", { vmid: 20001 })).resolves.toBe("20001");
    await expect(lab.call("GET", "/cluster/nextid", { vmid: 100 })).rejects.toThrow('{"vmid":"VM 100 already exists"}');
  });
});

describe("GET /cluster/ha/resources/{sid}", () => {
  it("knows no VM under high availability", async () => {
    await expect(lab.call("GET", "/cluster/ha/resources/vm:9000")).rejects.toThrow("500 no such resource 'vm:9000'");
  });
});

describe("GET /nodes/{node}/network", () => {
  it("lists bridges, the first one with the node's address", async () => {
    const bridges = await lab.call("GET", "/nodes/pve1/network", { type: "any_bridge" });

    expect(bridges).toEqual([
      expect.objectContaining({
        active: 1,
        address: "127.0.0.1",
        gateway: "127.0.0.1",
        iface: "vmbr0",
        type: "bridge",
      }),
      expect.not.objectContaining({ address: expect.anything() }),
    ]);
    await expect(lab.call("GET", "/nodes/pve1/network", { type: "bond" })).resolves.toEqual([]);
  });
});

describe("GET /nodes/{node}/storage", () => {
  it("tells what each storage is for, and how full it is", async () => {
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100, scsi0: "local-lvm:64" });

    await expect(lab.call("GET", "/nodes/pve1/storage", { content: "images" })).resolves.toEqual([
      {
        active: 1,
        avail: 192 * 1024 ** 3,
        content: "images,rootdir",
        enabled: 1,
        shared: 0,
        storage: "local-lvm",
        total: 256 * 1024 ** 3,
        type: "lvmthin",
        used: 64 * 1024 ** 3,
        used_fraction: 0.25,
      },
    ]);
    await expect(lab.call("GET", "/nodes/pve1/storage/local-lvm/status")).resolves.toMatchObject({
      active: 1,
      used: 64 * 1024 ** 3,
    });
  });
});

describe("Pools", () => {
  it("have members, and are removed when empty", async () => {
    await lab.call("POST", "/pools", { poolid: "fcos", comment: "cdktf" });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100, pool: "fcos" });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 101 });

    await lab.call("PUT", "/pools", { poolid: "fcos", vms: "101", comment: "changed" });

    await expect(lab.call("GET", "/pools")).resolves.toEqual([{ poolid: "fcos", comment: "changed" }]);
    await expect(lab.call("GET", "/pools", { poolid: "fcos" })).resolves.toEqual([
      {
        poolid: "fcos",
        comment: "changed",
        members: [expect.objectContaining({ vmid: 100 }), expect.objectContaining({ vmid: 101 })],
      },
    ]);
    await expect(lab.call("DELETE", "/pools", { poolid: "fcos" })).rejects.toThrow(
      "500 delete pool failed: pool 'fcos' is not empty",
    );

    await lab.call("PUT", "/pools", { poolid: "fcos", vms: "100,101", delete: 1 });
    await lab.call("DELETE", "/pools", { poolid: "fcos" });

    await expect(lab.call("GET", "/pools")).resolves.toEqual([]);
    await expect(lab.call("GET", "/pools", { poolid: "fcos" })).rejects.toThrow("500 pool 'fcos' does not exist");
  });

  it("do not take each other's VMs unless that is wanted", async () => {
    await lab.call("POST", "/pools", { poolid: "a1" });
    await lab.call("POST", "/pools", { poolid: "b1" });
    await lab.task("POST", "/nodes/pve1/qemu", { vmid: 100, pool: "a1" });

    await expect(lab.call("PUT", "/pools", { poolid: "b1", vms: "100" })).rejects.toThrow(
      "500 VM 100 belongs already to pool 'a1' and 'allow-move' is not set",
    );
    await expect(lab.call("PUT", "/pools", { poolid: "b1", vms: "100", "allow-move": 1 })).resolves.toBeNull();
    await expect(lab.call("POST", "/pools", { poolid: "b1" })).rejects.toThrow("pool 'b1' already exists");
  });
});

describe("The firewall of a VM", () => {
  const path = "/nodes/pve1/qemu/100/firewall";

  beforeEach(() => lab.task("POST", "/nodes/pve1/qemu", { vmid: 100 }));

  it("keeps options as numbers and texts", async () => {
    await lab.call("PUT", `${path}/options`, { enable: 1, macfilter: "on", ipfilter: 0, policy_in: "DROP" });
    await lab.call("PUT", `${path}/options`, { dhcp: 1, delete: "ipfilter" });

    await expect(lab.call("GET", `${path}/options`)).resolves.toEqual({
      dhcp: 1,
      digest: expect.any(String),
      enable: 1,
      macfilter: 1,
      policy_in: "DROP",
    });
  });

  it("keeps IP sets and their entries", async () => {
    await lab.call("POST", `${path}/ipset`, { name: "ipfilter-net0", comment: "own addresses" });
    await lab.call("POST", `${path}/ipset/ipfilter-net0`, { cidr: "10.20.0.12" });
    await lab.call("POST", `${path}/ipset/ipfilter-net0`, { cidr: "10.30.0.0/24", comment: "more", nomatch: 1 });

    await expect(lab.call("GET", `${path}/ipset`)).resolves.toEqual([
      { name: "ipfilter-net0", comment: "own addresses", digest: expect.any(String) },
    ]);
    await expect(lab.call("GET", `${path}/ipset/ipfilter-net0`)).resolves.toEqual([
      { cidr: "10.20.0.12", digest: expect.any(String) },
      { cidr: "10.30.0.0/24", digest: expect.any(String), comment: "more", nomatch: 1 },
    ]);
    await expect(lab.call("POST", `${path}/ipset/ipfilter-net0`, { cidr: "10.20.0.12" })).rejects.toThrow(
      "500 address '10.20.0.12' already exists",
    );
    await expect(lab.call("DELETE", `${path}/ipset/ipfilter-net0`)).rejects.toThrow(
      "500 IPSet 'ipfilter-net0' is not empty",
    );

    await lab.call("DELETE", `${path}/ipset/ipfilter-net0/10.20.0.12`);
    await lab.call("DELETE", `${path}/ipset/ipfilter-net0/${encodeURIComponent("10.30.0.0/24")}`);
    await lab.call("DELETE", `${path}/ipset/ipfilter-net0`);

    await expect(lab.call("GET", `${path}/ipset`)).resolves.toEqual([]);
    await expect(lab.call("GET", `${path}/ipset/ipfilter-net0`)).rejects.toThrow("500 no such IPSet 'ipfilter-net0'");
  });

  it("keeps rules in order, the newest first, with a position that is text in the single answer", async () => {
    await lab.call("POST", `${path}/rules`, { action: "ACCEPT", type: "in", dport: 22, proto: "tcp", enable: 1 });
    await lab.call("POST", `${path}/rules`, { action: "DROP", type: "out" });
    await lab.call("PUT", `${path}/rules/1`, { comment: "ssh", delete: "proto" });

    await expect(lab.call("GET", `${path}/rules`)).resolves.toEqual([
      { action: "DROP", pos: 0, type: "out" },
      { action: "ACCEPT", comment: "ssh", dport: "22", enable: 1, pos: 1, type: "in" },
    ]);
    await expect(lab.call("GET", `${path}/rules/1`)).resolves.toMatchObject({ dport: "22", pos: "1" });

    await lab.call("DELETE", `${path}/rules/0`);

    await expect(lab.call("GET", `${path}/rules/1`)).rejects.toThrow("500 no rule at position 1");
  });
});
