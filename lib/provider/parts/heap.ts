import { setFlagsFromString } from "node:v8";

/**
 * How much the heap may grow between two collections, in percent. V8 by itself lets a heap of 20 MB grow to five times
 * that before it looks what is still needed, for a little less work; OpenTofu runs several providers side by side.
 */
const GROWTH = 30;

let isTuned = false;

/** Keeps the heap small from now on. Not at the very start: compiled code is good for the flags that it was made with. */
export function tune(): void {
  isTuned = true;
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}

/** Does something that reads or writes compiled code, Node's own included, which is made without this flag. */
export function untuned<T>(work: () => T): T {
  if (!isTuned) return work();
  setFlagsFromString("--heap-growing-percent=0");
  isTuned = false;
  try {
    return work();
  } finally {
    tune();
  }
}
