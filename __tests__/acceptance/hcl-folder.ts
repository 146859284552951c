import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBundle, layBundle } from "../../lib/constructs/provider-bundle";
import { settingsFor, withoutSettings } from "../../lib/cli/demo/environment";
import { PROVIDER_ADDRESS } from "../../lib/provider/address";
import type { LabEnvironment } from "../../lib/lab/types";
import { PROGRAMS, type Ended, type Engine, type Started } from "./world";

/** A folder with a configuration in OpenTofu's own language, which uses the provider on a lab, or on no Proxmox at all. */
export class HclFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "slipway-hcl-"));
  /** Of what runs in it; settings may be added. */
  readonly environment: NodeJS.ProcessEnv;

  constructor(
    lab: LabEnvironment | undefined,
    private readonly engine: Engine = "tofu",
  ) {
    const bundle = findBundle();
    layBundle(bundle, this.folder);
    mkdirSync(join(this.folder, "home"));
    this.environment = {
      ...withoutSettings(process.env),
      ...(lab === undefined ? {} : this.settingsOf(lab)),
      HOME: join(this.folder, "home"),
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
    };
    this.write("versions.tf", [
      "terraform {",
      `  required_providers { slipway = { source = "${PROVIDER_ADDRESS}", version = "${bundle.version}" } }`,
      "}",
    ]);
  }

  private settingsOf(lab: LabEnvironment): Readonly<Record<string, string>> {
    return settingsFor(lab, {
      driver: "native",
      guests: 0,
      stateDirectory: this.folder,
      outputDirectory: this.folder,
      cacheDirectory: join(this.folder, "cache"),
    });
  }

  write(file: string, lines: readonly string[]): void {
    writeFileSync(join(this.folder, file), `${lines.join("\n")}\n`);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  delete(file: string): void {
    rmSync(join(this.folder, file));
  }

  /** Runs OpenTofu, or Terraform if that was asked for, at most two minutes. */
  tofu(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** The same, to be interrupted: in a group of its own, as a shell gives it. */
  start(...args: readonly string[]): Started {
    const child = spawn(PROGRAMS[this.engine] ?? this.engine, [...args, "-no-color"], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 120_000,
      detached: true,
    });
    const ended = new Promise<Ended>((resolve, reject) => {
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
      child.once("error", reject);
      child.once("close", (status) => resolve({ status, stdout, stderr }));
    });
    const { pid = 0 } = child;
    return { pid, ended, interrupt: () => pid > 0 && process.kill(-pid, "SIGINT") };
  }

  /** The same where it has to succeed. */
  async must(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.tofu(...args);
    if (status !== 0) throw new Error(`${this.engine} ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
