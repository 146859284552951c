import { gunzipSync } from "node:zlib";
import { decodeDataUrl } from "../../lib/ignition/data-url";

/** Flags of Ignition that are the same as not being there where they are false. */
const OFF = [
  ...["overwrite", "hard", "wipeTable", "wipePartitionEntry", "resize", "wipeFilesystem", "wipeVolume", "discard"],
  ...["tpm2", "needsNetwork", "noCreateHome", "noUserGroup", "noLogInit", "system"],
];

/** Lists whose order means something. */
const ORDERED = [
  ...["partitions", "devices", "options", "mountOptions", "openOptions", "append", "merge", "sshAuthorizedKeys"],
  ...["httpHeaders", "tang"],
];

type Json = Readonly<Record<string, unknown>>;

/** An Ignition config in a form that is the same for all texts that mean the same. */
export function normalised(value: unknown, name = "", owner = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalised(item, name, owner)).filter((item) => JSON.stringify(item) !== "{}");
    return ORDERED.includes(name) ? items : items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(withBytes(unmountable(value as Json)))
    .filter(([key, item]) => !isDefault(key, item, name))
    .map(([key, item]) => [key, normalised(item, key, name)] as const)
    .filter(([, item]) => !(typeof item === "object" && item !== null && Object.keys(item).length === 0));
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isDefault(key: string, value: unknown, parent: string): boolean {
  if (value === null || value === undefined) return true;
  if (OFF.includes(key)) return value === false;
  if (key === "shouldExist") return value === true;
  if (["number", "spares", "sizeMiB", "startMiB"].includes(key)) return value === 0;
  if (key === "threshold") return value === 0 || value === 1;
  // Ignition gives these to files and folders that have contents or are new.
  return key === "mode" && value === (parent === "files" ? 0o644 : 0o755);
}

/** Ignition mounts no swap area, so that options of a mount say nothing there. */
function unmountable(item: Json): Json {
  return item["format"] === "swap" ? { ...item, mountOptions: [] } : item;
}

/** What a `data:` URL holds, in place of the URL. */
function withBytes(resource: Json): Json {
  const { source, compression, ...rest } = resource;
  if (typeof source !== "string" || !source.startsWith("data:")) {
    return compression === "" ? { ...rest, source } : resource;
  }
  const bytes = decodeDataUrl(source) ?? Buffer.from("not a data: URL");
  return { ...rest, bytes: (compression === "gzip" ? gunzipSync(bytes) : bytes).toString("base64") };
}
