import { gzipSync } from "node:zlib";
import { writeCpio } from "../../lib/coreos/cpio";
import { readInitrd } from "../../lib/coreos/embedded";
import { editKernelArguments } from "../../lib/coreos/kernel-arguments";
import { ConfigError } from "../../lib/values/config-error";

const archive = (path: string, text: string): Buffer =>
  writeCpio([
    { path: "etc", mode: 0o040755, content: Buffer.alloc(0) },
    { path, mode: 0o100600, content: Buffer.from(text) },
  ]);
const read = (...parts: readonly Buffer[]): Record<string, string> =>
  Object.fromEntries([...readInitrd(Buffer.concat(parts))].map(([path, content]) => [path, content.toString()]));

/** What coreos-installer 0.27 wrote for the config `{"ignition":{"version":"3.4.0"}}`. */
const BY_COREOS_INSTALLER = Buffer.from(
  "/Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4AEXAFRdABgN3QRjnRHbQSLLFUyHiv3RWoTIrCT6KsVKIkfvvaK3ZQI4VwXGTcps1iNVFRPXDD6Cy2JW70KOG7HK6boFXdDfj/XU9safuSTnaS1BlMTdjSYAAACG85V4AAFsmAIAAACmvxz3PjANiwIAAAAAAVla",
  "base64",
);

describe("readInitrd", () => {
  it("reads what coreos-installer writes: xz, padded with zeros", () => {
    expect(read(BY_COREOS_INSTALLER, Buffer.alloc(1000))).toEqual({
      "config.ign": '{"ignition":{"version":"3.4.0"}}',
    });
  });

  it("reads archives one after another, as they are or compressed; the last copy of a file counts", () => {
    const parts = [
      archive("a", "first"),
      Buffer.alloc(512),
      gzipSync(archive("b", "packed")),
      BY_COREOS_INSTALLER,
      gzipSync(Buffer.concat([archive("a", "second"), Buffer.alloc(64), archive("c", "third")])),
      Buffer.alloc(100),
    ];

    expect(read(...parts)).toEqual({
      a: "second",
      b: "packed",
      "config.ign": '{"ignition":{"version":"3.4.0"}}',
      c: "third",
    });
  });

  it("finds nothing in an area that is all zeros", () => {
    expect(read(Buffer.alloc(262_144))).toEqual({});
  });

  it.each([
    ["noise", Buffer.from("noise that is long enough to be a header".repeat(5))],
    ["gzip that is cut off", gzipSync(archive("a", "text")).subarray(0, 40)],
    ["gzip that unpacks to more than 64 MiB", gzipSync(Buffer.alloc(65 * 1024 * 1024))],
  ])("refuses %s", (_name, bytes) => {
    expect(codeOf(bytes)).toBe("coreos/broken-cpio");
  });

  it("meets any damage to xz with nothing but a ConfigError", () => {
    for (let at = 0; at < BY_COREOS_INSTALLER.length; at++) {
      const damaged = Buffer.from(BY_COREOS_INSTALLER);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0x55, at);

      expect(["coreos/broken-cpio", "nothing"]).toContain(codeOf(damaged));
      expect(["coreos/broken-cpio", "nothing"]).toContain(codeOf(BY_COREOS_INSTALLER.subarray(0, at)));
    }
  });

  function codeOf(bytes: Buffer): string {
    try {
      readInitrd(bytes);
      return "nothing";
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).problems[0]?.code ?? "";
    }
  }
});

describe("editKernelArguments", () => {
  const edit = (text: string, edits: Partial<Parameters<typeof editKernelArguments>[1]>): string =>
    editKernelArguments(text, { append: [], delete: [], replace: [], ...edits });

  it("deletes first, appends then, and exchanges last", () => {
    expect(edit("a=1 quiet b", { delete: ["quiet"], append: ["a=1", "quiet"], replace: ["a=1=2"] })).toBe(
      "a=2 b a=2 quiet",
    );
  });

  it("takes arguments whole", () => {
    expect(edit("foo foobar foo=1", { delete: ["foo"] })).toBe("foobar foo=1");
    expect(edit("a=11 aa=1", { replace: ["a=1=2"] })).toBe("a=11 aa=1");
  });

  it("passes over what is not there, and takes no text for a pattern", () => {
    expect(edit("a", { delete: ["b"], replace: ["c=1=$&"], append: ["$&"] })).toBe("a $&");
  });
});
