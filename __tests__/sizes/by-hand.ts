import { spawnSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contents, IgnitionConfig } from "../../lib/ignition/schema";
import { withFolder } from "../contract/judges/judge";
import type { Sized } from "./configs";

const BY_HAND = join(__dirname, "by-hand");

/** The config that has no file in `by-hand/`: nobody would write it. */
const WITHOUT_FILE = "install-vm";

/** Configs as OpenTofu writes them out of plain HCL, by name. */
export function byHand(tofu: string, configs: readonly Sized[]): Readonly<Record<string, string>> {
  return withFolder((folder) => {
    for (const { name, files, config } of configs) {
      for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
      const target = join(folder, `${name}.tf`);
      if (name === WITHOUT_FILE) writeFileSync(target, asByHand(name, config, folder));
      else copyFileSync(join(BY_HAND, `${name}.tf`), target);
    }
    const run = (...args: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync(tofu, args, {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, TF_CLI_CONFIG_FILE: "", TF_DATA_DIR: join(folder, ".terraform") },
        timeout: 60_000,
        maxBuffer: 16 * 1024 * 1024,
      });
      if (status !== 0) throw new Error(`tofu ${args.join(" ")}: ${stderr}`);
      return stdout;
    };
    run("init", "-no-color", "-input=false");
    run("apply", "-no-color", "-input=false", "-auto-approve");
    const outputs = JSON.parse(run("output", "-json")) as Readonly<Record<string, { readonly value: string }>>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  });
}

/**
 * What somebody would write who had the patience: each text as a file beside it, percent-encoded by `urlencode`.
 *
 * JSON is HCL's syntax for values too, but for the `${` and `%{` in its texts.
 */
function asByHand(name: string, config: IgnitionConfig, folder: string): string {
  const files = config.storage?.files?.map((file, index) => {
    const contents = file.contents === undefined ? {} : { contents: named(file.contents, `${name}-${index}`, folder) };
    return { ...file, ...contents };
  });
  const whole = { ignition: { version: "3.4.0" }, ...config, storage: { ...config.storage, files } };
  const json = JSON.stringify(whole, null, 2).replace(/([$%])\{/g, "$1$1{");
  const hcl = json.replace(/"<(\S+)>"/g, '"data:,${replace(urlencode(file("$1")), "+", "%20")}"');
  return `output "${name}" {\n  value = jsonencode(${hcl})\n}\n`;
}

function named(contents: Contents, file: string, folder: string): Contents {
  if (typeof contents !== "string") throw new Error(`${file} is no text`);
  writeFileSync(join(folder, file), contents);
  return { source: `<${file}>` };
}
