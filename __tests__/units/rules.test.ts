import { quadletReader } from "../../lib/units/rules/quadlet-folder";
import { validateUnit } from "../../lib/units/validate";
import { Late } from "../../lib/values/late";
import { aContainer, aService, base, data, front, problemsOf, shop } from "./fixtures";

const image = "quay.io/example/app:1";
const kube = { Yaml: "/etc/a.yaml" };
const templated = { name: "one@.container", Container: { Image: image } } as const;

describe("what podman's generator refuses", () => {
  it.each([
    ["an image and a root", { Image: image, Rootfs: "/srv/root" }, "quadlet/image-and-rootfs", ["Rootfs"]],
    ["a group without a user", { Image: image, Group: "5" }, "quadlet/group-without-user", ["Group"]],
    [
      "two ways to map users",
      { Image: image, UserNS: "auto", RemapUsers: "auto" },
      "quadlet/two-mappings",
      ["RemapUsers"],
    ],
    ["a mapping for nobody", { Image: image, RemapUid: ["0:1:1"] }, "quadlet/no-remap", ["RemapUid"]],
    [
      "two ids of which one is kept",
      { Image: image, RemapUsers: "keep-id", RemapGid: ["0", "1"] },
      "quadlet/no-remap",
      ["RemapGid"],
    ],
    [
      "the network of a container whose name is not known",
      { Image: image, Network: [{ container: templated }] },
      "quadlet/unknown-container-name",
      ["Network", 0, "container"],
    ],
    [
      "a mount of a volume that has none",
      { Image: image, Mount: [{ type: "volume", target: "/a" }] },
      "quadlet/no-source",
      ["Mount", 0],
    ],
    [
      "a mount of two volumes",
      { Image: image, Mount: [{ type: "volume", source: "a", volume: data, target: "/a" }] },
      "quadlet/two-sources",
      ["Mount", 0],
    ],
    [
      "options of an anonymous volume",
      { Image: image, Volume: [{ target: "/a", options: ["z"] }] },
      "quadlet/no-source",
      ["Volume", 0, "options"],
    ],
  ])("of containers: refuses %s", (_what, section, code, path) => {
    expect(problemsOf({ name: "a.container", Container: section })).toEqual([{ code, path: ["Container", ...path] }]);
  });

  it.each([
    [
      "a gateway without a subnet",
      { name: "a.network", Network: { Gateway: ["10.0.0.1"] } },
      "quadlet/no-subnet",
      ["Network", "Gateway", 0],
    ],
    [
      "more ranges than subnets",
      { name: "a.network", Network: { Subnet: ["10.0.0.0/24"], IPRange: ["10.0.0.0/25", "10.0.1.0/25"] } },
      "quadlet/no-subnet",
      ["Network", "IPRange", 1],
    ],
    [
      "a volume of an image that names none",
      { name: "a.volume", Volume: { Driver: "image" } },
      "quadlet/no-volume-image",
      ["Volume", "Driver"],
    ],
    [
      "a type without a device",
      { name: "a.volume", Volume: { Type: "ext4" } },
      "quadlet/no-device",
      ["Volume", "Type"],
    ],
    [
      "a relative Containerfile that begins nowhere",
      { name: "a.build", Build: { ImageTag: ["a:1"], File: "Containerfile" } },
      "quadlet/no-build-context",
      ["Build", "File"],
    ],
    [
      "the folder of a file that is not named",
      { name: "a.build", Build: { ImageTag: ["a:1"], SetWorkingDirectory: "file" } },
      "quadlet/no-build-context",
      ["Build"],
    ],
    [
      "the folder of a YAML file in a build",
      { name: "a.build", Build: { ImageTag: ["a:1"], SetWorkingDirectory: "yaml" } },
      "quadlet/no-build-context",
      ["Build", "SetWorkingDirectory"],
    ],
    ["a .kube without its YAML", { name: "a.kube", Kube: {} }, "quadlet/missing-directive", ["Kube", "Yaml"]],
    [
      "users that a .kube maps by hand",
      { name: "a.kube", Kube: { ...kube, RemapUsers: "manual" } },
      "quadlet/no-remap",
      ["Kube", "RemapUsers"],
    ],
    [
      "a pod that maps users twice",
      { name: "a.pod", Pod: { UIDMap: ["0:1:1"], RemapUsers: "auto" } },
      "quadlet/two-mappings",
      ["Pod", "RemapUsers"],
    ],
  ])("refuses %s", (_what, unit, code, path) => {
    expect(problemsOf(unit)).toEqual([{ code, path }]);
  });

  it.each([
    ["container", { Image: image }, "Type", "simple"],
    ["container", { Image: image }, "KillMode", "process"],
    ["kube", kube, "Type", "forking"],
  ])("refuses a .%s's service with %j and %s=%s", (kind, section, directive, value) => {
    const own = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;

    expect(problemsOf({ name: `a.${kind}`, [own]: section, Service: { [directive]: value } })).toEqual([
      { code: "quadlet/invalid-value", path: ["Service", directive] },
    ]);
  });

  it.each(["User", "Group", "DynamicUser", "ExecStart"])("refuses %s in the service of any quadlet", (name) => {
    expect(problemsOf({ name: "a.volume", Volume: {}, Service: { [name]: true } })).toEqual([
      { code: "quadlet/unknown-directive", path: ["Service", name] },
    ]);
  });

  it.each(["Type", "Restart", "PIDFile"])("refuses %s in the service of a pod, which is overwritten", (name) => {
    expect(problemsOf({ name: "a.pod", Pod: {}, Service: { [name]: "no" } })).toEqual([
      { code: "quadlet/unknown-directive", path: ["Service", name] },
    ]);
  });
});

