import { gzip } from "./gzip";

/** Content as Ignition wants it: a `data:` URL, and whether what it holds is to be unpacked. */
export interface EncodedContents {
  readonly source: string;
  readonly compression?: "gzip";
}

/**
 * Characters of a URL that stand for themselves. A question mark could as well, but parsers of URLs take it for the
 * start of a query.
 */
const PLAIN = /[A-Za-z0-9_.!~*'();/:@&=+$,-]/;

/** By which a compressed content is longer in the rendered config. */
const COMPRESSION_KEY = ',"compression":"gzip"'.length;

/** Nothing packed is shorter: 20 bytes are gzip's own, 2 the least of a block. */
const LEAST_PACKED = "data:;base64,".length + 4 * Math.ceil(22 / 3) + COMPRESSION_KEY;

const ESCAPED = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return PLAIN.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
});

/** Writes bytes in the form that is shortest in the config: as text, in base64, or packed. Text wins a tie. */
export function encodeDataUrl(bytes: Uint8Array): EncodedContents {
  const plain: EncodedContents = { source: `data:,${Array.from(bytes, (byte) => ESCAPED[byte]).join("")}` };
  const whole = shorter(plain, { source: `data:;base64,${base64(bytes)}` });
  if (size(whole) <= LEAST_PACKED) return whole;
  return shorter(whole, { source: `data:;base64,${base64(gzip(bytes))}`, compression: "gzip" });
}

function shorter(first: EncodedContents, second: EncodedContents): EncodedContents {
  return size(second) < size(first) ? second : first;
}

function size(form: EncodedContents): number {
  return form.source.length + (form.compression === undefined ? 0 : COMPRESSION_KEY);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

const TOKEN = "[\\w.+!#$&^'*`{}|~-]+";
const MEDIA_TYPE = new RegExp(
  `^(?:(?:(?:text|image|audio|video|application|message|multipart)|[xX]-)[^/]*/${TOKEN})?$`,
);
const PARAMETERS = new RegExp(`^(?:;${TOKEN}=(?:${TOKEN}|"[^"\\\\]*"))*$`);
const NOT_URL_TEXT = /[^A-Za-z0-9_.!~*'();/?:@&=+$,%-]|%(?![0-9a-fA-F]{2})/;

/** Reads a `data:` URL; undefined if it is none that Ignition can read. */
export function decodeDataUrl(url: string): Buffer | undefined {
  const comma = url.indexOf(",");
  if (!url.startsWith("data:") || comma === -1) return undefined;
  const head = url.slice("data:".length, comma);
  const data = url.slice(comma + 1);
  const encoded = head.endsWith(";base64");
  const [, type = "", parameters = ""] = /^([^;]*)(.*)$/s.exec(encoded ? head.slice(0, -";base64".length) : head) ?? [];
  if (!MEDIA_TYPE.test(type) || !PARAMETERS.test(parameters)) return undefined;
  return encoded ? decodeBase64(data) : decodeText(data);
}

function decodeBase64(data: string): Buffer | undefined {
  const bytes = Buffer.from(data, "base64");
  return bytes.toString("base64") === data ? bytes : undefined;
}

function decodeText(data: string): Buffer | undefined {
  if (NOT_URL_TEXT.test(data)) return undefined;
  const latin1 = data.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, "latin1");
}
