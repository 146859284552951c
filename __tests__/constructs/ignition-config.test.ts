import { TerraformStack } from "cdktf";
import { Container, IgnitionConfig, type Quadlet } from "../../lib";
import { problems, refusals, withApp } from "./synth";

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
