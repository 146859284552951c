// Whether something has to be made again: a hash over all that it is made from, kept beside what was made.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Hash over files, and folders read through, in a stable order. */
export function hashOf(root, paths) {
  const hash = createHash("sha256");
  for (const path of paths) visit(root, path, hash);
  return hash.digest("hex");
}

function visit(root, path, hash) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  let names;
  try {
    names = readdirSync(full).sort();
  } catch {
    hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
    return;
  }
  for (const name of names) visit(root, join(path, name), hash);
}

export function isFresh(marker, hash) {
  return existsSync(marker) && readFileSync(marker, "utf8") === hash;
}

export function markFresh(marker, hash) {
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, hash);
}
