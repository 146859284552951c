import { setFlagsFromString } from "node:v8";

/**
 * How much the heap may grow between two collections, in percent. V8 by itself lets a heap of 20 MB grow to five times
 * that before it looks what is still needed, for a little less work; OpenTofu runs several providers side by side.
 */
const GROWTH = 30;

let isTuned = false;

/**
 * How much of other functions a function may take in when it is compiled once more for speed, in octets of code. V8's own
 * 920 keep several cores busy for as long as a provider lives, and what that would gain comes too late.
 */
const INLINED = 150;
const INLINED_BY_DEFAULT = 920;

/**
 * Keeps the heap and the work beside the main thread small from now on. Not at the very start: compiled code is good for
 * the flags that it was made with.
 */
export function tune(): void {
  isTuned = true;
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED}`);
  // The heap is so small that to look through it in between is less than to agree with another thread about it.
  setFlagsFromString("--no-concurrent-marking");
}

/** Does something that reads or writes compiled code, Node's own included, which is made without this flag. */
export function untuned<T>(work: () => T): T {
  if (!isTuned) return work();
  setFlagsFromString("--heap-growing-percent=0");
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BY_DEFAULT}`);
  setFlagsFromString("--concurrent-marking");
  isTuned = false;
  try {
    return work();
  } finally {
    tune();
  }
}
