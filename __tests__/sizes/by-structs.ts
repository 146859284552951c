import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Contents, IgnitionConfig, RemoteResource } from "../../lib/ignition/schema";
import { fromGoSource } from "../contract/judges/judge";

/** The program that prints configs by Ignition's Go structs; undefined where there is no Go to build it. */
export function structsProgram(): string | undefined {
  return fromGoSource("sizes-by-structs", [join(__dirname, "structs/main.go")], {
    "github.com/coreos/ignition/v2": "2.26.0",
    "github.com/vincent-petithory/dataurl": "1.0.0",
  });
}

/** Configs as Ignition's own structs print them, contents in the form that its tools give them. */
export function byStructs(program: string, configs: readonly IgnitionConfig[]): readonly string[] {
  const input = JSON.stringify(configs.map(marked));
  const { status, stdout, stderr } = spawnSync(program, { input, encoding: "utf8", timeout: 20_000 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly string[];
}

/** The config with the spec's own keys, its contents marked as text or bytes. */
function marked(config: IgnitionConfig): object {
  const files = config.storage?.files?.map(({ contents, append, ...file }) => ({
    ...file,
    ...(contents === undefined ? {} : { contents: source(contents) }),
    ...(append === undefined ? {} : { append: append.map(source) }),
  }));
  return {
    ...config,
    ignition: { ...config.ignition, version: "3.4.0" },
    storage: { ...config.storage, ...(files === undefined ? {} : { files }) },
  };
}

function source(contents: Contents): object {
  if (typeof contents === "string") return { source: `text:${contents}` };
  if ("base64" in (contents as object)) {
    return { source: `bytes:${String((contents as { readonly base64: unknown }).base64)}` };
  }
  return contents as RemoteResource;
}
