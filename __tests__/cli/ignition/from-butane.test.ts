import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../../lib/cli/usage-error";
import { call, inFolder } from "./call";

const HEAD = "variant: fcos\nversion: 1.5.0\n";
const WITH_LOCAL = `${HEAD}storage:\n  files:\n    - path: /etc/motd\n      contents: {local: motd.txt}\n`;
const WITH_MOTD =
  '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/motd","contents":{"source":"data:,hello%0A"}}]}}';

describe("slipway ignition from-butane", () => {
  it("writes the config in its shortest form", async () => {
    expect(await call(["from-butane", "-"], { stdin: HEAD })).toEqual({
      status: 0,
      out: '{"ignition":{"version":"3.4.0"}}',
      err: "",
    });
  });

  it("writes it indented where that is asked", async () => {
    expect(await call(["from-butane", "-", "--pretty"], { stdin: HEAD })).toEqual({
      status: 0,
      out: '{\n  "ignition": {\n    "version": "3.4.0"\n  }\n}\n',
      err: "",
    });
  });

  it("reads local files in the folder that is named", async () => {
    await inFolder({ "motd.txt": "hello\n" }, async (folder) => {
      const output = join(folder, "a.ign");

      const { status } = await call(["from-butane", "-", "--files-dir", folder, "-o", output], { stdin: WITH_LOCAL });

      expect(status).toBe(0);
      expect(readFileSync(output, "utf8")).toBe(WITH_MOTD);
    });
  });

  it("writes nothing where a local file is not there", async () => {
    await inFolder({}, async (folder) => {
      const { status, out, err } = await call(["from-butane", "-", "--files-dir", folder], { stdin: WITH_LOCAL });

      expect({ status, out }).toEqual({ status: 1, out: "" });
      expect(err).toMatch(/^error butane\/missing-file at storage\.files\[0\]\.contents\.local\n/);
      expect(err).toMatch(/\nstdin: 1 error, no warnings; nothing is written\n$/);
    });
  });

  it("writes nothing with a warning where it is to be strict", async () => {
    const suspicious = `${HEAD}passwd:\n  users:\n    - {name: core, password_hash: $6$salt$hash}\n`;

    expect(await call(["from-butane", "-"], { stdin: suspicious })).toMatchObject({ status: 0 });
    expect(await call(["from-butane", "-", "--strict"], { stdin: suspicious })).toMatchObject({ status: 1, out: "" });
  });

  it("refuses what is no Butane document", async () => {
    const refused = call(["from-butane", "-"], { stdin: '{"ignition":{"version":"3.4.0"}}' });

    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await expect(refused).rejects.toThrow("stdin: this is no Butane document: it names no variant");
  });
});
