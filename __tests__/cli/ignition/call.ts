import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ignition } from "../../../lib/cli/commands/ignition";
import type { Io } from "../../../lib/cli/ignition/io";

/** What a call did. */
export interface Called {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Calls `slipway ignition`, outside a terminal unless that is said. */
export async function call(
  args: readonly string[],
  { stdin = "", ...rest }: { readonly stdin?: string } & Partial<Pick<Io, "isTerminal" | "isColored">> = {},
): Promise<Called> {
  const written = { out: "", err: "" };
  const status = await ignition(args, {
    out: { write: (text) => (written.out += text) },
    err: { write: (text) => (written.err += text) },
    readStdin: () => Promise.resolve(Buffer.from(stdin)),
    isTerminal: false,
    isColored: false,
    ...rest,
  });
  return { status, ...written };
}

/** Hands a new working folder with these files to `use`, and removes it. */
export async function inFolder<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ignition's JSON of a config with files of such contents, and whatever else is given. */
export function withFiles(contents: Readonly<Record<string, string>>, more: object = {}): string {
  const files = Object.entries(contents).map(([path, text]) => ({
    path,
    mode: 420,
    contents: { source: `data:,${encodeURIComponent(text)}` },
  }));
  return JSON.stringify({ ignition: { version: "3.4.0" }, storage: { files }, ...more });
}
