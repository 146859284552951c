import fc from "fast-check";
import type { Contents } from "../../lib/ignition/schema";
import { anyCharacter } from "../any-character";

/** Text on one line, of which nothing may be taken for syntax: quotes, escapes, other scripts. */
export const words: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9=_./-]{1,12}$/),
  fc.constantFrom('a "quoted" word', "100% ${x} %{y} $$", "grün – 山 🚀", "it's #1; a,b", "C:\\dir\\x"),
);

/** What a file may hold: text, pieces of text, or bytes. */
export const inlineContents: fc.Arbitrary<Contents> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: anyCharacter, maxLength: 30 }).filter((text) => !/\p{Surrogate}/u.test(text)),
  fc.array(words, { maxLength: 3 }),
  fc.tuple(words, fc.integer({ min: 1, max: 80 })).map(([word, count]) => `${word}\n`.repeat(count)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ base64: Buffer.from(bytes).toString("base64") })),
);

interface GivenRemote {
  readonly source: string;
  readonly verification?: { readonly hash?: string };
  readonly compression?: "gzip";
  readonly httpHeaders?: readonly { readonly name: string; readonly value?: string }[];
}

interface Place {
  readonly source: string;
  readonly http?: true;
  readonly packed?: true;
}

const PLACES: readonly Place[] = [
  { source: "https://install.example/a%20b.ign?x=1#y", http: true, packed: true },
  { source: "http://[2001:db8::1]:8080/a", http: true, packed: true },
  { source: "https://user:word@install.example/b", http: true, packed: true },
  { source: "tftp://10.20.0.2/a", packed: true },
  { source: "gs://bucket/object", packed: true },
  { source: "s3://bucket/key?versionId=1" },
  { source: "arn:aws:s3:::bucket/key" },
  { source: "arn:aws:s3:eu-west-1:123456789012:accesspoint/point/object/key" },
];

/** Content that is fetched, from every scheme there is. */
export function remoteSources({ verified }: { readonly verified: boolean }): fc.Arbitrary<GivenRemote> {
  const hashes = fc.constantFrom(`sha512-${"0a".repeat(64)}`, `sha256-${"f1".repeat(32)}`);
  return fc
    .record(
      {
        place: fc.constantFrom(...PLACES),
        hash: verified ? hashes : fc.option(hashes, { nil: undefined }),
        compressed: fc.boolean(),
        headers: fc.boolean(),
      },
      { requiredKeys: ["place", "hash"] },
    )
    .map(({ place, hash, compressed, headers }) => ({
      source: place.source,
      ...(hash === undefined ? {} : { verification: { hash } }),
      ...(compressed === true && place.packed ? { compression: "gzip" as const } : {}),
      ...(headers === undefined ? {} : { httpHeaders: headers && place.http ? HEADERS : [] }),
    }));
}

const HEADERS = [{ name: "Accept" }, { name: "X-Token", value: "a, b" }];

/** Any contents. */
export const anyContents: fc.Arbitrary<Contents> = fc.oneof(
  { weight: 3, arbitrary: inlineContents },
  { weight: 1, arbitrary: remoteSources({ verified: false }) },
);
