import { Fn, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { ByteSize, Container, GuestVm, IgnitionConfig, type Quadlet, type SugaredConfig } from "../../lib";
import { ForeignResource } from "./foreign";
import { anInstallVm, problems, refusals, synthesizeStack, withApp } from "./synth";

function dataOf(build: (config: IgnitionConfig) => void): unknown {
  return withApp((app) => {
    const config = new IgnitionConfig(new TerraformStack(app, "stack"), "config");
    build(config);
    return config.data;
  });
}

describe("IgnitionConfig", () => {
  it("puts together what is added, in the order in which it is", () => {
    const data = dataOf((config) =>
      config
        .addFile({ path: "/etc/a", contents: "a" })
        .addDirectory({ path: "/srv/a", mode: 0o700 })
        .addLink({ path: "/etc/b", target: "a" })
        .addUser({ name: "ops" })
        .addGroup({ name: "ops" })
        .addUnit({ name: "a.service", Service: { ExecStart: [["/bin/true"]] } })
        .addUnit({ name: "b.target", Install: { WantedBy: ["multi-user.target"] } })
        .addDropin("sshd.service", { name: "10-a.conf", contents: "[Service]\nRestart=always\n" })
        .addQuadlet(new Container("app", { image: "registry.example.org/app:1" }))
        .addKernelArguments("quiet")
        .addFile({ path: "/etc/c", contents: "c" }),
    );

    expect(data).toEqual({
      storage: {
        files: [
          { path: "/etc/a", contents: "a" },
          {
            path: "/etc/containers/systemd/app.container",
            mode: 0o644,
            contents: {
              document: {
                kind: "unit",
                unit: {
                  name: "app.container",
                  Container: { ContainerName: "app", Image: "registry.example.org/app:1" },
                  Service: { Restart: "always", TimeoutStartSec: 900 },
                  Install: { WantedBy: ["multi-user.target"] },
                },
              },
            },
          },
          { path: "/etc/c", contents: "c" },
        ],
        directories: [{ path: "/srv/a", mode: 0o700 }],
        links: [{ path: "/etc/b", target: "a" }],
      },
      passwd: { users: [{ name: "ops" }], groups: [{ name: "ops" }] },
      systemd: {
        units: [
          { unit: { name: "a.service", Service: { ExecStart: [["/bin/true"]] } } },
          { unit: { name: "b.target", Install: { WantedBy: ["multi-user.target"] } }, enabled: true },
          { name: "sshd.service", dropins: [{ name: "10-a.conf", contents: "[Service]\nRestart=always\n" }] },
        ],
      },
      kernelArguments: { shouldExist: ["quiet"] },
    });
  });

  it("lets everything be changed as plain data", () => {
    expect(
      dataOf((config) =>
        config.addFile({ path: "/etc/a" }).transform(({ storage }) => ({
          storage: { links: [] },
          passwd: { users: [{ name: String(storage?.files?.length) }] },
        })),
      ),
    ).toEqual({ storage: { links: [] }, passwd: { users: [{ name: "1" }] } });
  });

  describe("units described in several places", () => {
    const service = {
      name: "a.service",
      Service: { ExecStart: [["/bin/true"]] },
      Install: { WantedBy: ["multi-user.target"] },
    } as const;
    const first = { name: "10-a.conf", contents: "[Service]\nNice=1\n" };
    const second = { name: "20-b.conf", contents: "[Service]\nNice=1\n" };

    it("become one, with the drop-ins of all", () => {
      expect(
        dataOf((config) =>
          config
            .addDropin("a.service", first)
            .addUnit(service)
            .addDropin("a.service", second)
            .addDropin("a.service", first)
            .add({
              systemd: {
                units: [
                  { name: "b.service", mask: true },
                  { name: "a.service", enabled: true },
                ],
              },
            }),
        ),
      ).toEqual({
        systemd: {
          units: [
            { unit: service, enabled: true, dropins: [first, second] },
            { name: "b.service", mask: true },
          ],
        },
      });
    });

    it.each<[string, (config: IgnitionConfig) => void]>([
      ["another text", (config) => config.addUnit({ ...service, Service: { ExecStart: [["/bin/false"]] } })],
      [
        "a written text",
        (config) =>
          config.add({ systemd: { units: [{ name: "a.service", contents: "[Install]\nWantedBy=a.target\n" }] } }),
      ],
      ["another state", (config) => config.add({ systemd: { units: [{ name: "a.service", enabled: false }] } })],
    ])("are refused with %s, and both are named", (_name, change) => {
      const found = problems((stack) => {
        const config = new IgnitionConfig(stack, "config").addUnit(service);
        change(config);
      });

      expect(found).toEqual([
        expect.stringMatching(
          /^ignition\/duplicate-unit at stack\/config\/systemd\.units\[1\]\.name\n.*systemd\.units\[0\]\.name/,
        ),
      ]);
    });

    it("are refused with two drop-ins of one name, and both are named", () => {
      expect(
        refusals((stack) => {
          new IgnitionConfig(stack, "config")
            .addDropin("a.service", { name: "10-a.conf", contents: "[Unit]\n" })
            .addDropin("a.service", { name: "10-a.conf", contents: "[Service]\n" });
        }),
      ).toEqual([["ignition/duplicate-dropin", "stack/config/systemd.units.0.dropins.1.name"]]);
    });
  });

  describe("merged with another config", () => {
    const file = (path: string, contents: string) => ({ path, contents });

    it("takes what the other says, by Ignition's rules", () => {
      const data = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const base = new IgnitionConfig(stack, "base", {
          storage: { files: [file("/etc/a", "base"), file("/etc/b", "b")] },
        });
        base.merge({ storage: { files: [file("/etc/a", "other")] }, kernelArguments: { shouldExist: ["quiet"] } });
        return base.addFile(file("/etc/c", "c")).data;
      });

      expect(data.kernelArguments).toEqual({ shouldExist: ["quiet"] });
      expect(data.storage?.files).toEqual([file("/etc/a", "other"), file("/etc/b", "b"), file("/etc/c", "c")]);
    });

    it("sees what is added to the other later", () => {
      const data = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const [base, other] = [new IgnitionConfig(stack, "base"), new IgnitionConfig(stack, "other")];
        const before = base.merge(other).data;
        other.addUser({ name: "ops" });
        return [before, base.data];
      });

      expect(data).toEqual([{}, { passwd: { users: [{ name: "ops" }] } }]);
    });

    it("resolves sugar of either before", () => {
      const data = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const base = new IgnitionConfig(stack, "base", {
          storage: { files: [{ path: "/etc/a", contents: { inline: "a" } }] },
        });
        return base.merge({ storage: { files: [{ path: "/etc/a", mode: 0o600, contents: { inline: "b" } }] } }).data;
      });

      expect(data).toEqual({ storage: { files: [{ path: "/etc/a", mode: 0o600, contents: "b" }] } });
    });

    it("joins late keys with themselves only", () => {
      const names = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const [one, two] = ["one", "two"].map((id) => new TerraformVariable(stack, id, { type: "string" }).stringValue);
        const base = new IgnitionConfig(stack, "base", { passwd: { users: [{ name: String(one), uid: 1 }] } });
        base.merge({
          passwd: {
            users: [
              { name: String(one), uid: 2 },
              { name: String(two), uid: 3 },
            ],
          },
        });
        return base.data.passwd?.users?.map(({ name, uid }) => [name === one, name === two, uid]);
      });

      expect(names).toEqual([
        [true, false, 2],
        [false, true, 3],
      ]);
    });

    it("refuses to be merged into itself, by way of others too", () => {
      expect(
        refusals((stack) => {
          const [a, b] = [new IgnitionConfig(stack, "a"), new IgnitionConfig(stack, "b")];
          b.merge(a);
          a.merge(b);
          b.merge(b);
        }),
      ).toEqual([
        ["ignition-config/merge-cycle", "stack/a/merge"],
        ["ignition-config/merge-cycle", "stack/b/merge"],
      ]);
    });
  });

  describe("fetching other configs", () => {
    const source = "https://example.org/base.ign";
    const hash = `sha512-${"ab".repeat(64)}`;

    it("names them with the hash that they must have", () => {
      expect(
        dataOf((config) =>
          config.addMergeSource({ source, verification: { hash } }).replaceWith({ source, unverified: true }),
        ),
      ).toEqual({
        ignition: { config: { merge: [{ source, verification: { hash } }], replace: { source, unverified: true } } },
      });
    });

    it("refuses one without a hash that was not said to need none", () => {
      expect(
        refusals((stack) => {
          new IgnitionConfig(stack, "config").add({ ignition: { config: { merge: [{ source }] } } });
        }),
      ).toEqual([["ignition/unverified-merge", "stack/config/ignition.config.merge.0.verification"]]);
    });
  });

  describe("lists that are not known at synth", () => {
    const written = (build: (list: () => never, text: () => string) => SugaredConfig) => {
      const { output } = synthesizeStack((stack) => {
        const source = new ForeignResource(stack, "lists");
        let count = 0;
        const next = () => `l${(count += 1)}`;
        const config = build(
          () => source.getListAttribute(next()) as never,
          () => source.getStringAttribute(next()),
        );
        new TerraformOutput(stack, "json", { value: new IgnitionConfig(stack, "config", config).json });
      });
      return String(output?.["json"]?.value)
        .replace(/^\$\{jsonencode\(\{"kind":"ignition","config":(.*)\}\)\}$/, "$1")
        .replaceAll("ipam_lists.lists.", "");
    };

    it("may stand wherever a list may, of texts and of objects", () => {
      expect(
        written((list) => ({
          kernelArguments: { shouldExist: list() },
          passwd: { users: list() },
          storage: {
            raid: [{ name: "data", level: "raid1", devices: list() }],
            files: list(),
            filesystems: list(),
            disks: [{ device: "/dev/vdb", partitions: list() }],
          },
          systemd: { units: list() },
        })),
      ).toBe(
        '{"kernelArguments":{"shouldExist":l1},"passwd":{"users":l2},' +
          '"storage":{"raid":[{"name":"data","level":"raid1","devices":l3}],"files":l4,"filesystems":l5,' +
          '"disks":[{"device":"/dev/vdb","partitions":l6}]},"systemd":{"units":l7}}',
      );
    });

    it("may be the keys of an install VM", () => {
      const { resource } = synthesizeStack((stack) => {
        anInstallVm(stack, { authorizedKeys: new ForeignResource(stack, "lists").getListAttribute("keys") });
      });
      const [iso] = Object.values(resource?.["slipway_coreos_iso"] ?? {});

      expect(iso?.["ignition_wo"]).toContain('"sshAuthorizedKeys":ipam_lists.lists.keys');
      expect(iso?.["ignition_wo"]).toContain('"contents":[join("\\n", ipam_lists.lists.keys),"\\n"]');
    });

    it("may be added to", () => {
      const { output } = synthesizeStack((stack) => {
        const keys = new ForeignResource(stack, "lists").getListAttribute("keys");
        const config = new IgnitionConfig(stack, "config", { kernelArguments: { shouldExist: keys } });
        new TerraformOutput(stack, "json", { value: config.addKernelArguments("quiet").json });
      });

      expect(output?.["json"]?.value).toContain('{"shouldExist":concat(ipam_lists.lists.keys,["quiet"])}');
    });

    it("may be what a function answers, and be added to and merged", () => {
      const { output } = synthesizeStack((stack) => {
        const text = new ForeignResource(stack, "lists").getStringAttribute("text");
        const list = (key: string) => Fn.lookup(Fn.jsondecode(text), key, []) as never;
        const config = new IgnitionConfig(stack, "config")
          .addFile({ path: "/a" })
          .add({ storage: { files: list("files"), disks: [{ device: "/dev/vdb", partitions: list("first") }] } })
          .merge({ storage: { files: list("others"), disks: [{ device: "/dev/vdb", partitions: list("second") }] } })
          .addFile({ path: "/b" });
        new TerraformOutput(stack, "json", { value: config.json });
      });
      const looked = (key: string): string => `lookup(jsondecode(ipam_lists.lists.text), "${key}", [])`;

      expect(output?.["json"]?.value).toBe(
        `\${jsonencode({"kind":"ignition","config":{"storage":{"files":concat([{"path":"/a"},{"path":"/b"}],${looked("files")},` +
          `${looked("others")}),"disks":[{"device":"/dev/vdb","partitions":` +
          `concat(${looked("first")},${looked("second")})}]}}})}`,
      );
    });

    it("are not judged, and what stands beside them is", () => {
      expect(
        refusals((stack) => {
          const files = new ForeignResource(stack, "lists").getListAttribute("files") as never;
          new IgnitionConfig(stack, "config", { storage: { files } }).addFile({ path: "etc/a" });
        }),
      ).toEqual([["ignition/relative-path", "stack/config/storage.files.0.path"]]);
    });
  });

  it("adds a quadlet with those that it refers to, each once", () => {
    const volume: Quadlet = { name: "data.volume", Volume: {} };
    const network: Quadlet = { name: "app.network", Network: {} };
    const container = (name: string): Quadlet => ({
      name: `${name}.container`,
      Container: { Image: "quay.io/example/app:1", Volume: [{ volume, target: "/srv" }], Network: [{ network }] },
    });
    const data = withApp(
      (app) =>
        new IgnitionConfig(new TerraformStack(app, "stack"), "config")
          .addQuadlet(container("a"))
          .addQuadlet(volume)
          .addQuadlet(container("b")).data,
    );

    expect(data.storage?.files?.map(({ path }) => path)).toEqual([
      "/etc/containers/systemd/data.volume",
      "/etc/containers/systemd/app.network",
      "/etc/containers/systemd/a.container",
      "/etc/containers/systemd/b.container",
    ]);
  });

  it("refuses what the documents refuse, at its place in the app", () => {
    expect(
      refusals((stack) => {
        new IgnitionConfig(stack, "config").addUnit({ name: "a.service", Service: { ExecStart: [["/bin/a\nb"]] } });
      }),
    ).toEqual([["unit/unsafe-value", "stack/config/systemd.units.0.unit.Service.ExecStart.0.0"]]);
  });
});

