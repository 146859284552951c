import fc from "fast-check";
import { parseUnitFile, writeUnitFile } from "../../lib/units/parse";
import { renderUnit } from "../../lib/units/render";
import { validateUnit } from "../../lib/units/validate";
import { fuzzCases } from "../fuzz";
import { everyQuadlet } from "./fixtures";
import { hostileLeaf, leavesOf, withText } from "./mutations";
import { quadletOfEach, unitOfEach } from "./samples/one-each";

const every = [...quadletOfEach, ...unitOfEach];

describe("parseUnitFile", () => {
  it("takes sections, directives and their values apart", () => {
    const text = "[Unit]\nDescription=a = b\n\n[Service]\nExecStart=/bin/true\nExecStart=/bin/false \n";

    expect(parseUnitFile(text)).toEqual({
      file: {
        sections: [
          { name: "Unit", lines: [{ key: "Description", value: "a = b" }] },
          {
            name: "Service",
            lines: [
              { key: "ExecStart", value: "/bin/true" },
              { key: "ExecStart", value: "/bin/false" },
            ],
          },
        ],
      },
      problems: [],
    });
  });

  it("leaves comments and empty lines out, within a line that goes on too", () => {
    const text = "# one\n\n[Unit]\n; two\nDescription = a \\\n# three\n\n  b\n";

    expect(parseUnitFile(text).file.sections).toEqual([
      { name: "Unit", lines: [{ key: "Description", value: "a  b" }] },
    ]);
  });

  it("joins lines only at a backslash that is not escaped itself", () => {
    expect(parseUnitFile("[A]\nB=c\\\\\nD=e\\\nf").file.sections).toEqual([
      {
        name: "A",
        lines: [
          { key: "B", value: "c\\\\" },
          { key: "D", value: "e f" },
        ],
      },
    ]);
  });

  it("refuses lines that are none, with their numbers and without their text", () => {
    const { problems } = parseUnitFile("A=b\n[Unit]\npassword\n=c\n");

    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ["unit/strange-line", ["lines", 1]],
      ["unit/strange-line", ["lines", 3]],
      ["unit/strange-line", ["lines", 4]],
    ]);
    expect(JSON.stringify(problems)).not.toContain("password");
  });

  it("reads back every unit that we write, which is then written as it was", () => {
    const texts = [...everyQuadlet, ...every.map(({ unit }) => unit)].map(renderUnit);

    for (const text of texts) {
      const { file, problems } = parseUnitFile(text);
      expect(problems).toEqual([]);
      expect(writeUnitFile(file)).toBe(text);
    }
  });

  it("finds in a unit that holds a hostile text the directives that it has without, and no more", () => {
    const leaves = every.flatMap((each) => leavesOf(each));
    let judged = 0;

    fc.assert(
      fc.property(hostileLeaf(leaves), ([leaf, text]) => {
        const unit = withText(leaf, text);
        if (validateUnit(unit).some(({ severity }) => severity === "error")) return;
        judged += 1;
        const { file, problems } = parseUnitFile(renderUnit(unit));

        expect(problems).toEqual([]);
        expect(writeUnitFile(file)).toBe(renderUnit(unit));
        expect(keysOf(file)).toEqual(keysOf(parseUnitFile(renderUnit(leaf.unit)).file));
      }),
      { numRuns: fuzzCases() },
    );

    expect(judged).toBeGreaterThan(0);
  });
});

function keysOf({ sections }: ReturnType<typeof parseUnitFile>["file"]): readonly string[] {
  return sections.flatMap(({ name, lines }) => lines.map(({ key }) => `${name}.${key}`));
}
