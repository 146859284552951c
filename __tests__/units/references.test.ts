import { serviceName } from "../../lib/units/reference";
import { referencedUnits, referencesOf, withNamesOnly } from "../../lib/units/references";
import { renderUnit } from "../../lib/units/render";
import type { ContainerUnit, ServiceUnit, TimerUnit, VolumeUnit } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import { Late } from "../../lib/values/late";
import { aContainer, base, built, data, db, everyQuadlet, front, problemsOf, shop, till, web } from "./fixtures";

const named: VolumeUnit = { name: "cache.volume", Volume: { ServiceName: "cache-of-web" } };

describe("serviceName", () => {
  it.each([
    ["web.container", "web.service"],
    ["stack.kube", "stack.service"],
    ["shop.pod", "shop-pod.service"],
    ["data.volume", "data-volume.service"],
    ["front.network", "front-network.service"],
    ["base.image", "base-image.service"],
    ["web.build", "web-build.service"],
    ["web@.container", "web@.service"],
    ["a.timer", "a.timer"],
  ])("of %s is %s", (name, service) => {
    expect(serviceName({ name })).toBe(service);
  });

  it("is the one that the quadlet chose", () => {
    expect(serviceName(named)).toBe("cache-of-web.service");
    expect(serviceName(withNamesOnly({ name: "a.timer", Timer: { Unit: named } }).Timer.Unit)).toBe(
      "cache-of-web.service",
    );
  });
});

describe("a unit that is named", () => {
  it("by a unit of systemd's own, goes by its service", () => {
    const waiting: ServiceUnit = {
      name: "task.service",
      Unit: { After: [web, named, "network-online.target"], Requires: [shop] },
      Service: { ExecStart: [["/usr/bin/true"]] },
      Install: { WantedBy: [db] },
    };
    const timer: TimerUnit = { name: "nightly.timer", Timer: { OnCalendar: ["daily"], Unit: web } };

    expect(renderUnit(waiting)).toBe(`[Unit]
Requires=shop-pod.service
After=web.service cache-of-web.service network-online.target

[Service]
ExecStart=/usr/bin/true

[Install]
WantedBy=db.service
`);
    expect(renderUnit(timer)).toBe("[Timer]\nOnCalendar=daily\nUnit=web.service\n");
  });

  it("by a quadlet, goes by its file where podman's generator puts in the service, and by its service elsewhere", () => {
    const unit = {
      ...aContainer({ Volume: [{ volume: named, target: "/a" }] }),
      Unit: { After: [named, db], JoinsNamespaceOf: [db] },
      Install: { RequiredBy: [db] },
    };

    expect(renderUnit(unit)).toBe(`[Unit]
After=cache.volume db.container
JoinsNamespaceOf=db.service

[Container]
Image=quay.io/example/app:1
Volume=cache.volume:/a

[Install]
RequiredBy=db.service
`);
  });

  it("may hold what is still late, which is its own business", () => {
    const late = aContainer({ Environment: { A: Late.token("${a}") } }, "late.container");

    expect(renderUnit({ name: "a.target", Unit: { After: [late] } })).toBe("[Unit]\nAfter=late.service\n");
  });

  it.each([
    ["a network as a volume", { Volume: [{ volume: front, target: "/a" }] }, ["Container", "Volume", 0, "volume"]],
    ["a volume as a network", { Network: [{ network: data }] }, ["Container", "Network", 0, "network"]],
    ["a container as an image", { Image: db }, ["Container", "Image"]],
    ["an image as a pod", { Pod: base }, ["Container", "Pod"]],
    ["a text as a pod", { Pod: "shop.pod" }, ["Container", "Pod"]],
    [
      "a build in a mount of type image",
      { Mount: [{ type: "image", image: built, target: "/a" }] },
      ["Container", "Mount", 0, "image"],
    ],
  ])("refuses %s", (_what, section, path) => {
    expect(problemsOf(aContainer(section as never))).toEqual([{ code: "quadlet/wrong-reference", path }]);
  });

  it("refuses a quadlet that is named by a text", () => {
    expect(problemsOf({ ...aContainer(), Unit: { After: ["db.container"] } })).toEqual([
      { code: "quadlet/invalid-value", path: ["Unit", "After", 0] },
    ]);
  });

  it("refuses a unit that cannot stand there", () => {
    const timer: TimerUnit = { name: "a.timer", Timer: { OnBootSec: 1 } };

    expect(problemsOf({ name: "a.socket", Socket: { ListenStream: ["80"], Service: timer } })).toEqual([
      { code: "unit/wrong-reference", path: ["Socket", "Service"] },
    ]);
  });
});

