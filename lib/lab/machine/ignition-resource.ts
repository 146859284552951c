import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { IgnitionError, type IgnitionResource } from "./ignition-config";

/** Fetches a URL over the machine's network; rejects if that fails. */
export type Fetch = (url: string) => Promise<Buffer>;

/** The bytes of a resource: fetched, inflated, and compared with its hash. */
export async function readResource(resource: IgnitionResource, fetch: Fetch, what: string): Promise<Buffer> {
  const raw = await fetchSource(resource.source ?? "", fetch, what);
  const bytes = resource.compression === "gzip" ? inflate(raw, what) : raw;
  const hash = resource.verification?.hash;
  if (hash) {
    const [algorithm = "", expected] = hash.split("-");
    const got = createHash(algorithm).update(bytes).digest("hex");
    if (got !== expected) throw new IgnitionError(`${what}: hash verification failed (got ${algorithm}-${got})`);
  }
  return bytes;
}

async function fetchSource(source: string, fetch: Fetch, what: string): Promise<Buffer> {
  if (source === "") return Buffer.alloc(0);
  if (source.startsWith("data:")) return decodeDataUrl(source, what);
  if (!/^https?:\/\//.test(source)) throw new IgnitionError(`${what}: invalid url scheme in ${source}`);
  try {
    return await fetch(source);
  } catch (error) {
    throw new IgnitionError(`${what}: GET ${source}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function inflate(bytes: Buffer, what: string): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new IgnitionError(`${what}: gzip: invalid header`);
  }
}

function decodeDataUrl(url: string, what: string): Buffer {
  const comma = url.indexOf(",");
  if (comma < 0) throw new IgnitionError(`${what}: unable to parse data url`);
  const data = url.slice(comma + 1);
  if (url.slice(0, comma).endsWith(";base64")) {
    const bytes = Buffer.from(decodePercent(data, what).toString("latin1"), "base64");
    if (bytes.toString("base64").replace(/=+$/, "") !== data.replace(/%3D/gi, "").replace(/=+$/, "")) {
      throw new IgnitionError(`${what}: illegal base64 data`);
    }
    return bytes;
  }
  return decodePercent(data, what);
}

/** Percent decoding of bytes: `decodeURIComponent` would refuse what is not UTF-8. */
function decodePercent(text: string, what: string): Buffer {
  const bytes: number[] = [];
  const source = Buffer.from(text);
  for (let index = 0; index < source.length; index += 1) {
    const byte = source[index] ?? 0;
    if (byte !== 0x25) {
      bytes.push(byte);
      continue;
    }
    const digits = source.toString("latin1", index + 1, index + 3);
    if (!/^[0-9a-f]{2}$/i.test(digits)) throw new IgnitionError(`${what}: invalid URL escape "%${digits}"`);
    bytes.push(Number.parseInt(digits, 16));
    index += 2;
  }
  return Buffer.from(bytes);
}
