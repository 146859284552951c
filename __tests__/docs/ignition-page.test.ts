import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { call } from "../cli/ignition/call";
import { exampleFiles, pageAt } from "./pages";

const { blocks } = pageAt("docs/ignition.md");
const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "slipway-docs-"));

beforeAll(() => {
  for (const [name, text] of Object.entries(exampleFiles)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe("the commands of docs/ignition.md", () => {
  const commands = blocks.flatMap(({ language, text }, index) =>
    language === "sh" ? [[text.trim(), blocks[index + 1]?.text ?? ""] as const] : [],
  );

  it("are there", () => {
    expect(commands.length).toBeGreaterThan(2);
  });

  it.each(commands)("say what the page shows: %s", async (command, shown) => {
    const [program, name, group, ...args] = command.split(" ");

    const { out } = await call(args);

    expect([program, name, group]).toEqual(["npx", "slipway", "ignition"]);
    expect(out.trimEnd()).toBe(shown.trimEnd());
  });
});
