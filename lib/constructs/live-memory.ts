import type { Problem } from "../values/config-error";
import { known } from "./tokens";
import type { VmSpec } from "./vm-spec";

/** The least memory that Fedora CoreOS' live system starts with, in MiB. */
const LEAST_MEMORY_MIB = 2048;

/**
 * What is wrong with the memory of a machine that is installed: the live system, which installs it, has to start with it.
 * With a balloon a machine starts with its minimum.
 */
export function liveMemoryProblems(spec: Pick<VmSpec, "memoryMiB" | "memoryMinimumMiB">): readonly Problem[] {
  return (["memoryMiB", "memoryMinimumMiB"] as const).flatMap((prop): readonly Problem[] => {
    const mib = known(spec[prop]);
    if (mib === undefined || mib >= LEAST_MEMORY_MIB) return [];
    return [
      {
        code: "vm/too-little-memory",
        severity: "error",
        path: [prop],
        what: "Fedora CoreOS' live system does not start with less memory",
        got: `${mib} MiB`,
        allowed: `${LEAST_MEMORY_MIB} MiB or more`,
        fix: `set ${prop} to ${LEAST_MEMORY_MIB}`,
      },
    ];
  });
}
