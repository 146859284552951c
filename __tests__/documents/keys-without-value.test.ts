import { checkDocument, decodeDocument, encodeDocument, renderDocument, type Document } from "../../lib/documents";
import { mergeConfigs } from "../../lib/ignition/merge";
import { validateIgnition } from "../../lib/ignition/validate";
import type { Unit } from "../../lib/units/schema";
import { goldens } from "./golden";

/** The same structure with a key without a value in each of its objects. */
function withHoles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withHoles);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withHoles(item)] as const);
  return Object.fromEntries([...entries, ["notSet", undefined] as const]);
}

describe("a key without a value", () => {
  it.each(goldens)("is one that is left out: $name", ({ document }) => {
    const holes = withHoles(document) as Document;
    const fill = (): string => "1".repeat(32);

    expect(checkDocument(holes)).toEqual(checkDocument(document));
    expect(encodeDocument(holes)).toEqual(encodeDocument(document));
    expect(renderDocument(holes, fill)).toEqual(renderDocument(document, fill));
  });

  it("is left out of a unit's sections and of its maps", () => {
    const unit = {
      name: "web.container",
      Container: { Image: "quay.io/app:1", Label: { a: undefined, b: "1" }, Network: undefined },
      Service: undefined,
    } as unknown as Unit;

    expect(renderDocument({ kind: "unit", unit }).bytes.toString()).toBe(
      "[Container]\nImage=quay.io/app:1\nLabel=b=1\n",
    );
  });

  it("takes nothing of another config away", () => {
    const parent = { passwd: { users: [{ name: "core", uid: 1000 }] } };
    const child = { passwd: { users: [{ name: "core", uid: undefined }] }, storage: undefined };

    expect(mergeConfigs(parent, child as unknown as typeof parent)).toStrictEqual(parent);
  });
});

describe("units that name each other", () => {
  const first: { name: string; Service: object; Unit: { After: unknown[] } } = {
    name: "first.service",
    Service: { ExecStart: [["/usr/bin/true"]], Restart: undefined },
    Unit: { After: [] },
  };
  const second = { ...first, name: "second.service", Unit: { After: [first] } };
  first.Unit.After.push(second);
  const units = [first, second].map((unit) => ({ unit: unit as unknown as Unit }));
  const document = { kind: "ignition", config: { systemd: { units } } } as const;

  it("are checked, rendered and handed to the provider", () => {
    expect(checkDocument(document)).toEqual([]);
    expect(validateIgnition(document.config)).toEqual([]);
    expect(renderDocument(decodeDocument(encodeDocument(document)))).toEqual(renderDocument(document));
    expect(JSON.parse(renderDocument(document).bytes.toString())).toEqual({
      ignition: { version: "3.4.0" },
      systemd: {
        units: [
          { name: "first.service", contents: "[Unit]\nAfter=second.service\n\n[Service]\nExecStart=/usr/bin/true\n" },
          { name: "second.service", contents: "[Unit]\nAfter=first.service\n\n[Service]\nExecStart=/usr/bin/true\n" },
        ],
      },
    });
  });
});
