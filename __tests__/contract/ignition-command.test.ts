import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { inFolder, withFiles } from "../cli/ignition/call";

const ROOT = join(__dirname, "../..");
const TSX = join(ROOT, "node_modules/tsx/dist/loader.mjs");
const MAIN = join(ROOT, "lib/cli/main.ts");

/** Runs a line of shell in which `slipway` is the command. */
function shell(line: string, cwd: string) {
  const slipway = `slipway() { ${[process.execPath, "--import", TSX, MAIN].map((word) => `'${word}'`).join(" ")} "$@"; }`;
  const env = { ...process.env, NO_COLOR: "" };
  const { status, stdout, stderr } = spawnSync("sh", ["-c", `${slipway}; ${line}`], {
    cwd,
    encoding: "utf8",
    env,
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

describe("the process of slipway ignition", () => {
  it("reads standard input, and hands its exit status on", async () => {
    await inFolder(
      { "a.ign": withFiles({ "/etc/motd": "a" }), "b.ign": withFiles({ "/etc/motd": "b" }) },
      async (folder) => {
        expect(shell("slipway ignition diff --no-contents - b.ign < a.ign", folder)).toEqual({
          status: 1,
          stdout: "storage.files\n~ /etc/motd\n    contents: +1 −1 lines\n",
          stderr: "",
        });
      },
    );
  });

  it("says nothing where nobody reads on", async () => {
    const many = Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`/etc/many/file-${index}`, ""]));

    await inFolder({ "a.ign": withFiles(many) }, async (folder) => {
      expect(shell("slipway ignition show a.ign | head -n 1", folder)).toEqual({
        status: 0,
        stdout: expect.stringMatching(/^a\.ign: Ignition 3\.4\.0, .*\n$/),
        stderr: "",
      });
    });
  });

  it("refuses a file that is not there, with status 2", async () => {
    await inFolder({}, async (folder) => {
      expect(shell("slipway ignition check a.ign", folder)).toEqual({
        status: 2,
        stdout: "",
        stderr: "\na.ign: there is no such file\n",
      });
    });
  });
});
