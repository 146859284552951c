import { setFlagsFromString } from "node:v8";

/** A setting of V8's: as it is while we serve, and as it is by itself. */
interface Setting {
  readonly ours: string;
  readonly usual: string;
}

const SETTINGS: readonly Setting[] = [
  // How much the heap may grow between two collections, in percent. V8 by itself lets a heap of 20 MB grow to five times
  // that before it looks what is still needed, for a little less work; OpenTofu runs several providers side by side.
  { ours: "--heap-growing-percent=30", usual: "--heap-growing-percent=0" },
  // How much of other functions a function may take in when it is compiled once more for speed, in octets of code. With
  // V8's own limit several cores are busy for as long as a provider lives, and what that would gain comes too late.
  { ours: "--max-inlined-bytecode-size-cumulative=150", usual: "--max-inlined-bytecode-size-cumulative=920" },
];

/**
 * The heap is so small that to look through it in between is less work than to agree about it with other threads.
 *
 * To be said before anything else, and never taken back: V8 trusts this flag to tell whether another thread is at work,
 * so a change while one is ends the process. Compiled code is good with and without it.
 */
export function markAlone(): void {
  setFlagsFromString("--no-concurrent-marking");
}

let isTuned = false;

/**
 * Keeps the heap, and what V8 does beside the main thread, small from now on. Not at the very start: compiled code is
 * good for the flags that it was made with.
 */
export function tune(): void {
  isTuned = true;
  for (const { ours } of SETTINGS) setFlagsFromString(ours);
}

/** Does something that reads or writes compiled code, Node's own included, which is made without these flags. */
export function untuned<T>(work: () => T): T {
  if (!isTuned) return work();
  for (const { usual } of SETTINGS) setFlagsFromString(usual);
  isTuned = false;
  try {
    return work();
  } finally {
    tune();
  }
}
