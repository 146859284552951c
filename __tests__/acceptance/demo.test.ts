import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithTofu, PROJECT, TOFU } from "./world";

jest.setTimeout(180_000);

/** Ids of all processes that carry our mark in their environment: whatever the demo started, however deep. */
function marked(mark: string): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark) &&
          !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
        );
      } catch {
        return false;
      }
    });
}

describeWithTofu("npm start", () => {
  let directory = "";
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "slipway-demo-"))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function start(args: readonly string[], mark: string): ChildProcess {
    const env = { ...process.env, TOFU, TF_CLI_CONFIG_FILE: "/dev/null", SLIPWAY_TEST_MARK: mark };
    const command = [
      join(PROJECT, "lib/cli/run.mjs"),
      "lab",
      "up",
      "--demo",
      "--directory",
      join(directory, "lab"),
      ...args,
    ];
    return spawn(process.execPath, command, { cwd: PROJECT, env, stdio: ["ignore", "pipe", "pipe"] });
  }

  async function ended(child: ChildProcess): Promise<{ status: number | null; stdout: string; stderr: string }> {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    const limit = setTimeout(() => child.kill("SIGKILL"), 120_000);
    const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
    clearTimeout(limit);
    return { status, stdout, stderr };
  }

  it("brings the guests up, plans nothing afterwards, and leaves no process behind", async () => {
    const { status, stdout, stderr } = await ended(start(["--json", "--guests", "1"], "whole-run"));

    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      planEmpty: true,
      guests: [{ name: "db", vmId: 101, node: "pve2", address: "10.20.0.11" }],
    });
    expect(marked("whole-run")).toEqual([]);
  });

  const onLinux = process.platform === "linux" ? it : it.skip;
  onLinux.each([
    ["while the lab starts", 600],
    ["during the first apply", 2500],
    ["during the second apply", 5000],
  ])("leaves no process behind when it is interrupted %s", async (_when, milliseconds) => {
    const mark = `interrupted-${milliseconds}`;
    const child = start([], mark);
    const end = ended(child);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));

    child.kill("SIGINT");
    await end;

    expect(marked(mark)).toEqual([]);
  });
});
