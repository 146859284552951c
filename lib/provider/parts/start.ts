import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { openCodeCache } from "./code-cache";
import { markAlone, tune, untuned } from "./heap";
import { PartLoader, type Parts } from "./part-loader";

/**
 * The beginning of the provider's file; the parts follow it, each in a comment of its own, so that Node neither compiles
 * nor even parses what a start does not need. Both are put together by `lib/cli/setup/provider-parts.mjs`.
 */
declare const PARTS: Parts;

/** What stands before a part, as before each of its lines: the beginning of a comment. What follows is a newline. */
const BEFORE = "//".length;
const AFTER = "\n".length;

markAlone();
const { env } = process;
const builtIn = createRequire(__filename);
const cache = env["SLIPWAY_CODE_CACHE"] === "off" ? undefined : openCodeCache(userCache());
const loader = new PartLoader(PARTS, sourceOf, cache, (name) => untuned(() => builtIn(name) as unknown));
process.once("exit", () => untuned(() => loader.keepCompiled()));
loader.require(PARTS.entry);
tune();

function userCache(): string {
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "slipway");
}

function sourceOf(part: number): string {
  // Counted from the end, since the beginning's own length depends on these figures.
  const { length = 0 } = PARTS.parts[part] ?? {};
  const after = PARTS.parts.slice(part).reduce((sum, each) => sum + BEFORE + each.length + AFTER, 0);
  const file = openSync(__filename, "r");
  try {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(file, bytes, 0, length, fstatSync(file).size - after + BEFORE);
    if (read !== length) throw new Error(`${__filename} is not whole`);
    return bytes.toString("latin1").replaceAll("\n//", "\n");
  } finally {
    closeSync(file);
  }
}
