import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROJECT = join(__dirname, "../..");
const npm = process.env["npm_execpath"];
const [command, ...before] = npm !== undefined && npm.endsWith(".js") ? [process.execPath, npm] : ["npm"];

jest.setTimeout(300_000);

describe("npm pack", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-pack-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function inFolder(cwd: string, args: readonly string[]): Promise<string> {
    const { stdout } = await run(command, [...before, ...args], { cwd, timeout: 240_000 });
    return stdout;
  }

  it("ships a package with which ten lines in an empty project synthesize", async () => {
    await run(process.execPath, [join(PROJECT, "lib/cli/scripts/build.mjs")], { cwd: PROJECT, timeout: 240_000 });
    await inFolder(PROJECT, ["pack", "--ignore-scripts", "--pack-destination", folder]);
    const archive = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
    const project = join(folder, "shop");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{ "name": "shop", "private": true }\n');
    await inFolder(project, [
      "install",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      join(folder, archive),
      "cdktf@0.21.0",
      "constructs@10.7.2",
    ]);
    cpSync(join(__dirname, "shop.js"), join(project, "main.js"));
    cpSync(join(__dirname, "shop-release.json"), join(project, "slipway.lock.json"));

    // A user's own machine, where guests may be added to the lock file.
    const env = { ...process.env, CI: "" };
    await run(process.execPath, ["main.js"], { cwd: project, env, timeout: 60_000 });

    const document = JSON.parse(readFileSync(join(project, "cdktf.out/stacks/shop/cdk.tf.json"), "utf8")) as {
      resource: object;
    };
    expect(Object.keys(document.resource).sort()).toEqual([
      "proxmox_virtual_environment_firewall_ipset",
      "proxmox_virtual_environment_firewall_options",
      "proxmox_virtual_environment_pool",
      "proxmox_virtual_environment_vm",
      "slipway_coreos_iso",
      "slipway_files",
      "slipway_installation",
      "slipway_reboot",
      "terraform_data",
    ]);
    expect(
      readdirSync(join(project, "cdktf.out/stacks/shop/terraform.d/plugins/slipway.invalid/slipway/slipway")),
    ).toHaveLength(1);
  });
});
