import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCidataIso } from "../../lib/coreos/cidata";
import { hasProgram } from "../coreos/has-program";

const folder = mkdtempSync(join(tmpdir(), "slipway-cidata-"));
const iso = join(folder, "cidata.iso");
const ignition = JSON.stringify({
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: `/${"x".repeat(5000)}` }] },
});
const NAMES = ["meta-data", "network-config", "user-data", "vendor-data"];

beforeAll(() => writeFileSync(iso, writeCidataIso({ ignition: Buffer.from(ignition), instanceId: "web" })));
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 30_000 });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Says by its name why it is not run. */
function judged(program: string, what: string, test: () => void): void {
  const isThere = hasProgram(program);
  (isThere ? it : it.skip)(isThere ? what : `${what} (there is no ${program})`, test);
}

describe("A cidata ISO", () => {
  judged("bsdtar", "is read by libarchive, by its real names", () => {
    expect(
      run("bsdtar", "-tf", iso)
        .trim()
        .split("\n")
        .filter((name) => name !== ".")
        .sort(),
    ).toEqual(NAMES);
    expect(run("bsdtar", "-xOf", iso, "user-data")).toBe(ignition);
    expect(run("bsdtar", "-xOf", iso, "meta-data")).toBe('instance-id: "web"\n');
  });

  judged("isoinfo", "is read by cdrkit, in both of its trees", () => {
    expect(run("isoinfo", "-J", "-f", "-i", iso).trim().split("\n")).toEqual(NAMES.map((name) => `/${name};1`));
    expect(run("isoinfo", "-J", "-x", "/user-data;1", "-i", iso)).toBe(ignition);
    expect(run("isoinfo", "-x", "/USERDATA.;1", "-i", iso)).toBe(ignition);
    expect(run("isoinfo", "-d", "-i", iso)).toContain("Volume id: cidata\n");
  });

  judged("xorriso", "is read by xorriso", () => {
    const { stdout, stderr } = spawnSync("xorriso", ["-indev", iso, "-ls"], { encoding: "utf8", timeout: 30_000 });

    expect([...stdout.matchAll(/'([a-z-]+)'/g)].map((found) => found[1]).sort()).toEqual(NAMES);
    expect(stderr).toContain("Volume id    : 'cidata'");
    expect(stderr).not.toMatch(/WARNING|FAILURE|SORRY/);
  });

  judged("blkid", "has the label by which Ignition finds it, for the programs that name disks", () => {
    expect(run("blkid", "-p", "-o", "export", iso)).toContain("LABEL=cidata\n");
  });
});