describe("what podman refuses when it runs", () => {
  it("refuses in a container what belongs to its pod", () => {
    const own = { Network: ["host"], PublishPort: [{ container: 80 }], HostName: "a", UserNS: "auto" };

    expect(problemsOf(aContainer({ Pod: shop, ...own }))).toEqual(
      ["Network", "PublishPort", "HostName", "UserNS"].map((name) => ({
        code: "quadlet/set-by-pod",
        path: ["Container", name],
      })),
    );
    expect(problemsOf(aContainer({ Pod: shop, Network: [] }))).toEqual([]);
  });

  it("warns of what has no effect, or only with an image that brings the rest", () => {
    const warned = validateUnit(aContainer({ StartWithPod: true, Notify: "healthy", HealthStartupRetries: 2 }));

    expect(warned.map(({ code, severity, path }) => [severity, code, path.join(".")])).toEqual([
      ["warning", "quadlet/no-pod", "Container.StartWithPod"],
      ["warning", "quadlet/no-health-command", "Container.Notify"],
      ["warning", "quadlet/no-health-command", "Container.HealthStartupRetries"],
    ]);
    expect(validateUnit({ name: "a.volume", Volume: { Image: base } }).map(({ code }) => code)).toEqual([
      "quadlet/image-of-other-driver",
    ]);
  });
});

