import { validateUnit } from "../../lib/units/validate";
import { Late } from "../../lib/values/late";
import { aContainer, aService, data, everyQuadlet, front, problemsOf } from "./fixtures";

describe("validateUnit", () => {
  it("finds nothing wrong with sound units", () => {
    expect(everyQuadlet.flatMap(validateUnit)).toEqual([]);
  });

  it("lets late values pass unseen", () => {
    const unit = aContainer({
      Image: Late.token("${image}"),
      HostName: Late.token("${name}"),
      ReadOnly: Late.token(true),
      StopTimeout: Late.token(1),
      Volume: [{ source: Late.token("${path}"), target: ["/srv/", Late.token("${x}")] }],
    });

    expect(validateUnit(unit)).toEqual([]);
  });

  describe("names", () => {
    it.each(["web", "web.swap", ".container", "a b.container", "a/b.container", "web.container\n", 5, undefined])(
      "refuses %j",
      (name) => {
        expect(problemsOf({ name, Container: { Image: "a" } })).toEqual([
          { code: "unit/invalid-name", path: ["name"] },
        ]);
      },
    );

    it("refuses a mount whose name is not that of its place, and says the right one", () => {
      const unit = { name: "data.mount", Mount: { What: "/dev/vdb", Where: "/var/lib/pg-data" } } as const;

      expect(validateUnit(unit)).toEqual([
        expect.objectContaining({ code: "unit/mount-name", path: ["name"], allowed: "var-lib-pg\\x2ddata.mount" }),
      ]);
    });
  });

  describe("directives", () => {
    it("refuses one that podman does not know, and names the one that was meant", () => {
      expect(validateUnit({ ...aContainer(), Container: { Image: "quay.io/a:1", Imagee: "b" } } as never)).toEqual([
        expect.objectContaining({
          code: "quadlet/unknown-directive",
          path: ["Container", "Imagee"],
          allowed: expect.stringMatching(/^ContainerName, .*Image, .*Volume/) as string,
          fix: "write Image",
        }),
      ]);
    });

    it.each([
      ["PublishPort", ["8080:80"], [0], "[{ host: 8080, container: 80 }]"],
      ["Volume", ["/a:/b"], [0], '[{ source: "/srv/data", target: "/data", options: ["z"] }]'],
      ["Environment", ["A=b"], [], '{ NAME: "value" }'],
      ["Exec", "serve --all", [], '["/usr/bin/program", "--option"]'],
      ["AddCapability", "NET_ADMIN", [], '["one", "two"]'],
      ["ReadOnly", "yes", [], "true, or false"],
      ["PidsLimit", "5", [], "a number, without quotes"],
    ])("refuses %s in podman's own form, and shows how it is written here", (name, value, inner, form) => {
      expect(validateUnit({ ...aContainer(), Container: { Image: "quay.io/a:1", [name]: value } } as never)).toEqual([
        expect.objectContaining({
          code: "quadlet/invalid-type",
          path: ["Container", name, ...inner],
          fix: `write it as ${name}: ${form}`,
        }),
      ]);
    });

    it("refuses a user of the service in a quadlet", () => {
      expect(problemsOf({ ...aContainer(), Service: { User: "core" } })).toEqual([
        { code: "quadlet/unknown-directive", path: ["Service", "User"] },
      ]);
    });

    it("refuses a section of another kind", () => {
      expect(problemsOf({ ...aService(), Container: {} })).toEqual([
        { code: "unit/unknown-section", path: ["Container"] },
      ]);
    });

    it.each([
      [
        "a container without an image",
        { name: "a.container", Container: {} },
        "quadlet/missing-directive",
        ["Container", "Image"],
      ],
      ["a container without its section", { name: "a.container" }, "quadlet/invalid-type", ["Container"]],
      [
        "a build without a context",
        { name: "a.build", Build: { ImageTag: ["a:1"] } },
        "quadlet/no-build-context",
        ["Build"],
      ],
      [
        "options without a device",
        { name: "a.volume", Volume: { Options: "ro" } },
        "quadlet/no-device",
        ["Volume", "Options"],
      ],
      ["a group without a user", aContainer({ Group: "5" }), "quadlet/group-without-user", ["Container", "Group"]],
      [
        "two ways to reload",
        aContainer({ ReloadCmd: ["a"], ReloadSignal: "HUP" }),
        "quadlet/two-reloads",
        ["Container", "ReloadSignal"],
      ],
      ["a service without a command", { name: "a.service", Service: {} }, "unit/exec-start", ["Service", "ExecStart"]],
      [
        "a program by its name alone",
        aService({ ExecStart: [["true"]] }),
        "unit/invalid-command",
        ["Service", "ExecStart", 0, 0],
      ],
      [
        "a device without a word on what may be done, which systemd takes for everything",
        aService({ DeviceAllow: { "char-pts": "" } }),
        "unit/invalid-value",
        ["Service", "DeviceAllow", "char-pts"],
      ],
    ])("refuses %s", (_name, unit, code, path) => {
      expect(problemsOf(unit)).toEqual([{ code, path }]);
    });
  });

  describe("values", () => {
    it.each([
      ["a newline", "a\nb"],
      ["a carriage return", "a\rb"],
      ["a NUL", "a\u0000b"],
      ["a line separator", "a\u2028b"],
    ])("refuses a label holding %s", (_name, label) => {
      expect(problemsOf(aContainer({ Label: { note: label } }))).toEqual([
        { code: "quadlet/unsafe-value", path: ["Container", "Label", "note"] },
      ]);
    });

    it.each([
      ["a backslash at the end, which joins lines", { HostName: "web\\" }, ["HostName"]],
      ["a quote at the beginning, which podman drops", { HostName: '"web' }, ["HostName"]],
      ["blanks around it", { HostName: " web" }, ["HostName"]],
      ["nothing", { HostName: "" }, ["HostName"]],
      ["a lone semicolon, which begins a command", { Exec: ["a", ";", "b"] }, ["Exec", 1]],
      ["an empty word, after which podman reads no further", { Exec: ["a", "", "b"] }, ["Exec", 1]],
      ["a colon in the target of a mount", { Volume: [{ source: "/a", target: "/b:rw" }] }, ["Volume", 0, "target"]],
      ["a relative target of a mount", { Volume: [{ source: "/a", target: "b" }] }, ["Volume", 0, "target"]],
      [
        "a quadlet named as if it were a volume",
        { Volume: [{ source: "a.volume", target: "/b" }] },
        ["Volume", 0, "source"],
      ],
      [
        "a comma in the target of a mount",
        { Mount: [{ type: "bind", source: "/a", target: "/b,rw" }] },
        ["Mount", 0, "target"],
      ],
      ["an image with a blank", { Image: "a b" }, ["Image"]],
    ])("refuses %s", (_name, section, path) => {
      expect(problemsOf(aContainer(section as never))).toEqual([
        { code: "quadlet/invalid-value", path: ["Container", ...path] },
      ]);
    });

    it("refuses a key that would be two", () => {
      expect(problemsOf(aContainer({ Environment: { "A B": "c" } })).map(({ code }) => code)).toEqual([
        "quadlet/invalid-key",
      ]);
    });

    it("refuses a reference to a quadlet of the wrong kind", () => {
      expect(problemsOf(aContainer({ Volume: [{ volume: front as never, target: "/b" }] }))).toEqual([
        { code: "quadlet/wrong-reference", path: ["Container", "Volume", 0, "volume"] },
      ]);
    });
  });

  describe("mounts", () => {
    it("refuses two in one place, however they are written", () => {
      const unit = aContainer({
        Volume: [
          { volume: data, target: "/var/lib/data" },
          { source: "/srv", target: "/srv" },
          { volume: { name: "cache.volume", Volume: {} }, target: "/var/lib//data/" },
        ],
        Tmpfs: [{ target: "/srv" }],
      });

      expect(validateUnit(unit)).toEqual([
        {
          code: "quadlet/duplicate-mount",
          severity: "error",
          path: ["Container", "Volume", 2, "target"],
          what: '"/var/lib/data" is mounted twice, by "data.volume" and "cache.volume"',
          fix: "give one of them another target",
        },
        expect.objectContaining({
          code: "quadlet/duplicate-mount",
          path: ["Container", "Tmpfs", 0, "target"],
          what: '"/srv" is mounted twice, by "/srv" and a tmpfs',
        }),
      ]);
    });
  });

  it("says every problem at once", () => {
    const unit = { name: "a.container", Container: { HostName: "a\nb", Exec: 5, Foo: 1 }, Bar: {} };

    expect(problemsOf(unit).map(({ path }) => path.join("."))).toEqual([
      "Bar",
      "Container.Foo",
      "Container.Exec",
      "Container.HostName",
      "Container.Image",
    ]);
  });
});
