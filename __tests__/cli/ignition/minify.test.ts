import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../../lib/cli/usage-error";
import { call, inFolder, withFiles } from "./call";

const SHORT =
  '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/motd","mode":384,"contents":{"source":"data:,hi"}}]}}';
const LONG = JSON.stringify({ ...(JSON.parse(SHORT) as object), passwd: {}, systemd: { units: [] } }, null, 2);

describe("slipway ignition minify", () => {
  it("writes the shortest form and nothing else, and says how short it is", async () => {
    expect(await call(["minify", "-"], { stdin: LONG })).toEqual({
      status: 0,
      out: SHORT,
      err: `stdin: ${LONG.length} bytes → ${SHORT.length} bytes (56 % less)\n`,
    });
  });

  it("leaves a shortest form as it is", async () => {
    expect(await call(["minify", "-"], { stdin: SHORT })).toEqual({
      status: 0,
      out: SHORT,
      err: `stdin: ${SHORT.length} bytes → ${SHORT.length} bytes\n`,
    });
  });

  it("ends with a line feed on a terminal alone", async () => {
    expect(await call(["minify", "-"], { stdin: SHORT, isTerminal: true })).toMatchObject({ out: `${SHORT}\n` });
  });

  it("writes into a file, even the one that it reads", async () => {
    await inFolder({ "a.ign": LONG }, async (folder) => {
      const file = join(folder, "a.ign");

      expect(await call(["minify", file, "-o", file])).toMatchObject({ status: 0, out: "" });
      expect(readFileSync(file, "utf8")).toBe(SHORT);
      expect(readdirSync(folder)).toEqual(["a.ign"]);
    });
  });

  it("keeps a config that is merged without a hash, and warns of it", async () => {
    const config = '{"ignition":{"version":"3.4.0","config":{"merge":[{"source":"https://base.example/a.ign"}]}}}';

    const { status, out, err } = await call(["minify", "-"], { stdin: config });

    expect({ status, out }).toEqual({ status: 0, out: config });
    expect(err).toMatch(/^warning ignition\/unverified-merge at ignition\.config\.merge\[0\]/);
  });

  it("turns a Butane document into an Ignition config", async () => {
    expect(await call(["minify", "-"], { stdin: "variant: fcos\nversion: 1.5.0\n" })).toMatchObject({
      status: 0,
      out: '{"ignition":{"version":"3.4.0"}}',
    });
  });

  it("writes nothing of a config with errors", async () => {
    const wrong = withFiles({ "etc/motd": "hi" });

    expect(await call(["minify", "-"], { stdin: wrong })).toEqual({
      status: 1,
      out: "",
      err: `error ignition/relative-path at storage.files[0].path
  the path is relative
  got: "etc/motd"
  allowed: an absolute path
  fix: begin it with a slash

stdin: 1 error, no warnings; nothing is written
`,
    });
  });

  it("refuses a place where nothing can be written", async () => {
    const refused = call(["minify", "-", "-o", "/nowhere/a.ign"], { stdin: SHORT });

    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await expect(refused).rejects.toThrow("/nowhere/a.ign cannot be written: ENOENT");
  });
});
