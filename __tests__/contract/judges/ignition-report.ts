import { join } from "node:path";
import { fromGoSource, judge } from "./judge";

/** One thing that Ignition finds wrong with a config, or strange. */
export interface Entry {
  readonly kind: "error" | "warning" | "info";

  /** Empty where the text is not even of the right shape. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What Ignition says of a config when it reads it. */
export interface IgnitionVerdict {
  readonly accepted: boolean;
  readonly entries: readonly Entry[];
}

/** Path of the program, built at the first call; undefined where there is no Go to build it. */
export function findReporter(): string | undefined {
  return fromGoSource("ignition-report", [join(__dirname, "ignition-report/main.go")], {
    "github.com/coreos/ignition/v2": "2.26.0",
  });
}

/** Ignition's verdict on each config, all in one run of the program. */
export function verdictsOn(program: string, texts: readonly string[]): readonly IgnitionVerdict[] {
  // Go takes no half of a surrogate pair for what it is, so the lines are plain ASCII.
  const lines = texts.map((text) => JSON.stringify(text).replace(/[^\x00-\x7f]/g, escaped));
  const { status, stdout, stderr } = judge(program, [], {}, `${lines.join("\n")}\n`);
  if (status !== 0) throw new Error(`ignition-report ended with ${String(status)}: ${stderr}`);
  const verdicts = stdout.trimEnd().split("\n");
  if (verdicts.length !== texts.length) throw new Error(`${verdicts.length} verdicts on ${texts.length} configs`);
  return verdicts.map((line) => JSON.parse(line) as IgnitionVerdict);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
