import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark, Subjects } from "../bench/harness/benchmark";
import { bench } from "../bench/harness/command";
import { median } from "../bench/harness/measure";
import { compile, valueOf } from "../bench/harness/process";

/** What a call wrote, and its exit status. */
function call(args: readonly string[], ...benchmarks: readonly Benchmark[]) {
  const written = { out: "", err: "" };
  const status = bench(
    args,
    benchmarks,
    { write: (text) => (written.out += text) },
    { write: (text) => (written.err += text) },
  );
  return { status, ...written };
}

const aBenchmark = (name: string, subjects: Subjects): Benchmark => ({
  name,
  what: `count to ${name}`,
  unit: "s",
  peer: "an abacus",
  prepare: () => subjects,
});

/** Answers these values, one a run; the first is that which is not counted. */
function inTurn(...values: readonly number[]): () => number {
  const left = [...values];
  return () => left.shift() ?? NaN;
}

const ten = (): Benchmark => aBenchmark("ten", { ours: inTurn(99, 1, 2, 3, 4, 5), peer: inTurn(99, 4, 4, 4, 4, 4) });
const alone = (): Benchmark =>
  aBenchmark("thousand", { ours: inTurn(99, 1, 1, 1, 1, 1), peer: { missing: "nobody makes them any more" } });

describe("npm run bench", () => {
  it("prints a table of medians, and why a peer is not there", () => {
    expect(call([], ten(), alone())).toEqual({
      status: 0,
      out:
        "benchmark  ours  peer  ratio  compared with\n" +
        "ten        3 s   4 s   0.75   an abacus\n" +
        "thousand   1 s   –     –      an abacus: not here, nobody makes them any more\n",
      err: "ten: 5 runs of each …\nthousand: 5 runs of each …\n",
    });
  });

  it("prints a line of JSON for each with --json", () => {
    expect(call(["--json"], ten(), alone()).out).toBe(
      '{"name":"ten","value":3,"unit":"s","peer":"an abacus","peerValue":4,"ratio":0.75}\n' +
        '{"name":"thousand","value":1,"unit":"s","peer":"an abacus","peerValue":null,"ratio":null}\n',
    );
  });

  it("runs only what is named", () => {
    expect(call(["thousand"], ten(), alone()).err).toBe("thousand: 5 runs of each …\n");
  });

  it("lets ours and the peer take turns, after one of each that is not counted", () => {
    const turns: string[] = [];
    const subjects = { ours: () => turns.push("ours"), peer: () => turns.push("peer") };

    call(["--runs", "6"], aBenchmark("ten", subjects));

    expect(turns.join(" ")).toBe("ours peer ".repeat(7).trim());
  });

  it("lists what there is", () => {
    expect(call(["--list"], ten(), alone()).out).toBe("ten       count to ten\nthousand  count to thousand\n");
  });

  it("explains itself", () => {
    expect(call(["--help"], ten())).toMatchObject({ status: 0, out: expect.stringMatching(/^npm run bench -- /) });
  });

  it.each([
    ["a benchmark that there is not", ["nine"], 'there is no benchmark "nine"; there are: ten\n'],
    ["fewer than five runs", ["--runs", "4"], '--runs is "4"; it has to be a whole number from 5 to 1000\n'],
    ["half a run", ["--runs", "5.5"], '--runs is "5.5"; it has to be a whole number from 5 to 1000\n'],
  ])("refuses %s", (_what, args, err) => {
    expect(call(args, ten())).toEqual({ status: 2, out: "", err });
  });

  it("refuses an option that there is not", () => {
    expect(call(["--fast"], ten())).toMatchObject({
      status: 2,
      err: expect.stringContaining("Unknown option '--fast'"),
    });
  });

  it("hands a folder to each benchmark, and removes it", () => {
    let folder = "";
    const benchmark: Benchmark = {
      ...ten(),
      prepare(given) {
        folder = given;
        return { ours: () => (existsSync(folder) ? 1 : 0), peer: { missing: "none" } };
      },
    };

    expect(call(["--json"], benchmark).out).toContain('"value":1');
    expect(existsSync(folder)).toBe(false);
  });
});

describe("median", () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9], 9.5],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe("a program of a benchmark", () => {
  it("is compiled with what it imports, and its number read", () => {
    let value = 0;
    const benchmark: Benchmark = {
      ...ten(),
      prepare(folder) {
        writeFileSync(join(folder, "two.ts"), "export const two: number = 2;\n");
        writeFileSync(
          join(folder, "main.ts"),
          'import { two } from "./two";\nconsole.log(two * Number(process.argv[2]));\n',
        );
        const program = compile(join(folder, "main.ts"), folder);
        value = valueOf(process.execPath, [program, "21"]);
        return { ours: () => 1, peer: { missing: "none" } };
      },
    };

    call([], benchmark);

    expect(value).toBe(42);
  });

  it.each([
    ["fails", "process.exit(3)"],
    ["says nothing", ""],
    ["says no number", "console.log('soon')"],
  ])("that %s ends the benchmark", (_what, script) => {
    expect(() => valueOf(process.execPath, ["-e", script])).toThrow(`${process.execPath} -e ${script} failed`);
  });
});