describe("what systemd refuses", () => {
  it.each([
    ["a oneshot that is always restarted", { Type: "oneshot", Restart: "always" }, "unit/oneshot-restart", ["Restart"]],
    [
      "a oneshot that ends with its group",
      { Type: "oneshot", ExitType: "cgroup" },
      "unit/oneshot-exit-type",
      ["ExitType"],
    ],
    [
      "a oneshot that fails into a restart",
      { Type: "oneshot", RestartForceExitStatus: ["1"] },
      "unit/oneshot-restart",
      ["RestartForceExitStatus"],
    ],
    ["a oneshot with a time to live", { Type: "oneshot", RuntimeMaxSec: 5 }, "unit/no-effect", ["RuntimeMaxSec"]],
    ["a bus without a name", { Type: "dbus" }, "unit/no-bus-name", ["Type"]],
    ["steps without a longest delay", { RestartSteps: 5 }, "unit/no-effect", ["RestartSteps"]],
    ["a session whose processes stay", { PAMName: "login", KillMode: "process" }, "unit/pam-kill-mode", ["KillMode"]],
    ["two commands of what runs on", { ExecStart: [["/a"], ["/b"]] }, "unit/exec-start", ["ExecStart"]],
    ["no command", { ExecStart: undefined }, "unit/exec-start", ["ExecStart"]],
    [
      "an error for a call that is allowed",
      { SystemCallFilter: ["reboot:EPERM"] },
      "unit/invalid-value",
      ["SystemCallFilter", 0],
    ],
    ["a way out of a path", { ReadOnlyPaths: ["/srv/../etc"] }, "unit/invalid-value", ["ReadOnlyPaths", 0]],
    ["a credential without a value", { SetCredential: { a: "" } }, "unit/invalid-value", ["SetCredential", "a"]],
  ])("of services: refuses %s", (_what, section, code, path) => {
    expect(problemsOf(aService(section as never))).toEqual([{ code, path: ["Service", ...path] }]);
  });

  it("takes a oneshot without a command that lasts, or whose end leads to something", () => {
    expect(
      problemsOf({ name: "a.service", Service: { RemainAfterExit: true, ExecStop: [["/usr/bin/true"]] } }),
    ).toEqual([]);
    expect(problemsOf({ name: "a.service", Unit: { SuccessAction: "reboot" }, Service: { Type: "oneshot" } })).toEqual(
      [],
    );
    expect(problemsOf({ name: "a.service", Service: { RemainAfterExit: true } }).map(({ code }) => code)).toEqual([
      "unit/exec-start",
    ]);
  });

  it("does not judge a service whose type comes late", () => {
    expect(problemsOf(aService({ Type: Late.token("${type}") as never, Restart: "always" }))).toEqual([]);
  });

  it.each([
    ["build", { ImageTag: ["localhost/a:1"], SetWorkingDirectory: "/a" }],
    ["volume", {}],
  ])("refuses a .%s that is always restarted", (kind, section) => {
    const own = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;

    expect(problemsOf({ name: `a.${kind}`, [own]: section, Service: { Restart: "always" } })).toEqual([
      { code: "quadlet/oneshot-restart", path: ["Service", "Restart"] },
    ]);
  });

  it.each([
    ["a socket that listens to nothing", { name: "a.socket", Socket: {} }, "unit/no-listener", ["Socket"]],
    [
      "connections without a connection",
      { name: "a.socket", Socket: { ListenStream: ["80"], ListenDatagram: ["80"], Accept: true } },
      "unit/not-accepting",
      ["Socket", "ListenDatagram"],
    ],
    [
      "one service for each connection",
      { name: "a.socket", Socket: { ListenStream: ["80"], Accept: true, Service: "b.service" } },
      "unit/accepting-service",
      ["Socket", "Service"],
    ],
    [
      "no connection at all",
      { name: "a.socket", Socket: { ListenStream: ["80"], Accept: true, MaxConnections: 0 } },
      "unit/no-connections",
      ["Socket", "MaxConnections"],
    ],
    [
      "links to nowhere",
      { name: "a.socket", Socket: { ListenStream: ["80"], Symlinks: ["/run/a"] } },
      "unit/symlinks",
      ["Socket", "Symlinks"],
    ],
    ["a timer without a time", { name: "a.timer", Timer: { OnClockChange: false } }, "unit/no-time", ["Timer"]],
    ["a path unit without a path", { name: "a.path", Path: { MakeDirectory: true } }, "unit/no-path", ["Path"]],
    [
      "a mount that waits for itself",
      { name: "srv.mount", Mount: { What: "/dev/vda", Where: "/srv", PrivateTmp: true } },
      "unit/mount-cycle",
      ["Mount", "PrivateTmp"],
    ],
  ])("refuses %s", (_what, unit, code, path) => {
    expect(problemsOf(unit)).toEqual([{ code, path }]);
  });
});

describe("possible secrets", () => {
  it("are in no error, whatever is wrong with them", () => {
    const secret = "hunter2";
    const broken = { "A B": secret, C: `${secret}\n`, D: [secret, 5], E: { secret } };
    const units = [
      { ...aContainer({ Environment: broken as never, PodmanArgs: secret as never, Exec: [`${secret}\n`] }) },
      { name: "a.image", Image: { Image: image, Creds: `${secret}\n`, DecryptionKey: ` ${secret}` } },
      aService({
        Environment: broken as never,
        SetCredential: { a: `${secret}\n` },
        ExecStop: [["/a", `${secret}\n`]],
      }),
    ];

    const problems = units.flatMap((unit) => validateUnit(unit as never));

    expect(problems.length).toBeGreaterThanOrEqual(12);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });
});

describe("quadletReader", () => {
  it.each([
    ["/etc/containers/systemd", "system"],
    ["/etc/containers/systemd/shop", "system"],
    ["/usr/share/containers/systemd", "system"],
    ["/etc/containers/systemd/users", "user"],
    ["/etc/containers/systemd/users/1000", "user"],
    ["/etc/containers/systemd/users/core", undefined],
    ["/var/home/core/.config/containers/systemd", "user"],
    ["/etc/containers", undefined],
    ["/etc/systemd/system", undefined],
  ])("of %s is %s", (folder, reader) => {
    expect(quadletReader(folder)).toBe(reader);
  });
});

describe("a network that is shared", () => {
  it("is taken where the other container's name is known", () => {
    const other = { name: "one@.container", Container: { Image: image, ContainerName: "one" } } as const;

    expect(problemsOf(aContainer({ Network: [{ container: other }, { network: front }] }))).toEqual([]);
  });
});
