import type { PveSimulator } from "./simulator";
import type { PveOptions } from "./types";

/** Starts the API and resolves when it listens. */
export function startPve(options: PveOptions): Promise<PveSimulator> {
  return Promise.reject(new Error(`not listening yet for ${options.nodes.length} nodes`));
}
