import fc from "fast-check";
import {
  environmentOf,
  readUnitFile,
  splitWords,
  UnitFileError,
  valueOf,
  valuesOf,
  wordsOf,
} from "../../../lib/lab/machine/unit-file";

describe("readUnitFile", () => {
  it("reads sections, comments and lines that go on", () => {
    const unit = readUnitFile(
      "# first\n[Unit]\nAfter=a.service \\\n  b.service\n; second\n\n[Service]\nType = oneshot\n",
    );

    expect(unit.sections).toEqual([
      { name: "Unit", entries: [["After", "a.service    b.service"]] },
      { name: "Service", entries: [["Type", "oneshot"]] },
    ]);
    expect(wordsOf(unit, "Unit", "After")).toEqual(["a.service", "b.service"]);
  });

  it("takes back earlier values at an empty one", () => {
    const unit = readUnitFile("[Service]\nExecStart=/a\nExecStart=\nExecStart=/b\nExecStart=/c\n");

    expect(valuesOf(unit, "Service", "ExecStart")).toEqual(["/b", "/c"]);
    expect(valueOf(unit, "Service", "Missing")).toBeUndefined();
  });

  it.each([
    ["a setting before any section", "a=b", "line 1"],
    ["a line that is no setting", "[Unit]\nhello\n", "line 2"],
    ["a setting without a key", "[Unit]\n=b\n", "line 2"],
  ])("refuses %s", (_name, text, where) => {
    expect(() => readUnitFile(text)).toThrow(UnitFileError);
    expect(() => readUnitFile(text)).toThrow(where);
  });
});

describe("splitWords", () => {
  it.each([
    ["a  b", ["a", "b"]],
    ['-g "daemon off;"', ["-g", "daemon off;"]],
    ["'a b'c d", ["a bc", "d"]],
    ['"a\\"b" \\\\', ['a"b', "\\"]],
    ["100%% sure", ["100%", "sure"]],
    ["", []],
  ])("splits %j into %j", (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it("gives back any words that were quoted", () => {
    const quoted = (word: string): string => `"${word.replace(/["\\]/g, "\\$&").replaceAll("%", "%%")}"`;
    const word = fc.string({ unit: "grapheme-ascii", minLength: 1 });

    fc.assert(fc.property(fc.array(word), (words) => expect(splitWords(words.map(quoted).join(" "))).toEqual(words)));
  });
});

describe("environmentOf", () => {
  it("reads assignments over lines and within quotes", () => {
    const unit = readUnitFile('[Service]\nEnvironment=A=1 "B=two words"\nEnvironment=C=x=y\n');

    expect([...environmentOf(unit, "Service")]).toEqual([
      ["A", "1"],
      ["B", "two words"],
      ["C", "x=y"],
    ]);
  });
});
