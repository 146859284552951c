import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { tofu } from "../constructs/tofu";
import { type Block, pageAt, ROOT } from "./pages";

const page = pageAt("docs/provider.md");

jest.setTimeout(120_000);

(tofu === undefined ? describe.skip : describe)("the examples of docs/provider.md, by the real OpenTofu", () => {
  const project = mkdtempSync(join(tmpdir(), "slipway-by-hand-"));
  const { version } = JSON.parse(readFileSync(join(ROOT, "dist/provider/version.json"), "utf8")) as { version: string };
  const cliConfiguration = join(project, "tofu.rc");
  const env = {
    PATH: [dirname(tofu ?? ""), dirname(process.execPath), process.env["PATH"]].join(":"),
    HOME: project,
    TF_CLI_CONFIG_FILE: cliConfiguration,
    CHECKPOINT_DISABLE: "1",
  };
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { cwd: project, env, encoding: "utf8", stdio: "pipe", timeout: 60_000 });

  beforeAll(() => {
    mkdirSync(join(project, "node_modules"));
    symlinkSync(ROOT, join(project, "node_modules/slipway"));
    mkdirSync(join(project, ".ssh"));
    writeFileSync(join(project, ".ssh/id_ed25519.pub"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops\n");
    writeFileSync(cliConfiguration, "");
    const example = only("hcl", 'resource "slipway_files" "web"');
    writeFileSync(join(project, "main.tf"), example.text.replace(/0\.1\.0-dev\.[0-9a-f]+/, version));
    run("sh", "-ec", only("sh", "version.json").text);
  });
  afterAll(() => rmSync(project, { recursive: true }));

  it("install the provider by hand and are valid", () => {
    run("tofu", "init", "-no-color", "-input=false");

    expect(run("tofu", "validate", "-no-color")).toContain("Success!");
  });

  it("find it under a CLI configuration with provider_installation", () => {
    const plugins = join(project, "terraform.d/plugins");
    const block = only("hcl", "provider_installation").text;
    writeFileSync(cliConfiguration, block.replace(/\/[^"]+\/terraform\.d\/plugins/, plugins));
    rmSync(join(project, ".terraform"), { recursive: true, force: true });

    run("tofu", "init", "-no-color", "-input=false");

    expect(run("tofu", "validate", "-no-color")).toContain("Success!");
  });
});

function only(language: string, text: string): Block {
  const found = page.blocks.filter((block) => block.language === language && block.text.includes(text));
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} blocks with ${text}`);
  return found[0];
}
