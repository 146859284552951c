import type { Benchmark } from "./harness/benchmark";
import { ignitionRender, ignitionRenderCold, ignitionRenderDistinct } from "./ignition-render";
import { plan1000Vms, plan1000VmsRequests } from "./plan-1000-vms";
import { providerStart, providerStartCold } from "./provider-start";

/** Every benchmark there is, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  ignitionRender,
  ignitionRenderCold,
  ignitionRenderDistinct,
  plan1000Vms,
  plan1000VmsRequests,
  providerStart,
  providerStartCold,
];
