import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { membersOf } from "./zip";

/** Where something may have been left: a name for messages, and the bytes. */
export type Place = readonly [name: string, bytes: Buffer];

/** Every file below a folder. Of zip archives, as saved plans are, their members too, unpacked. */
export function placesBelow(folder: string): readonly Place[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .flatMap((path): readonly Place[] => {
      const bytes = readFileSync(path);
      const isZip = bytes.subarray(0, 4).equals(Buffer.from("PK\x03\x04"));
      const members = isZip ? membersOf(bytes) : [];
      return [[path, bytes], ...members.map(([name, inner]) => [`${path} → ${name}`, inner] as const)];
    });
}

/** The ways in which a text may stand in bytes: as it is, in hex, and in base64 behind 0, 1 or 2 other bytes. */
export function formsOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((ahead) => {
    const text = Buffer.concat([Buffer.alloc(ahead), bytes]).toString("base64");
    // The first and the last group depend on what stands beside the secret.
    return text.slice(ahead === 0 ? 0 : 4, Math.floor((ahead + bytes.length) / 3) * 4);
  });
  return [secret, bytes.toString("hex"), ...shifted].map((form) => Buffer.from(form));
}

/** Names of the places that hold a secret in any form. */
export function placesWith(secret: string, places: readonly Place[]): readonly string[] {
  const forms = formsOf(secret);
  return places.filter(([, bytes]) => forms.some((form) => bytes.includes(form))).map(([name]) => name);
}
