import { readdirSync } from "node:fs";
import { TerraformStack } from "cdktf";
import { ByteSize, ConfigError, GuestVm, parseProxmoxEnvironment, Proxmox, Subnet } from "../../lib";
import { anInstallVm, aProxmox, aSubnet, problems, refusals, synthesizeStack, withApp } from "./synth";

describe("two machines with the same value", () => {
  it.each([
    ["vmId", "vm-id", { vmId: 300 }],
    ["macAddress", "mac-address", { macAddress: "BC:24:11:AA:BB:CC" }],
    ["address", "address", { address: "10.20.0.77" }],
    ["hostname", "host-name", { hostname: "twin" }],
  ] as const)("are refused for %s, and both are named", (prop, kind, shared) => {
    withApp((app) => {
      const stack = new TerraformStack(app, "shop");
      const install = anInstallVm(stack);
      new GuestVm(stack, "one", { install, ...shared });
      new GuestVm(stack, "two", {
        install,
        ...(prop === "vmId" ? { macAddress: "BC:24:11:00:00:01" } : {}),
        ...shared,
      });

      expect(() => app.synth()).toThrow(ConfigError);
      expect(() => app.synth()).toThrow(
        new RegExp(`^fleet/duplicate-${kind} at shop/two/${prop}\n  the .* is that of "shop/one" and of "shop/two"\n`),
      );
    });
  });

  it("are not refused in different clusters", () => {
    expect(
      refusals((stack) => {
        anInstallVm(stack);
        const proxmox = new Proxmox(stack, "other", {
          endpoint: "https://pve9.example.org:8006",
          nodes: ["pve9"],
          driver: "native",
          sshPublicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops"],
        });
        const subnet = new Subnet(stack, "others", { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr2" });
        const scope = new TerraformStack(stack, "second");
        anInstallVm(scope, { proxmox, subnet });
      }),
    ).toEqual([]);
  });
});

describe("an app with many mistakes", () => {
  it("is refused once, with all of them, before anything is written", () => {
    withApp((app) => {
      const stack = new TerraformStack(app, "shop");
      const proxmox = aProxmox(stack, { endpoint: "http://pve1", nodes: ["pve1"] });
      const install = anInstallVm(stack, { proxmox, memoryMiB: 2048, dataDisk: ByteSize.gib(2), address: "10.21.0.2" });
      const db = new GuestVm(stack, "db", { install, memoryMiB: 1024, vmId: 50, macAddress: "aa" });
      db.ignition.addFile({ path: "etc/relative", contents: "x" });
      new GuestVm(stack, "web", { install, tags: ["Upper"], systemDisk: ByteSize.mib(512) });

      const problems = problemsThrown(() => app.synth());

      expect(problems).toEqual([
        ["proxmox/endpoint", "shop/proxmox/endpoint"],
        ["subnet/not-a-host", "shop/install/address"],
        ["install-vm/too-little-memory", "shop/install/memoryMiB"],
        ["install-vm/data-disk-too-small", "shop/install/dataDisk"],
        ["ignition/relative-path", "shop/db/ignition/storage.files.3.path"],
        ["mac-address/not-a-mac", "shop/db/dnsmasq/mac"],
        ["vm-id/out-of-range", "shop/db/vmId"],
        ["vm/invalid-format", "shop/db/networkDevices.0.macAddress"],
        ["vm/too-little-memory", "shop/db/memoryMiB"],
        ["vm/invalid-format", "shop/web/tags.0"],
        ["vm/invalid-type", "shop/web/disks.0.sizeGiB"],
      ]);
      expect(readdirSync(app.outdir, { recursive: true })).toEqual(["stacks"]);
    });
  });
});

describe("Subnet", () => {
  it.each([
    ["10.20.0.0", "subnet/not-a-cidr"],
    ["10.20.0.7/24", "subnet/host-bits"],
  ])("refuses %s", (cidr, code) => {
    expect(refusals((stack) => new Subnet(stack, "net", { cidr, gateway: "10.20.0.1", bridge: "vmbr1" }))).toEqual([
      [code, "stack/net/cidr"],
    ]);
  });

  it("refuses a machine with the address of its gateway", () => {
    expect(
      refusals((stack) => new GuestVm(stack, "web", { install: anInstallVm(stack), address: "10.20.0.1" })),
    ).toEqual([["subnet/is-gateway", "stack/web/address"]]);
  });

  it("refuses a gateway outside of it", () => {
    expect(
      refusals((stack) => new Subnet(stack, "net", { cidr: "10.20.0.0/24", gateway: "10.20.0.255", bridge: "vmbr1" })),
    ).toEqual([["subnet/not-a-host", "stack/net/gateway"]]);
  });
});

describe("Proxmox", () => {
  it("refuses a cluster without nodes, and a bastion that nothing identifies", () => {
    expect(
      refusals((stack) => aProxmox(stack, { nodes: [], bastion: { host: "pve1.example.org", hostKeys: [] } })),
    ).toEqual([
      ["proxmox/no-nodes", "stack/proxmox/nodes"],
      ["proxmox/unpinned-bastion", "stack/proxmox/bastion.hostKeys"],
    ]);
  });
});

describe("Proxmox with a fingerprint", () => {
  const fingerprint = Array(32).fill("A1").join(":");
  const sshPublicKeys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops"];

  it("pins the certificate that Slipway's provider takes, whoever signed it, within a bundle of authorities", () => {
    const { provider } = synthesizeStack((stack) =>
      anInstallVm(stack, { proxmox: aProxmox(stack, { fingerprint, caCertificate: "one\ntwo\n" }) }),
    );

    expect(provider).toEqual({
      slipway: [{ ca_certificate: "one\ntwo\n", endpoint: "https://pve1.example.org:8006", fingerprint }],
    });
  });

  it("is read from the environment", () => {
    expect(parseProxmoxEnvironment({ PROXMOX_VE_FINGERPRINT: fingerprint, SLIPWAY_DRIVER: "native" })).toMatchObject({
      driver: "native",
      fingerprint,
    });
  });

  it("stays in the environment, for Slipway's provider alone, where bpg/proxmox makes the VMs", () => {
    const environment = { PROXMOX_VE_FINGERPRINT: fingerprint, PROXMOX_VE_ENDPOINT: "https://pve1.example.org:8006" };
    const props = parseProxmoxEnvironment(environment);

    expect(props).not.toHaveProperty("fingerprint");
    expect(
      refusals((stack) => anInstallVm(stack, { proxmox: new Proxmox(stack, "pve", { ...props, sshPublicKeys }) })),
    ).toEqual([]);
  });

  it("refuses what is none, and one beside insecure, at once", () => {
    expect(refusals((stack) => aProxmox(stack, { fingerprint: "A1:B2", insecure: true }))).toEqual([
      ["proxmox/fingerprint", "stack/proxmox/fingerprint"],
      ["proxmox/fingerprint", "stack/proxmox/fingerprint"],
    ]);
  });

  it("refuses bpg/proxmox, which cannot pin one", () => {
    expect(
      problems((stack) => anInstallVm(stack, { proxmox: aProxmox(stack, { driver: "bpg", fingerprint }) })),
    ).toEqual([
      'proxmox/fingerprint-with-bpg at stack/proxmox/fingerprint\n  bpg/proxmox, which something here uses, cannot pin a certificate: it would take any that an authority signed\n  fix: use driver "native", or leave fingerprint out and name the authority: caCertificate here, SSL_CERT_FILE for bpg/proxmox',
    ]);
  });
});

describe("GuestVm", () => {
  it("refuses to start its live system with less memory than that needs, by a balloon too", () => {
    expect(
      problems((stack) => {
        const install = anInstallVm(stack);
        new GuestVm(stack, "db", { install, memoryMiB: 2047 });
        new GuestVm(stack, "web", { install, memoryMiB: 8192, memoryMinimumMiB: 1024 });
        new GuestVm(stack, "mail", { install, memoryMiB: 8192, memoryMinimumMiB: 2048 });
      }),
    ).toEqual([
      "vm/too-little-memory at stack/db/memoryMiB\n  Fedora CoreOS' live system does not start with less memory\n  got: 2047 MiB\n  allowed: 2048 MiB or more\n  fix: set memoryMiB to 2048",
      "vm/too-little-memory at stack/web/memoryMinimumMiB\n  Fedora CoreOS' live system does not start with less memory\n  got: 1024 MiB\n  allowed: 2048 MiB or more\n  fix: set memoryMinimumMiB to 2048",
    ]);
  });
});

describe("InstallVm", () => {
  it("refuses to start with less than its services need, by a balloon too", () => {
    expect(refusals((stack) => anInstallVm(stack, { memoryMiB: 8192, memoryMinimumMiB: 2048 }))).toEqual([
      ["install-vm/too-little-memory", "stack/install/memoryMinimumMiB"],
    ]);
  });

  it("refuses what its services cannot take, together with all else that is wrong", () => {
    expect(refusals((stack) => anInstallVm(stack, { authorizedKeys: ["no key"], memoryMiB: 1024 }))).toEqual([
      ["images/not-a-public-key", "stack/install/authorizedKeys.0"],
      ["install-vm/too-little-memory", "stack/install/memoryMiB"],
    ]);
  });

  it("refuses to be without a key, since nobody could publish anything", () => {
    expect(refusals((stack) => anInstallVm(stack, { authorizedKeys: [] }))).toEqual([
      ["install-vm/no-key", "stack/install/authorizedKeys"],
    ]);
  });
});

describe("GuestVm.startAfter", () => {
  it("refuses a cycle, and shows it", () => {
    withApp((app) => {
      const stack = new TerraformStack(app, "shop");
      const install = anInstallVm(stack, { proxmox: aProxmox(stack), subnet: aSubnet(stack) });
      const [db, cache, web] = ["db", "cache", "web"].map((id) => new GuestVm(stack, id, { install })) as [
        GuestVm,
        GuestVm,
        GuestVm,
      ];
      web.startAfter(cache);
      cache.startAfter(db);
      db.startAfter(web);

      expect(() => app.synth()).toThrow(
        /^guest\/start-cycle at shop\/db\/startAfter\n {2}each of these waits for the next: shop\/db → shop\/web → shop\/cache → shop\/db\n/,
      );
    });
  });

  it("refuses a guest that waits for itself", () => {
    expect(
      refusals((stack) => {
        const guest = new GuestVm(stack, "db", { install: anInstallVm(stack) });
        guest.startAfter(guest);
      }),
    ).toEqual([["guest/start-cycle", "stack/db/startAfter"]]);
  });
});

function problemsThrown(action: () => void): readonly (readonly [string, string])[] {
  try {
    action();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ code, path }) => [code, path.join(".")] as const);
  }
}