describe("withNamesOnly", () => {
  it("leaves of each unit that is named its name, and the same text is written and found sound", () => {
    const reduced = withNamesOnly(web);

    expect(reduced.Unit?.After).toEqual(["network-online.target", { name: "db.container" }]);
    expect(reduced.Container).toMatchObject({
      Image: { name: "web.build" },
      Network: [{ network: { name: "front.network" }, options: "alias=www" }, { container: { name: "db.container" } }],
    });
    expect(validateUnit(reduced)).toEqual([]);
    expect(renderUnit(reduced)).toBe(renderUnit(web));
    expect(withNamesOnly(reduced)).toEqual(reduced);
  });

  it("keeps the name of a service, late or not", () => {
    const late: VolumeUnit = { name: "l.volume", Volume: { ServiceName: Late.token("${name}") } };
    const unit = withNamesOnly({ name: "a.target", Unit: { After: [named, late] } });

    expect(unit.Unit.After).toEqual([
      { name: "cache.volume", serviceName: "cache-of-web" },
      { name: "l.volume", serviceName: Late.token("${name}") },
    ]);
  });

  it("leaves labels and variables alone that look like units", () => {
    const unit = aContainer({ Label: { name: "web.service", other: "a" }, Environment: { name: "web.container" } });

    expect(withNamesOnly(unit)).toEqual(unit);
  });

  it("ends where units name each other", () => {
    const first = { name: "first.container", Container: { Image: "quay.io/a" }, Unit: {} };
    const second: ContainerUnit = { ...aContainer({}, "second.container"), Unit: { After: [first as ContainerUnit] } };
    first.Unit = { Before: [second] };

    expect(withNamesOnly(second).Unit).toEqual({ After: [{ name: "first.container" }] });
    expect(referencedUnits(second)).toEqual([first]);
  });
});

describe("referencedUnits", () => {
  it("answers all that a quadlet needs beside it, each once and what it needs itself before it", () => {
    expect(referencedUnits(web).map(({ name }) => name)).toEqual([
      "base.image",
      "db.container",
      "web.build",
      "front.network",
      "data.volume",
    ]);
    expect(referencedUnits(till)).toEqual([front, data, shop]);
  });

  it("leaves out what is known by its name only", () => {
    expect(everyQuadlet.map(withNamesOnly).flatMap(referencedUnits)).toEqual([]);
  });
});

describe("referencesOf", () => {
  it("says where another unit is named", () => {
    expect(referencesOf(till)).toEqual([{ path: ["Container", "Pod"], unit: shop }]);
    expect(referencesOf(web).map(({ path }) => path.join("."))).toEqual([
      "Unit.After.1",
      "Unit.Wants.0",
      "Container.Image",
      "Container.Network.0.network",
      "Container.Network.1.container",
      "Container.Volume.0.volume",
      "Container.Mount.2.image",
      "Container.Mount.3.volume",
    ]);
  });

  it("finds nothing in what is no unit", () => {
    expect(
      [undefined, 5, "web.container", {}, { name: 5 }, { name: "a.container", Container: 5 }].flatMap(referencesOf),
    ).toEqual([]);
  });
});
