import fc from "fast-check";
import { gunzipSync } from "node:zlib";
import { decodeDataUrl, encodeDataUrl, type EncodedContents } from "../../lib/ignition/data-url";

function decoded({ source, compression }: EncodedContents): Buffer {
  const bytes = decodeDataUrl(source) ?? Buffer.from("not decoded");
  return compression === "gzip" ? gunzipSync(bytes) : bytes;
}

describe("encodeDataUrl", () => {
  it.each([
    ["nothing", "", { source: "data:," }],
    ["a line", "install\n", { source: "data:,install%0A" }],
    ["characters of a URL", "a=b;c@d:e/f,g+h&i$j", { source: "data:,a=b;c@d:e/f,g+h&i$j" }],
    ["characters that would end the URL or its text", '?#%"\\', { source: "data:,%3F%23%25%22%5C" }],
    ["more of them", '?#%"\\?#%"\\', { source: "data:;base64,PyMlIlw/IyUiXA==" }],
    ["a few of them among others", "is this it? yes", { source: "data:,is%20this%20it%3F%20yes" }],
    ["letters beyond ASCII", "grün", { source: "data:,gr%C3%BCn" }],
    [
      "much of the same",
      "abc ".repeat(50),
      { source: "data:;base64,H4sIAAAAAAAA/0tMSlYYDhgA1UeE4sgAAAA=", compression: "gzip" },
    ],
  ])("writes %s in the shortest form", (_name, text, expected) => {
    expect(encodeDataUrl(Buffer.from(text))).toEqual(expected);
  });

  it("loses nothing of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
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
