import fc from "fast-check";
import { boundaryOf, MultipartParser } from "../../../lib/lab/pve/http/multipart-parser";
import { boundary, multipart } from "./a-lab";
import type { Part } from "./a-lab";

describe("MultipartParser", () => {
  it("gives the same parts however the body is cut", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom("", "\r\n", "\r\n--", `--${boundary}`, `\r\n--a-boundar`, "\r\r\n\n--")
        .map((text) => Buffer.from(text)),
    );
    const anyBody = fc.array(anyBytes, { minLength: 1, maxLength: 3 });
    const anyCuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });

    fc.assert(
      fc.property(anyBody, anyCuts, (contents, cuts) => {
        const parts = contents.map((content, index) => ({ name: `part${index}`, content }));

        const found = parse(multipart(parts), cuts);

        expect(found).toEqual(parts.map(({ name, content }) => [name, undefined, content.toString("hex")]));
      }),
    );
  });

  it("reads the name of a file", () => {
    const body = multipart([{ name: "filename", fileName: "a b.iso", content: "bytes" }]);

    expect(parse(body, [7])).toEqual([["filename", "a b.iso", Buffer.from("bytes").toString("hex")]]);
  });

  it("has not finished before the last boundary", () => {
    const parser = new MultipartParser(boundary);

    const events = [...parser.push(multipart([{ name: "a", content: "b" }]).subarray(0, -4))];

    expect([events.at(-1)?.kind, parser.finished]).toEqual(["header", false]);
  });

  it("refuses headers without end", () => {
    const parser = new MultipartParser(boundary);
    const body = Buffer.from(`--${boundary}\r\n${"x".repeat(20_000)}`);

    expect(() => [...parser.push(body)]).toThrow("malformed multipart body: endless headers");
  });

  it("refuses a part without name", () => {
    const parser = new MultipartParser(boundary);
    const body = Buffer.from(`--${boundary}\r\nContent-Type: text/plain\r\n\r\nx`);

    expect(() => [...parser.push(body)]).toThrow("malformed multipart body: a part without name");
  });
});

describe("boundaryOf", () => {
  it.each([
    ["multipart/form-data; boundary=abc", "abc"],
    ['multipart/form-data; boundary="a b"', "a b"],
    ["application/x-www-form-urlencoded", undefined],
    [undefined, undefined],
  ])("reads %s", (type, expected) => {
    expect(boundaryOf(type)).toBe(expected);
  });
});

/** Name, file name and content of each part, with the body cut into pieces of the given lengths, over and over. */
function parse(body: Buffer, cuts: readonly number[]): unknown[] {
  const parser = new MultipartParser(boundary);
  const parts: { header: Omit<Part, "content">; pieces: Buffer[] }[] = [];
  let at = 0;
  for (let round = 0; at < body.length; round += 1) {
    const length = cuts[round % cuts.length] ?? 1;
    for (const event of parser.push(body.subarray(at, at + length))) {
      if (event.kind === "header") {
        parts.push({ header: event.header, pieces: [] });
      }
      if (event.kind === "data") {
        parts.at(-1)?.pieces.push(Buffer.from(event.data));
      }
    }
    at += length;
  }
  expect(parser.finished).toBe(true);
  return parts.map(({ header, pieces }) => [header.name, header.fileName, Buffer.concat(pieces).toString("hex")]);
}
