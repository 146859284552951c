import { leastPacked, MOST_LEAST_PACKED } from "./deflate/least-packed";
import { gzipBase64 } from "./gzip";

/** Content as Ignition wants it: a `data:` URL, and whether what it holds is to be unpacked. */
export interface EncodedContents {
  readonly source: string;
  readonly compression?: "gzip";
}

/**
 * Characters of a URL that stand for themselves. Of a question mark Ignition's parser of URLs makes a query, but the URL is
 * written out whole again before its data are read.
 */
const PLAIN = /[A-Za-z0-9_.!~*'();/?:@&=+$,-]/;

/** By which a compressed content is longer in the rendered config. */
const COMPRESSION_KEY = ',"compression":"gzip"'.length;

const TEXT = "data:,";
const BASE64 = "data:;base64,";

/** 1 for each byte that stands for itself. */
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (PLAIN.test(String.fromCharCode(byte)) ? 1 : 0));

const HEX_DIGITS = Buffer.from("0123456789ABCDEF");

/**
 * Writes content in the form that is shortest in the config: as text, in base64, or packed. Text wins a tie.
 *
 * @param content bytes, or text of which the bytes are UTF-8
 */
export function encodeDataUrl(content: Uint8Array | string): EncodedContents {
  const bytes = typeof content === "string" ? utf8(content) : content;
  const escaped = escapedSize(bytes);
  const text = TEXT.length + escaped;
  const whole = Math.min(text, BASE64.length + base64Size(bytes.length));
  // As many packed bytes as still make a shorter form than the whole.
  const most = 3 * Math.floor((whole - 1 - BASE64.length - COMPRESSION_KEY) / 4);
  const packed = most < MOST_LEAST_PACKED && most < leastPacked(bytes) ? undefined : gzipBase64(bytes, most);
  if (packed !== undefined) return { source: BASE64 + packed, compression: "gzip" };
  return { source: text === whole ? TEXT + escape(bytes, escaped) : BASE64 + base64(bytes) };
}

// Kept from one text to the next, since most are small and there are many.
let room = Buffer.alloc(16 * 1024);

/** The bytes of a text, until it is asked the next time. */
function utf8(text: string): Buffer {
  // No character of UTF-16 has more than three bytes.
  if (room.length < 3 * text.length) room = Buffer.alloc(6 * text.length);
  return room.subarray(0, room.write(text));
}

function escapedSize(bytes: Uint8Array): number {
  let plain = 0;
  for (let at = 0; at < bytes.length; at += 1) plain += IS_PLAIN[bytes[at]!]!;
  return plain + 3 * (bytes.length - plain);
}

function escape(bytes: Uint8Array, size: number): string {
  const escaped = Buffer.allocUnsafe(size);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (IS_PLAIN[byte] === 1) {
      escaped[to++] = byte;
    } else {
      escaped[to++] = 0x25;
      escaped[to++] = HEX_DIGITS[byte >> 4]!;
      escaped[to++] = HEX_DIGITS[byte & 15]!;
    }
  }
  return escaped.toString("latin1");
}

function base64Size(size: number): number {
  return 4 * Math.ceil(size / 3);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
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
