import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** A provider that does nothing but say a word when it hears one. */
const PROGRAM = `
import { guardProcess } from "./guard";
import { captureConsole } from "./log";
captureConsole();
guardProcess(() => undefined, () => Promise.resolve());
process.stdin.on("data", () => {
  console.error("a word");
  setTimeout(() => process.stdout.write("said"), 20);
});
process.stdout.write("ready");
`;

describe("guardProcess", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  const program = join(folder, "program.cjs");

  beforeAll(() => {
    buildSync({
      stdin: { contents: PROGRAM, loader: "ts", resolveDir: join(__dirname, "../../../lib/provider/plugin") },
      bundle: true,
      platform: "node",
      outfile: program,
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("ends the process also when nobody hears what it says any more", async () => {
    const child = spawn(process.execPath, [program], { stdio: "pipe" });
    const deadline = setTimeout(() => child.kill("SIGKILL"), 25_000);
    try {
      await once(child.stdout, "data");
      child.stderr.destroy();
      await once(child.stderr, "close");
      child.stdin.write("say something");
      await once(child.stdout, "data");

      child.kill("SIGTERM");

      expect(await once(child, "exit")).toEqual([0, null]);
    } finally {
      clearTimeout(deadline);
      child.kill("SIGKILL");
    }
  });
});
