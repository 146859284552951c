import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tree } from "./example";

/** Writes files and links below a folder. */
export function writeTree(folder: string, tree: Tree): void {
  for (const [path, node] of Object.entries(tree)) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    if (typeof node === "string" || Buffer.isBuffer(node)) writeFileSync(place, node, { mode: 0o644 });
    else if ("target" in node) symlinkSync(node.target, place);
    else writeFileSync(place, node.executable, { mode: 0o755 });
  }
}
