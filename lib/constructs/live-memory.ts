import type { Problem } from "../values/config-error";
import { known } from "./tokens";
import type { VmSpec } from "./vm-spec";

/** The least memory that Fedora CoreOS' live system starts with, in MiB. */
const LEAST_MEMORY_MIB = 2048;

/**
 * What is wrong with the memory of a machine that is installed: the live system, which installs it, has to start with it.
 */
export function liveMemoryProblems(spec: Memory): readonly Problem[] {
  return memoryProblems(spec, {
    code: "vm/too-little-memory",
    what: "Fedora CoreOS' live system does not start with less memory",
    leastMiB: LEAST_MEMORY_MIB,
  });
}

type Memory = Pick<VmSpec, "memoryMiB" | "memoryMinimumMiB">;

/** Refuses less memory than a machine starts with: with a balloon it starts with its minimum. */
export function memoryProblems(
  spec: Memory,
  { code, what, leastMiB }: Pick<Problem, "code" | "what"> & { readonly leastMiB: number },
): readonly Problem[] {
  return (["memoryMiB", "memoryMinimumMiB"] as const).flatMap((prop): readonly Problem[] => {
    const mib = known(spec[prop]);
    if (mib === undefined || mib >= leastMiB) return [];
    return [
      {
        code,
        severity: "error",
        path: [prop],
        what,
        got: `${mib} MiB`,
        allowed: `${leastMiB} MiB or more`,
        fix: `set ${prop} to ${leastMiB}`,
      },
    ];
  });
}