describe("GuestVm", () => {
  it("mounts its data disk, and hands it to containers", () => {
    const stack = synthesizeStack((stack) => {
      const guest = new GuestVm(stack, "db", { install: anInstallVm(stack) });
      const disk = guest.addDataDisk("pgdata", { size: ByteSize.gib(40), mountAt: "/var/lib/pgdata" });
      guest.ignition
        .transform(() => ({ storage: { files: [{ path: "/x", contents: JSON.stringify(disk.at("/data")) }] } }))
        .add(disk.ignition);
    });
    const files = Object.values(stack.resource?.["slipway_files"] ?? {})[0]?.["files"] as { document_wo: string }[];
    const check = "systemd-fsck@dev-disk-by\\x2did-virtio\\x2dpgdata.service";

    expect(JSON.parse(files[0]?.document_wo ?? "")).toEqual({
      kind: "ignition",
      config: {
        storage: {
          files: [{ path: "/x", contents: '{"source":"/var/lib/pgdata","target":"/data","options":["z"]}' }],
          filesystems: [{ device: "/dev/disk/by-id/virtio-pgdata", format: "ext4", label: "pgdata" }],
        },
        systemd: {
          units: [
            {
              enabled: true,
              unit: {
                name: "var-lib-pgdata.mount",
                Unit: { Description: "Data disk pgdata", Requires: [check], After: [check] },
                Mount: {
                  What: "/dev/disk/by-id/virtio-pgdata",
                  Where: "/var/lib/pgdata",
                  Type: "ext4",
                  Options: "nodev,nosuid",
                },
                Install: { RequiredBy: ["local-fs.target"] },
              },
            },
          ],
        },
      },
    });
  });

  it("waits for those that it starts after, and starts in their order on demand", () => {
    const { resource } = synthesizeStack((stack) => {
      const install = anInstallVm(stack);
      const db = new GuestVm(stack, "db", { install, startInOrder: true });
      const cache = new GuestVm(stack, "cache", { install, startInOrder: true });
      new GuestVm(stack, "web", { install, startInOrder: true }).startAfter(cache, db);
      cache.startAfter(db);
    });

    expect(
      Object.values(resource?.["slipway_vm"] ?? {}).map((vm) => [vm["name"], vm["startup"], vm["depends_on"]]),
    ).toEqual([
      ["install", undefined, undefined],
      ["db", { order: 2 }, ["slipway_files.db_files_3A54984D"]],
      ["cache", { order: 3 }, ["slipway_files.cache_files_6D5CC2EA", "slipway_installation.db_installation_C3B7F058"]],
      [
        "web",
        { order: 4 },
        [
          "slipway_files.web_files_EB7B4E8B",
          "slipway_installation.cache_installation_B5DFD890",
          "slipway_installation.db_installation_C3B7F058",
        ],
      ],
    ]);
  });

  it.each([
    ["replace", 1],
    ["reinstall", 0],
    ["ignore", 0],
  ] as const)("has its VM replaced by a new config only if told to: %s", (onIgnitionChange, triggers) => {
    const { resource } = synthesizeStack(
      (stack) => new GuestVm(stack, "db", { install: anInstallVm(stack), onIgnitionChange }),
    );

    expect(Object.keys(resource?.["terraform_data"] ?? {})).toHaveLength(triggers);
    expect(Object.values(resource?.["slipway_installation"] ?? {}).map((one) => one["on_change"])).toEqual([
      onIgnitionChange,
    ]);
  });

  it("takes the next free VM id and address, past those that are taken", () => {
    const { resource } = synthesizeStack((stack) => {
      const install = anInstallVm(stack);
      new GuestVm(stack, "a", { install, vmId: 102, address: "10.20.0.11" });
      new GuestVm(stack, "b", { install });
      new GuestVm(stack, "c", { install });
    });

    expect(
      Object.values(resource?.["slipway_installation"] ?? {}).map(({ name, address, mac_address }) => [
        name,
        address,
        mac_address,
      ]),
    ).toEqual([
      ["a", "10.20.0.11", "BC:24:11:00:00:66"],
      ["b", "10.20.0.12", "BC:24:11:00:00:65"],
      ["c", "10.20.0.13", "BC:24:11:00:00:67"],
    ]);
  });
});
