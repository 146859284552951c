import fc from "fast-check";
import { gunzipSync } from "node:zlib";
import { decodeDataUrl, encodeDataUrl, type EncodedContents } from "../../lib/ignition/data-url";
import { leastPacked, MOST_LEAST_PACKED } from "../../lib/ignition/deflate/least-packed";
import { gzip } from "../../lib/ignition/gzip";
import { anyCharacter } from "../any-character";
import { fuzzCases } from "../fuzz";

function decoded({ source, compression }: EncodedContents): Buffer {
  const bytes = decodeDataUrl(source) ?? Buffer.from("not decoded");
  return compression === "gzip" ? gunzipSync(bytes) : bytes;
}

/** Short and long, of few and many symbols, with and without repetition. */
const contents = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 300 }).map((text) => Buffer.from(text)),
  fc.integer({ min: 1, max: 255 }).chain((max) => fc.uint8Array({ max, maxLength: 600 })),
  fc
    .array(fc.constantFrom("Environment=", "[Service]\n", " ", "\n", "%", "a", "Network=host\n"), { maxLength: 60 })
    .map((pieces) => Buffer.from(pieces.join(""))),
);

function shortestOfAll(bytes: Uint8Array): EncodedContents {
  const text = [...bytes].map((byte) =>
    /[A-Za-z0-9_.!~*'();/?:@&=+$,-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  );
  const forms: readonly EncodedContents[] = [
    { source: `data:,${text.join("")}` },
    { source: `data:;base64,${Buffer.from(bytes).toString("base64")}` },
    { source: `data:;base64,${gzip(bytes).toString("base64")}`, compression: "gzip" },
  ];
  const size = (form: EncodedContents): number => JSON.stringify(form).length;
  return forms.reduce((best, form) => (size(form) < size(best) ? form : best));
}

describe("leastPacked", () => {
  it("is never more than gzip needs", () => {
    fc.assert(
      fc.property(contents, (bytes) => {
        expect(leastPacked(bytes)).toBeLessThanOrEqual(gzip(bytes).length);
        expect(leastPacked(bytes)).toBeLessThanOrEqual(MOST_LEAST_PACKED);
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("is as large as it gets with all bytes", () => {
    expect(leastPacked(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))).toBe(MOST_LEAST_PACKED);
  });
});

describe("encodeDataUrl", () => {
  it.each([
    ["nothing", "", { source: "data:," }],
    ["a line", "install\n", { source: "data:,install%0A" }],
    ["characters of a URL", "a=b;c@d:e/f,g+h&i$j", { source: "data:,a=b;c@d:e/f,g+h&i$j" }],
    ["characters that would end the URL or its text", '#%"\\', { source: "data:,%23%25%22%5C" }],
    ["more of them", '?#%"\\?#%"\\', { source: "data:;base64,PyMlIlw/IyUiXA==" }],
    ["question marks, of which parsers make a query", "?is this it??", { source: "data:,?is%20this%20it??" }],
    ["letters beyond ASCII", "grün", { source: "data:,gr%C3%BCn" }],
    [
      "much of the same",
      "abc ".repeat(50),
      { source: "data:;base64,H4sIAAAAAAAA/0tMSlYYDhgA1UeE4sgAAAA=", compression: "gzip" },
    ],
  ])("writes %s in the shortest form", (_name, text, expected) => {
    expect(encodeDataUrl(Buffer.from(text))).toEqual(expected);
  });

  it("writes the shortest of all forms, text before base64 before gzip where they are equally long", () => {
    fc.assert(
      fc.property(contents, (bytes) => {
        expect(encodeDataUrl(bytes)).toEqual(shortestOfAll(bytes));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("takes a text for its bytes, however long it is, and whatever was taken before", () => {
    const texts = fc.array(fc.oneof(fc.string({ unit: anyCharacter }), fc.constant("grün ".repeat(8000))), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(texts, (list) => {
        expect(list.map((text) => encodeDataUrl(text))).toEqual(list.map((text) => encodeDataUrl(Buffer.from(text))));
      }),
      { numRuns: 50 },
    );
  });

  it("loses nothing of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 400 }), (text) => {
        expect(decoded(encodeDataUrl(Buffer.from(text))).toString()).toBe(text);
      }),
    );
  });

  it("loses nothing of any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(decoded(encodeDataUrl(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });
});

describe("decodeDataUrl", () => {
  it.each([
    ["data:,a%20b", "a b"],
    ["data:text/plain,a", "a"],
    ["data:text/plain;charset=utf-8;base64,YQ==", "a"],
    ['data:application/x-foo;name="a b",x', "x"],
  ])("reads %s", (url, text) => {
    expect(decodeDataUrl(url)?.toString()).toBe(text);
  });

  it.each([
    "data:",
    "data:;,a",
    "data:;base64,YQ",
    "data:;base64,*",
    "data:,a b",
    "data:,%zz",
    "data:,ü",
    "data:foo/bar,a",
    "http://a",
  ])("reads nothing out of %j", (url) => {
    expect(decodeDataUrl(url)).toBeUndefined();
  });
});
