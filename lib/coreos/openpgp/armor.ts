import { broken } from "./packets";

const HEAD = /^-----BEGIN PGP (?:PUBLIC KEY BLOCK|SIGNATURE)-----[ \t]*$/;

/** Turns ASCII armour into the bytes within, several blocks into one; bytes that are not armoured are answered as they are. */
export function dearmor(input: Buffer): Buffer {
  const lines = input.toString("latin1").split(/\r?\n/);
  const blocks: Buffer[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!HEAD.test(lines[at] ?? "")) continue;
    const end = lines.findIndex((line, index) => index > at && line.startsWith("-----"));
    if (end < 0 || !(lines[end] ?? "").startsWith("-----END PGP ")) throw broken("ASCII armour without an end");
    blocks.push(decode(lines.slice(at + 1, end)));
    at = end;
  }
  return blocks.length === 0 ? input : Buffer.concat(blocks);
}

/** Headers, an empty line, base64, and perhaps a checksum. That guards against accidents only, which signatures do better. */
function decode(lines: readonly string[]): Buffer {
  const empty = lines.findIndex((line) => line.trim() === "");
  if (empty < 0) throw broken("ASCII armour without an empty line after its headers");
  const body = lines.slice(empty + 1).filter((line) => line.trim() !== "");
  const last = body.at(-1);
  const base64 = (last !== undefined && /^=[A-Za-z0-9+/]{4}\s*$/.test(last) ? body.slice(0, -1) : body).join("");
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) throw broken("ASCII armour that holds more than base64");
  return Buffer.from(base64, "base64");
}
