import fc from "fast-check";
import type { Contents, IgnitionConfig } from "../../lib/ignition/schema";
import { anyCharacter } from "../any-character";
import type { Tree } from "./judges/tree";

/** A config, and what Ignition has to make of it in an empty folder. */
export interface TreeAndConfig {
  readonly config: IgnitionConfig;
  readonly tree: Tree;
}

/** Files with any contents and names, beside folders and links, as many of each as are asked for. */
export function randomTree(count: number): TreeAndConfig {
  const all = fc.sample(fc.record({ name, target: line, bytes, mode, owner, folder: name }), count);
  const folders = all.map((node, index) => ({ ...node, path: `/d/${index}${node.folder}` }));
  const files = all.map((node, index) => ({ ...node, path: `/f/${index % 7}/${index}${node.name}` }));
  const links = all.map((node, index) => ({ ...node, path: `/l/${index}${node.name}` }));
  const parents = ["/d", "/f", ...files.slice(0, 7).map((_, index) => `/f/${index}`), "/l"];
  return {
    config: {
      storage: {
        directories: folders.map(({ path, mode, owner }) => ({ path, mode, user: { id: owner } })),
        files: files.map(({ path, mode, owner, bytes }, index) => ({
          path,
          mode,
          group: { id: owner },
          contents: contentsOf(bytes, index),
        })),
        links: links.map(({ path, target, owner }) => ({ path, target, user: { id: owner } })),
      },
    },
    tree: Object.fromEntries([
      ...parents.map((path) => [path, ["d0755 0:0"]] as const),
      ...folders.map(({ path, mode, owner }) => [path, [`d${octal(mode)} ${owner}:0`]] as const),
      ...files.map(({ path, mode, owner, bytes }) => [path, [`-${octal(mode)} 0:${owner}`, readable(bytes)]] as const),
      ...links.map(({ path, target, owner }) => [path, [`l ${owner}:0`, target]] as const),
    ]),
  };
}

const character = fc.oneof(
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 1 }),
  fc.constantFrom(..."%$`'\"\\*?[]{}()<>|&;!#~^=:,. -", "\u00a0", "\ufeff", "\u202e", "e\u0301", "🚀"),
);

/** Text without what no name can hold: control characters, ends of lines and halves of characters. */
const line = fc
  .array(character, { minLength: 1, maxLength: 20 })
  .map((characters) => characters.join("").replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]|\p{Surrogate}/gu, "x"));

const name = line.map((text) => text.replaceAll("/", "_"));

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)),
  fc.string({ unit: "grapheme", maxLength: 100 }).map((text) => Buffer.from(text)),
  line.map((text) => Buffer.from(`${text}\r\n\u0000`.repeat(50))),
);

const mode = fc.oneof(
  fc.constantFrom(0, 0o400, 0o600, 0o644, 0o755, 0o777, 0o1777, 0o2755, 0o4755, 0o7777),
  // What looks like octal digits is taken for a mode written in decimal by mistake.
  fc.integer({ min: 0, max: 0o7777 }).filter((bits) => !/^[0-7]{3,}$/.test(String(bits))),
);

const owner = fc.constantFrom(0, 1000, 65534, 4294967294);

/** In a form of its own for every third. */
function contentsOf(content: Buffer, index: number): Contents {
  const text = readable(content);
  if (typeof text !== "string" || index % 3 === 0) return { base64: content.toString("base64") };
  return index % 3 === 1 ? text : { source: `data:,${encodeURIComponent(text)}` };
}

function readable(content: Buffer): string | Buffer {
  const text = content.toString("utf8");
  return Buffer.from(text).equals(content) ? text : content;
}

function octal(bits: number): string {
  return bits.toString(8).padStart(4, "0");
}
