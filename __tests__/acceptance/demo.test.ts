import { execFile, spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { describeWithTofu, PROJECT, TOFU } from "./world";

jest.setTimeout(240_000);

/** Ids of all processes that carry our mark in their environment: whatever the demo started, however deep. */
function marked(mark: string): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${mark}\0`) &&
          !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
        );
      } catch {
        return false;
      }
    });
}

/** The marked processes, once there are none or 20 s have gone. */
async function leftOver(mark: string): Promise<readonly number[]> {
  for (let round = 0; round < 200 && marked(mark).length > 0; round += 1) await sleep(100);
  return marked(mark);
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `slipway` command that runs, and what it has said so far. */
class Command {
  readonly ended: Promise<Ended>;
  private stdout = "";
  private stderr = "";

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (this.stdout += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (this.stderr += chunk));
    const limit = setTimeout(() => child.kill("SIGKILL"), 180_000);
    this.ended = new Promise((resolve) =>
      child.once("close", (status) => {
        clearTimeout(limit);
        resolve({ status, stdout: this.stdout, stderr: this.stderr });
      }),
    );
  }

  /** Resolves as soon as the command has said `text`. @throws Error if it ends without */
  async said(text: string): Promise<void> {
    for (let round = 0; round < 6000; round += 1) {
      if ((this.stdout + this.stderr).includes(text)) return;
      if (this.child.exitCode !== null) break;
      await sleep(20);
    }
    throw new Error(`it did not say "${text}":\n${this.stdout}\n${this.stderr}`);
  }
}

const onLinux = process.platform === "linux" ? it : it.skip;

describeWithTofu("npm start", () => {
  let directory = "";
  let mark = "";
  let lab = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "slipway-demo-"));
    mark = `SLIPWAY_TEST_MARK=${directory}`;
    lab = join(directory, "lab");
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function slipway(args: readonly string[], settings: NodeJS.ProcessEnv = {}): Command {
    const env = { ...process.env, TOFU, TF_CLI_CONFIG_FILE: "/dev/null", SLIPWAY_TEST_MARK: directory, ...settings };
    const command = [join(PROJECT, "lib/cli/run.mjs"), ...args, "--directory", lab];
    return new Command(spawn(process.execPath, command, { cwd: PROJECT, env, stdio: ["ignore", "pipe", "pipe"] }));
  }
  const demo = (args: readonly string[] = [], settings: NodeJS.ProcessEnv = {}): Command =>
    slipway(["lab", "up", "--demo", ...args], settings);

  onLinux("brings the guests up, plans nothing afterwards, and leaves no process behind", async () => {
    const { status, stdout, stderr } = await demo(["--json", "--guests", "1"]).ended;

    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      planEmpty: true,
      guests: [{ name: "db", vmId: 101, node: "pve2", address: "10.20.0.11" }],
    });
    expect(marked(mark)).toEqual([]);
  });

  onLinux("leaves the lab up with --keep, for work by hand, until it is taken down", async () => {
    expect(await demo(["--keep", "--guests", "1"]).ended).toMatchObject({ status: 0 });

    const plan = await promisify(execFile)(
      "sh",
      ["-c", `. "$1/lab.env" && "$2" plan -detailed-exitcode`, "sh", lab, TOFU ?? "tofu"],
      {
        cwd: join(lab, "cdktf.out/stacks/guests"),
        env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null" },
        timeout: 60_000,
      },
    );
    const modes = [lab, join(lab, "lab.env"), join(lab, "secrets"), join(lab, "secrets/api-token")].map(
      (path) => statSync(path).mode & 0o777,
    );
    const down = await slipway(["lab", "down"]).ended;

    expect(plan.stdout).toContain("No changes.");
    expect(modes).toEqual([0o700, 0o600, 0o700, 0o600]);
    expect(down).toMatchObject({ status: 0, stdout: "The lab is down.\n" });
    expect(await leftOver(mark)).toEqual([]);
  });

  onLinux("shows OpenTofu's error, says where the consoles are, and stops the lab when an apply fails", async () => {
    const failing = join(directory, "tofu");
    const script = `case "$PWD $1" in *"/guests apply") echo "Error: out of luck" >&2; exit 1;; esac`;
    writeFileSync(failing, `#!/bin/sh\n${script}\nexec "${TOFU}" "$@"\n`);
    chmodSync(failing, 0o755);

    const { status, stderr } = await demo([], { TOFU: failing }).ended;

    expect(status).toBe(1);
    expect(stderr).toContain("tofu apply ended with 1\nError: out of luck");
    expect(stderr).toContain(`consoles of the machines: ${lab}/console/<vm id>.log`);
    expect(existsSync(join(lab, "console/9000.log"))).toBe(true);
    expect(await leftOver(mark)).toEqual([]);
  });

  onLinux.each([
    ["SIGINT", "while the lab starts", "OpenTofu"],
    ["SIGINT", "during the first apply", "(stack install)"],
    ["SIGTERM", "during the second apply", "(stack guests)"],
    ["SIGKILL", "during the second apply", "(stack guests)"],
  ] as const)("leaves no process behind after %s %s", async (signal, _when, text) => {
    const command = demo();
    await command.said(text);

    command.child.kill(signal);
    await command.ended;

    expect(await leftOver(mark)).toEqual([]);
  });
});
