import * as fc from "fast-check";
import { matchesList, matchesPattern } from "../../../lib/provider/sftp/name-patterns";
import { fuzzCases } from "../../fuzz";

describe("matchesPattern", () => {
  it.each([
    ["files", "files", true],
    ["files", "file", false],
    ["file", "files", false],
    ["files", "f*s", true],
    ["files", "*", true],
    ["", "*", true],
    ["", "", true],
    ["", "?", false],
    ["files", "?iles", true],
    ["files", "????", false],
    ["files", "*i*e*", true],
    ["a.b.c", "a.*.c", true],
    ["abc", "a.c", false],
    ["mississippi", "m*iss*ip*i", true],
    ["mississippi", "m*iss*ipp", false],
  ])("says of %j and %j: %s", (name, pattern, expected) => {
    expect(matchesPattern(name, pattern)).toBe(expected);
  });

  it("agrees with a regular expression of the same meaning", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(text, pattern, (name, one) => {
        const source = one.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
        expect(matchesPattern(name, one)).toBe(new RegExp(`^${source}$`).test(name));
      }),
      { numRuns: fuzzCases() },
    );
  });
});

describe("matchesList", () => {
  it.each([
    ["*.example.com", true],
    ["*.EXAMPLE.com", true],
    ["a,files.example.com", true],
    ["[files.example.com]:2222", true],
    ["*,!files.example.com", false],
    ["!mail.example.com", false],
    ["*,!mail.example.com", true],
    ["", false],
  ])("says of a server and the list %j: %s", (list, expected) => {
    expect(matchesList(["files.example.com", "[files.example.com]:2222"], list)).toBe(expected);
  });
});
