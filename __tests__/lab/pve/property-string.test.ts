import fc from "fast-check";
import { parseProperties, printProperties } from "../../../lib/lab/pve/parameters/property-string";
import { nic, scsiDisk } from "../../../lib/lab/pve/vm/formats";

describe("parseProperties", () => {
  it.each([
    ["the default key without name", "local-lvm:16,ssd=1", { file: "local-lvm:16", ssd: "1" }],
    ["the default key with name", "ssd=1,file=local-lvm:16", { ssd: "1", file: "local-lvm:16" }],
    ["an alias", "volume=local-lvm:16", { file: "local-lvm:16" }],
    ["a comma at the end", "file=local:iso/a.iso,media=cdrom,", { file: "local:iso/a.iso", media: "cdrom" }],
  ])("takes %s", (_name, text, properties) => {
    const parsed = parseProperties(scsiDisk, text);

    expect(parsed).toEqual({ kind: "parsed", properties: new Map(Object.entries(properties)) });
  });

  it("reads a model that is the name of its address", () => {
    const parsed = parseProperties(nic, "virtio=BC:24:11:00:00:01,bridge=vmbr0");

    expect(parsed).toEqual({
      kind: "parsed",
      properties: new Map([
        ["model", "virtio"],
        ["macaddr", "BC:24:11:00:00:01"],
        ["bridge", "vmbr0"],
      ]),
    });
  });

  it.each([
    [
      "an unknown key",
      "local-lvm:16,colour=red",
      ["colour: property is not defined in schema and the schema does not allow additional properties"],
    ],
    ["a key given twice", "local-lvm:16,ssd=1,ssd=0", ["duplicate key in comma-separated list property: ssd"]],
    ["a missing key", "ssd=1", ["file: property is missing and it is not optional"]],
    [
      "a value outside its list",
      "local-lvm:16,discard=1",
      ["discard: value '1' does not have a value in the enumeration 'ignore, on'"],
    ],
    ["an ill-typed value", "local-lvm:16,ssd=maybe", ["ssd: type check ('boolean') failed - got 'maybe'"]],
  ])("refuses %s", (_name, text, problems) => {
    const parsed = parseProperties(scsiDisk, text);

    expect(parsed).toEqual({ kind: "refused", problems });
  });

  it("does not take names of object members for keys", () => {
    const parsed = parseProperties(scsiDisk, "local-lvm:16,constructor=1");

    expect(parsed.kind).toBe("refused");
  });
});

describe("printProperties", () => {
  it("reads back what it wrote", () => {
    const value = fc.stringMatching(/^[a-zA-Z0-9:._/-]{1,20}$/);
    const anyProperties = fc.record(
      { ssd: fc.constantFrom("0", "1"), serial: value, size: fc.stringMatching(/^[1-9]\d{0,4}[MGT]$/) },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(value, anyProperties, (name, others) => {
        const properties = new Map<string, string>([["file", `local-lvm:${name}`], ...Object.entries(others)]);

        const parsed = parseProperties(scsiDisk, printProperties(scsiDisk, properties));

        expect(parsed).toEqual({ kind: "parsed", properties });
      }),
    );
  });
});
