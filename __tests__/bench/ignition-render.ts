import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { fromGoSource } from "../contract/judges/judge";
import type { Benchmark } from "./harness/benchmark";
import { compile, valueOf } from "./harness/process";
import { distinctConfigs, fleetConfigs } from "./ignition-render/input";

const CONFIGS = 1000;
const IGNITION = "2.26.0";
const FOLDER = join(__dirname, "ignition-render");

/**
 * Renders the configs of a fleet of 1,000 machines, checks included, each of 20 files, 3 units, a user, a folder and a
 * link.
 *
 * The files are what a web server has: quadlets, network and system settings, a script, 0.2 to 2 KB each, and an
 * nginx.conf of 8 KB. As in a real fleet most are the same on all machines; six hold what is a machine's own, such as
 * its name, its address and its keyfile. The input is the same at every run, and each text of it is read anew.
 *
 * Ours is what users have: the library as CommonJS, in a bundle as the provider is one. The peer fills Ignition's own Go
 * structs with the same, percent-encodes contents by the package that Ignition reads them with, prints and checks them
 * as Ignition's parser does. It packs nothing, as we do, and leaves no default out.
 *
 * The value is the processor time of the job without the program's start and the reading of the input, of all threads
 * together: the time it would take on one core. Each run is a process of its own, in which the same was done three
 * times before, so that Node has compiled what it will compile; `ignition-render-cold` is without that.
 */
export const ignitionRender = renderBenchmark({
  name: "ignition-render",
  what: "check and render the Ignition configs of a fleet of 1,000 machines, 20 files each",
  configs: fleetConfigs,
  warmUp: 3,
});

/** The same in a process that has done nothing before. */
export const ignitionRenderCold = renderBenchmark({
  name: "ignition-render-cold",
  what: "the same as the first thing that a process does",
  configs: fleetConfigs,
  warmUp: 0,
});

/** The same with a machine's name in each of its files, so that nothing can be kept from one to the next. */
export const ignitionRenderDistinct = renderBenchmark({
  name: "ignition-render-distinct",
  what: "the same of 1,000 machines that have no file in common",
  configs: distinctConfigs,
  warmUp: 3,
});

interface Given {
  readonly name: string;
  readonly what: string;
  readonly configs: (count: number) => readonly IgnitionConfig[];

  /** How often the job is done before the run that counts. */
  readonly warmUp: number;
}

function renderBenchmark({ name, what, configs, warmUp }: Given): Benchmark {
  return {
    name,
    what,
    unit: "s",
    peer: `Go structs of ignition/v2 ${IGNITION}`,
    prepare(folder) {
      const program = compile(join(FOLDER, "ours.ts"), folder);
      const input = join(folder, "input.json");
      writeFileSync(input, JSON.stringify(configs(CONFIGS)));
      const peer = fromGoSource("bench-ignition-render", [join(FOLDER, "main.go")], {
        "github.com/coreos/ignition/v2": IGNITION,
        "github.com/vincent-petithory/dataurl": "1.0.0",
      });
      return {
        ours: () => valueOf(process.execPath, [program, input, String(warmUp)]),
        peer: peer === undefined ? { missing: "there is no Go to build it" } : () => valueOf(peer, [input]),
      };
    },
  };
}
