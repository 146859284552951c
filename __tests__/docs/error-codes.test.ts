import { readFileSync } from "node:fs";
import { join } from "node:path";
import { problemCodes } from "./problem-codes";

const page = readFileSync(join(__dirname, "../../docs/reference/errors.md"), "utf8");

jest.setTimeout(60_000);

describe("docs/reference/errors.md", () => {
  const documented = [...page.matchAll(/`([a-z0-9-]+\/(?:[a-z0-9-]+|\*))`/g)].map(([, code = ""]) => code);

  it("lists each code that there is, and no other", () => {
    const codes = [...problemCodes().keys()];

    expect(codes.length).toBeGreaterThan(150);
    expect([...new Set(documented)].sort()).toEqual([...codes].sort());
  });

  it("lists none twice", () => {
    expect(documented.filter((code, index) => documented.indexOf(code) < index)).toEqual([]);
  });
});
