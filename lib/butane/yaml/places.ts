import type { LineCounter } from "yaml";
import type { Path, Problem } from "../../values/config-error";
import { snakeCase } from "./keys";

/** Where in the text the values of a config stand, by their paths in camelCase. */
export class Places {
  private readonly offsets = new Map<string, number>([[keyOf([]), 0]]);

  /** Where problems stand that were given their place. */
  private readonly located = new WeakMap<Problem, number>();

  constructor(private readonly lines: LineCounter) {}

  set(path: Path, offset: number): void {
    this.offsets.set(keyOf(path), offset);
  }

  /** Of a value or, if it is not there, of what it would be in. */
  offsetOf(path: Path): number {
    return this.offsets.get(keyOf(path)) ?? (path.length === 0 ? 0 : this.offsetOf(path.slice(0, -1)));
  }

  /** `line 3, column 7` */
  of(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
  }

  /**
   * A problem as the user of a YAML sees it: with its place before what was found there, and YAML's names.
   *
   * @param offset where it stands, if that is not where the value of its path does
   * @param name a key below its path, as it stands in the text
   */
  locate(problem: Problem, offset = this.offsetOf(problem.path), name?: string): Problem {
    const place = this.of(offset);
    const located = {
      ...problem,
      path: [
        ...problem.path.map((step) => (typeof step === "string" ? snakeCase(step) : step)),
        ...(name === undefined ? [] : [name]),
      ],
      got: problem.got === undefined ? place : `${place}: ${problem.got}`,
    };
    this.located.set(located, offset);
    return located;
  }

  /** Located problems in the order of the text. */
  inOrder(problems: readonly Problem[]): readonly Problem[] {
    return problems.toSorted((a, b) => (this.located.get(a) ?? 0) - (this.located.get(b) ?? 0));
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
