import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { EXAMPLE_RELEASE } from "../stacks/example-settings";
import { compilerComplaints, examples, run } from "./examples";
import { exampleFiles } from "./pages";

jest.setTimeout(120_000);

describe("the TypeScript examples of the docs", () => {
  const before = { folder: process.cwd(), environment: { ...process.env } };
  const project = mkdtempSync(join(tmpdir(), "slipway-docs-"));

  beforeAll(() => {
    writeFileSync(join(project, "slipway.lock.json"), JSON.stringify({ coreos: EXAMPLE_RELEASE }));
    writeFileSync(join(project, "id_ed25519.pub"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops\n");
    for (const [name, text] of Object.entries(exampleFiles)) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), text);
    }
    process.chdir(project);
    // A reader's own machine, where guests may be added to the lock file.
    delete process.env["CI"];
    process.env["PROXMOX_VE_ENDPOINT"] = "https://pve1.example.org:8006";
    process.env["SLIPWAY_NODES"] = "pve1,pve2";
    process.env["SLIPWAY_SSH_PUBLIC_KEY_FILE"] = "id_ed25519.pub";
  });
  afterAll(() => {
    process.chdir(before.folder);
    process.env = before.environment;
    rmSync(project, { recursive: true });
  });

  it("are there, and compile", () => {
    expect(examples.length).toBeGreaterThan(10);
    expect(compilerComplaints()).toEqual([]);
  });

  const apps = examples.filter(({ name }) => name.endsWith("main.ts"));
  const tests = examples.filter(({ name }) => name.endsWith(".test.ts"));
  const tools = examples.filter(({ name }) => name === "tool.ts");
  const others = examples.filter((example) => ![...apps, ...tests, ...tools].includes(example));

  it.each(others.map((example) => [`${example.page}, ${example.name}`, example]))(
    "synthesize: %s",
    (_place, example) => {
      const stacks = Object.values(run(example)).filter(isStackClass);

      expect(stacks.length).toBeGreaterThan(0);
      for (const Stack of stacks) {
        const app = new App({ outdir: mkdtempSync(join(project, "out-")) });
        new Stack(app);
        app.synth();
      }
    },
  );

  it.each(apps.map((example) => [`${example.page}, ${example.name}`, example]))("run: %s", (_place, example) => {
    rmSync(join(project, "cdktf.out"), { recursive: true, force: true });

    run(example);

    expect(readdirSync(join(project, "cdktf.out/stacks"))).toEqual(["shop"]);
  });

  it.each(tools.map((example) => [`${example.page}, ${example.name}`, example]))("work: %s", (_place, example) => {
    const complaints = jest.spyOn(console, "error").mockReturnValue();

    const { version, text } = run(example);

    expect(version).toBe("3.5.0");
    expect(JSON.parse(String(text))).toMatchObject({ passwd: { users: [{ name: "ops" }] } });
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });

  it.each(tests.map((example) => [`${example.page}, ${example.name}`, example]))("pass: %s", (_place, example) => {
    let count = 0;
    const it = (_name: string, body: () => void): void => {
      count += 1;
      body();
    };
    // A reader's snapshot is not kept here: stacks/ has its own.
    const expectation = (value: unknown) => Object.assign(expect(value), { toMatchSnapshot: () => undefined });

    run(example, { describe: (_name: string, body: () => void) => body(), it, expect: expectation });

    expect(count).toBeGreaterThan(0);
  });
});

function isStackClass(value: unknown): value is new (app: App) => TerraformStack {
  return typeof value === "function" && value.prototype instanceof TerraformStack;
}
