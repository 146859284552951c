import { refusal } from "../problem";

/** Turns ASCII armour into the bytes within; bytes that are not armoured are answered as they are. */
export function dearmor(input: Buffer): Buffer {
  const text = input.toString("latin1");
  const start = text.search(/^-----BEGIN PGP (?:PUBLIC KEY BLOCK|SIGNATURE)-----[ \t]*\r?$/m);
  if (start < 0) return input;
  const body = /^-----BEGIN [^\n]*\n(?:[A-Za-z]+: [^\n]*\n)*\s*\n([A-Za-z0-9+/=\s]*?)-----END PGP/.exec(
    text.slice(start),
  );
  if (body?.[1] === undefined)
    throw refusal("broken-openpgp", [], { what: "broken ASCII armour", fix: "fetch the file again" });
  // The last line may be a checksum. It guards against accidents only, which the signature does better.
  return Buffer.from(body[1].replace(/\r?\n=[A-Za-z0-9+/]{4}\s*$/, ""), "base64");
}
