import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark } from "./benchmark";

/** What a benchmark came to. Keys are those of its line of JSON, but for the last. */
export interface Result {
  readonly name: string;
  /** Median of our runs. */
  readonly value: number;
  readonly unit: string;
  readonly peer: string;
  /** Median of the peer's runs; null if it is not there. */
  readonly peerValue: number | null;
  /** Median of ours divided by the peer's, turn by turn: below 1 we are better. Null if there is no peer. */
  readonly ratio: number | null;
  /** Why there is no peer. */
  readonly missing?: string;
}

/**
 * Runs a benchmark: a turn of each that is not counted, then ours and the peer in turn, so that whatever else the
 * machine does meanwhile weighs on both alike.
 *
 * @param turns how many are counted
 */
export function measure(benchmark: Benchmark, turns: number): Result {
  const { name, unit, peer: peerName } = benchmark;
  const folder = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  try {
    const { ours, peer } = benchmark.prepare(folder);
    const theirs = typeof peer === "function" ? peer : undefined;
    ours();
    theirs?.();
    const values = Array.from({ length: turns }, () => ({ ours: ours(), peer: theirs?.() ?? NaN }));
    const value = rounded(median(values.map((turn) => turn.ours)));
    if (typeof peer !== "function")
      return { name, value, unit, peer: peerName, peerValue: null, ratio: null, missing: peer.missing };
    return {
      name,
      value,
      unit,
      peer: peerName,
      peerValue: rounded(median(values.map((turn) => turn.peer))),
      ratio: rounded(median(values.map((turn) => turn.ours / turn.peer))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The middle one; of an even number, half-way between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
}

/** To four digits that count: no more of them are the same twice. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
