import type { LineCounter } from "yaml";
import type { Path, Problem } from "../../values/config-error";
import { snakeCase } from "./keys";

/** Where in the text the values of a config stand, by their paths in camelCase. */
export class Places {
  private readonly offsets = new Map<string, number>([[keyOf([]), 0]]);

  constructor(private readonly lines: LineCounter) {}

  set(path: Path, offset: number): void {
    this.offsets.set(keyOf(path), offset);
  }

  /** `line 3, column 7`, of a value or, if it is not there, of what it would be in. */
  at(path: Path): string {
    const offset = this.offsets.get(keyOf(path));
    return offset === undefined ? this.at(path.slice(0, -1)) : this.of(offset);
  }

  of(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
  }

  /**
   * A problem as the user of a YAML sees it: with its place before what was found there, and YAML's names.
   *
   * @param offset where it stands, if that is not where the value of its path does
   */
  locate(problem: Problem, offset?: number): Problem {
    const place = offset === undefined ? this.at(problem.path) : this.of(offset);
    return {
      ...problem,
      path: problem.path.map((step) => (typeof step === "string" ? snakeCase(step) : step)),
      got: problem.got === undefined ? place : `${place}: ${problem.got}`,
    };
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
