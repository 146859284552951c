import type { Benchmark } from "./harness/benchmark";
import { ignitionRender, ignitionRenderCold, ignitionRenderDistinct } from "./ignition-render";
import { isoUpload, isoUploadMemory } from "./iso-upload";
import { plan1000Vms, plan1000VmsRequests } from "./plan-1000-vms";
import { providerStart, providerStartCold } from "./provider-start";
import { providerThroughput, providerThroughputMemory } from "./provider-throughput";
import { sftpFiles, sftpFilesOneByOne } from "./sftp-files";

/** Every benchmark there is, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  ignitionRender,
  ignitionRenderCold,
  ignitionRenderDistinct,
  isoUpload,
  isoUploadMemory,
  plan1000Vms,
  plan1000VmsRequests,
  providerStart,
  providerStartCold,
  providerThroughput,
  providerThroughputMemory,
  sftpFiles,
  sftpFilesOneByOne,
];
