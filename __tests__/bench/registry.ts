import type { Benchmark } from "./harness/benchmark";
import { ignitionRender, ignitionRenderCold, ignitionRenderDistinct } from "./ignition-render";

/** Every benchmark there is, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [ignitionRender, ignitionRenderCold, ignitionRenderDistinct];
