import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { readCpio, writeCpio } from "../../lib/coreos/cpio";
import { ConfigError } from "../../lib/values/config-error";
import { hasProgram } from "./has-program";

describe("writeCpio", () => {
  it("writes header, name and content, each padded to four bytes, and the end marker", () => {
    const archive = writeCpio([{ path: "config.ign", mode: 0o100644, content: Buffer.from("{}") }]);

    expect(archive.toString("latin1")).toBe(
      [
        "070701" + "00000001" + "000081A4" + "00000000".repeat(2) + "00000001" + "00000000" + "00000002",
        "00000000".repeat(4) + "0000000B" + "00000000" + "config.ign\0\0\0\0" + "{}\0\0",
        "070701" +
          "00000000".repeat(4) +
          "00000001" +
          "00000000".repeat(6) +
          "0000000B" +
          "00000000" +
          "TRAILER!!!\0\0\0\0",
      ].join(""),
    );
  });

  it("gives back what went in", () => {
    const path = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}(?:\/[A-Za-z0-9._-]{1,20}){0,3}$/);
    const entry = fc.record({
      path: path.filter((text) => text !== "TRAILER!!!"),
      mode: fc.constantFrom(0o100644, 0o100600, 0o040755),
      content: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    });

    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
        const archive = writeCpio(entries);
        expect(archive.length % 4).toBe(0);
        expect(readCpio(Buffer.concat([archive, Buffer.alloc(512)]))).toEqual(entries);
      }),
    );
  });

  (hasProgram("cpio") ? it : it.skip)("is read by cpio", () => {
    const archive = writeCpio([
      { path: "etc", mode: 0o040755, content: Buffer.alloc(0) },
      { path: "etc/motd", mode: 0o100644, content: Buffer.from("hello\n") },
    ]);

    expect(execFileSync("cpio", ["--list", "--quiet"], { input: archive }).toString()).toBe("etc\netc/motd\n");
  });

  it.each(["", "/etc/motd", "a\0b"])("refuses the path %j", (path) => {
    expect(() => writeCpio([{ path, mode: 0, content: Buffer.alloc(0) }])).toThrow(/^coreos\/cpio-path/);
  });
});

describe("readCpio", () => {
  it("meets noise with nothing but a ConfigError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isHeaded) => {
        const noise = Buffer.concat([Buffer.from(isHeaded ? `070701${"0".repeat(96)}` : ""), bytes]);
        expect(() => readCpio(noise)).toThrow(ConfigError);
      }),
    );
  });
});
