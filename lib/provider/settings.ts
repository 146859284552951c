import { readFileSync } from "node:fs";
import { causesOf } from "./framework/report";
import { failure, UNKNOWN, type ValueObject } from "./framework/values";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the provider was told, by its block or else by the environment. Nothing is read before it is asked for. */
export class Settings {
  constructor(
    private readonly block: ValueObject,
    private readonly environment: Environment,
  ) {}

  /**
   * @returns undefined if neither has it; an empty variable counts as none
   * @throws DiagnosticError if the block's value is not known yet
   */
  text(attribute: string, variable: string): string | undefined {
    const value = this.block[attribute] ?? null;
    if (value === UNKNOWN)
      throw failure(
        `Unable to use "${attribute}" of the provider's configuration`,
        "Its value is not known before something else is applied: apply that first, with -target.",
        [attribute],
      );
    return value === null ? this.environment[variable] || undefined : String(value);
  }

  /** A setting that may stand in a file of its own. */
  secret(attribute: string, variable: string): string | undefined {
    // The block wins as a whole: a file that it names comes before a variable.
    const inBlock = this.text(attribute, "") ?? this.contents(`${attribute}_file`, "");
    return inBlock ?? this.text(attribute, variable) ?? this.contents(`${attribute}_file`, `${variable}_FILE`);
  }

  flag(attribute: string, variable: string): boolean {
    const text = this.text(attribute, variable)?.toLowerCase() ?? "false";
    if (["true", "1", "yes"].includes(text)) return true;
    if (["false", "0", "no"].includes(text)) return false;
    throw failure(`Unable to use ${variable}`, `It is "${text}", and has to be true or false.`);
  }

  /** What is in the file that a setting names, without the newline at its end. */
  contents(attribute: string, variable: string): string | undefined {
    return this.bytes(attribute, variable)?.toString("utf8").trimEnd();
  }

  /** What is in the file that a setting names. */
  bytes(attribute: string, variable: string): Buffer | undefined {
    const path = this.text(attribute, variable);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path);
    } catch (error) {
      const named = this.block[attribute] == null ? `, which ${variable} names` : "";
      throw failure(`Unable to read the provider's configuration`, `File "${path}"${named}: ${causesOf(error)}`, [
        attribute,
      ]);
    }
  }

  /** A variable that has no attribute. */
  variable(name: string): string | undefined {
    return this.environment[name] || undefined;
  }
}
