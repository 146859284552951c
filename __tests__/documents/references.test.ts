import { checkDocument, encodeDocument, decodeDocument, renderDocument, type Document } from "../../lib/documents";
import type { SugaredConfig } from "../../lib/butane/schema";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import type { Unit } from "../../lib/units/schema";
import { base, built, data, db, front, web } from "../units/fixtures";

const FOLDER = "/etc/containers/systemd";

function holding(units: readonly Unit[], folder = FOLDER): IgnitionConfig {
  const files = units.map((unit) => ({
    path: `${folder}/${unit.name}`,
    mode: 0o644,
    contents: { document: { kind: "unit", unit } },
  }));
  return { storage: { files } };
}

function problemsOf(config: IgnitionConfig | SugaredConfig): readonly (readonly [string, string])[] {
  const problems = checkDocument({ kind: "ignition", config: config as IgnitionConfig });
  return problems.filter(({ severity }) => severity === "error").map(({ code, path }) => [code, path.join(".")]);
}

const whole = [web, db, data, front, base, built];

describe("the references of a config", () => {
  it("are sound where all that is named is there", () => {
    expect(problemsOf(holding(whole))).toEqual([]);
  });

  it("refuses quadlets that are named and not there, and says who names whom", () => {
    const config = holding([web, db, data, front, base]);

    expect(checkDocument({ kind: "ignition", config })).toEqual([
      {
        code: "quadlet/dangling-reference",
        severity: "error",
        path: ["storage", "files", 0, "contents", "document", "Container", "Image"],
        what: '"web.container" names "web.build", which the config does not hold',
        fix: "add that quadlet too",
      },
    ]);
  });

  it("takes a quadlet that is written out", () => {
    const written = { path: `${FOLDER}/web.build`, contents: "[Build]\n" };
    const { storage } = holding([web, db, data, front, base]);

    expect(problemsOf({ storage: { files: [...(storage?.files ?? []), written] } })).toEqual([]);
  });

  it("refuses a unit of ours that is named by a unit and not there", () => {
    const unit: Unit = { name: "late.target", Unit: { After: [{ name: "gone.service", Service: {} }, db] } };

    expect(problemsOf({ systemd: { units: [{ unit }] } })).toEqual([
      ["unit/dangling-reference", "systemd.units.0.unit.Unit.After.0"],
      ["quadlet/dangling-reference", "systemd.units.0.unit.Unit.After.1"],
    ]);
  });

  it("are not judged where another config is merged in", () => {
    const merge = [{ source: "https://example.org/a.ign", verification: { hash: `sha512-${"0".repeat(128)}` } }];

    expect(problemsOf({ ...holding([db]), ignition: { config: { merge } } })).toEqual([]);
  });

  it("refuses two units that become one service", () => {
    const kube: Unit = { name: "web.kube", Kube: { Yaml: "/etc/a.yaml" } };
    const service = { name: "data-volume.service", contents: "[Service]\nExecStart=/bin/true\n" };

    expect(problemsOf({ ...holding([...whole, kube]), systemd: { units: [service] } })).toEqual([
      ["quadlet/duplicate-service", "storage.files.2.contents.document.name"],
      ["quadlet/duplicate-service", "storage.files.6.contents.document.name"],
    ]);
  });

  it("takes drop-ins of a service that a quadlet becomes", () => {
    const service = { name: "data-volume.service", dropins: [{ name: "a.conf", contents: "[Unit]\nDescription=a\n" }] };

    expect(problemsOf({ ...holding([data]), systemd: { units: [service] } })).toEqual([]);
  });

  it("refuses a quadlet where podman does not look for it", () => {
    expect(problemsOf(holding([data], "/etc/quadlets"))).toEqual([["quadlet/unread-path", "storage.files.0"]]);
    expect(problemsOf(holding([data], "/var/home/core/.config/containers/systemd"))).toEqual([]);
  });
});

describe("a document that goes to the provider", () => {
  const document: Document = { kind: "unit", unit: web };

  it("holds of the units that it names only their names, and is written as it was", () => {
    const json = JSON.stringify(encodeDocument(document));

    expect(JSON.parse(json)).toMatchObject({
      unit: {
        Container: {
          Image: { name: "web.build" },
          Volume: [{ volume: { name: "data.volume" }, target: "/srv" }, {}, {}],
        },
      },
    });
    expect(json).not.toContain("by-partlabel");
    expect(renderDocument(decodeDocument(json)).bytes).toEqual(renderDocument(document).bytes);
  });

  it("does so within an Ignition config", () => {
    const config: Document = { kind: "ignition", config: holding(whole) };
    const json = JSON.stringify(encodeDocument(config));

    expect(json.match(/by-partlabel\/data/g)).toHaveLength(1);
    expect(renderDocument(decodeDocument(json)).bytes).toEqual(renderDocument(config).bytes);
  });
});
