/** A Butane document, and the Ignition config that it stands for. */
export interface Example {
  readonly name: string;
  readonly yaml: string;

  /** The files directory. */
  readonly files?: Tree;

  /** What is rendered. */
  readonly ignition: unknown;

  /** Whether Butane itself warns of something that is none: of aliases, merged sections and null it cannot tell the place. */
  readonly warned?: boolean;
}

/** Files and links by their paths. */
export type Tree = Readonly<Record<string, string | Buffer | Executable | Symlink>>;

interface Executable {
  readonly executable: string;
}

interface Symlink {
  readonly target: string;
}

/** A text over several lines, without the indentation that it has in the source. */
export function text(strings: TemplateStringsArray): string {
  const lines = strings.join("").split("\n").slice(1, -1);
  const indents = lines.filter((line) => line !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => `${line.slice(indent)}\n`).join("");
}
