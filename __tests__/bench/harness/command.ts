import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark";
import { measure, type Result } from "./measure";

const USAGE = `npm run bench -- [NAME…]

  NAME…        which benchmarks to run (all)
  --json       a line of JSON for each instead of the table
  --runs N     how many runs of each are counted, at least 5 (5)
  --list       only say which there are
  --help       this page

Ours and the peer take turns, each run a process of its own; values are medians, and less is better.
`;

/** Where a command writes. */
export interface Output {
  write(text: string): unknown;
}

/**
 * The command `npm run bench`: answers its exit status, 2 if it was called wrongly.
 *
 * @param out results
 * @param err what is going on, and what is wrong
 */
export function bench(args: readonly string[], benchmarks: readonly Benchmark[], out: Output, err: Output): number {
  const asked = readArguments(args, benchmarks);
  if (typeof asked === "string") {
    err.write(`${asked}\n`);
    return 2;
  }
  if (asked.help) {
    out.write(USAGE);
    return 0;
  }
  if (asked.list) {
    const width = Math.max(...benchmarks.map(({ name }) => name.length));
    for (const { name, what } of benchmarks) out.write(`${name.padEnd(width)}  ${what}\n`);
    return 0;
  }
  const results = asked.chosen.map((benchmark) => {
    err.write(`${benchmark.name}: ${asked.runs} runs of each …\n`);
    const result = measure(benchmark, asked.runs);
    if (asked.json) out.write(`${jsonLine(result)}\n`);
    return result;
  });
  if (!asked.json) out.write(table(results));
  return 0;
}

interface Asked {
  readonly help: boolean;
  readonly list: boolean;
  readonly json: boolean;
  readonly runs: number;
  readonly chosen: readonly Benchmark[];
}

/** What was asked for, or what is wrong with it. */
function readArguments(args: readonly string[], benchmarks: readonly Benchmark[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
        runs: { type: "string", default: "5" },
      },
    });
    const names = benchmarks.map(({ name }) => name);
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) return `there is no benchmark "${unknown}"; there are: ${names.join(", ")}`;
    const runs = Number(values.runs);
    if (!Number.isInteger(runs) || runs < 5 || runs > 1000)
      return `--runs is "${values.runs}"; it has to be a whole number from 5 to 1000`;
    const { help, list, json } = values;
    const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return { help, list, json, runs, chosen };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

function jsonLine({ name, value, unit, peer, peerValue, ratio }: Result): string {
  return JSON.stringify({ name, value, unit, peer, peerValue, ratio });
}

function table(results: readonly Result[]): string {
  const rows = [
    ["benchmark", "ours", "peer", "ratio", "compared with"],
    ...results.map(({ name, value, unit, peer, peerValue, ratio, missing }) => [
      name,
      `${value} ${unit}`,
      peerValue === null ? "–" : `${peerValue} ${unit}`,
      ratio === null ? "–" : String(ratio),
      missing === undefined ? peer : `${peer}: not here, ${missing}`,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
