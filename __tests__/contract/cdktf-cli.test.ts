import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { exampleSettings } from "../stacks/example-settings";

const run = promisify(execFile);
const PROJECT = join(__dirname, "../..");
const VERSION = "0.21.0";
const CACHE = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "slipway/cdktf-cli", VERSION);

jest.setTimeout(400_000);

/** Installs the pinned CDKTF CLI into the user's cache, once; it is too large to be a dependency. */
async function installCli(): Promise<string> {
  const bin = join(CACHE, "node_modules/cdktf-cli/bundle/bin/cdktf");
  if (existsSync(bin)) return bin;
  const staging = `${CACHE}.${process.pid}`;
  mkdirSync(staging, { recursive: true });
  writeFileSync(join(staging, "package.json"), '{ "private": true }\n');
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", `cdktf-cli@${VERSION}`], {
    cwd: staging,
    timeout: 300_000,
  });
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(dirname(CACHE), { recursive: true });
  renameSync(staging, CACHE);
  return bin;
}

describe("cdktf synth", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-cdktf-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("writes the same files as running the app directly", async () => {
    const cli = await installCli();
    const env = {
      ...process.env,
      ...exampleSettings(folder),
      TERRAFORM_BINARY_NAME: "tofu",
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
      CI: "1",
    };
    const { app } = JSON.parse(readFileSync(join(PROJECT, "cdktf.json"), "utf8")) as { app: string };

    await run(process.execPath, [cli, "synth", "--output", join(folder, "by-cli"), "--app", app], {
      cwd: PROJECT,
      env,
      timeout: 90_000,
    });
    await run(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: PROJECT,
      env: { ...env, CDKTF_OUTDIR: join(folder, "direct") },
      timeout: 90_000,
    });

    for (const file of ["manifest.json", "stacks/install/cdk.tf.json", "stacks/guests/cdk.tf.json"])
      expect(readFileSync(join(folder, "by-cli", file), "utf8")).toBe(
        readFileSync(join(folder, "direct", file), "utf8"),
      );
  });
});
