import { createHash } from "node:crypto";
import fc from "fast-check";
import { writeCidataIso } from "../../lib/coreos/cidata";
import { imageInMemory } from "../../lib/coreos/image-file";
import { findFile, readExtent } from "../../lib/coreos/iso9660";
import { fuzzCases } from "../fuzz";

const ignition = Buffer.from('{"ignition":{"version":"3.4.0"}}');

async function read(image: Buffer, path: string): Promise<string> {
  const reader = imageInMemory(image);
  const extent = await findFile(reader, path);
  return extent === undefined ? "nothing" : (await readExtent(reader, extent, 1e6)).toString();
}

describe("writeCidataIso", () => {
  it("holds the four files that Ignition and Afterburn read", async () => {
    const image = writeCidataIso({ ignition, instanceId: "web-1" });

    expect({
      user: await read(image, "USERDATA"),
      meta: await read(image, "METADATA"),
      vendor: await read(image, "VENDDATA"),
      network: await read(image, "NETCONFG"),
    }).toEqual({
      user: ignition.toString(),
      meta: 'instance-id: "web-1"\n',
      vendor: "{}\n",
      network: "version: 1\nconfig: []\n",
    });
  });

  it("is labelled cidata in both of its descriptions, the second in two bytes a character", () => {
    const image = writeCidataIso({ ignition, instanceId: "web" });

    expect(image.toString("latin1", 16 * 2048 + 40, 16 * 2048 + 72)).toBe("cidata".padEnd(32));
    expect(
      Buffer.from(image.subarray(17 * 2048 + 40, 17 * 2048 + 52))
        .swap16()
        .toString("utf16le"),
    ).toBe("cidata");
  });

  it("gives the same bytes for the same input, ever", () => {
    const image = writeCidataIso({ ignition, instanceId: "web" });

    expect(image.length).toBe(29 * 2048);
    expect(createHash("sha256").update(image).digest("hex")).toBe(
      "7295eeae8e05e2dc20e697e21b44b088a5142ceee31c169a8910a69305614941",
    );
  });

  it("carries configs of any size whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 10_000 }), async (size) => {
        const text = "x".repeat(size);
        const image = writeCidataIso({ ignition: Buffer.from(text), instanceId: "web" });

        expect(image.length % 2048).toBe(0);
        expect(await read(image, "USERDATA")).toBe(text);
        expect(await read(image, "NETCONFG")).toBe("version: 1\nconfig: []\n");
      }),
      { numRuns: Math.min(fuzzCases(), 100) },
    );
  });
});
