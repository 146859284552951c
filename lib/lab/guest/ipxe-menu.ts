interface Item {
  /** Undefined for a line between entries. */
  readonly name: string | undefined;
  readonly text: string;
}

/** The menu that a script makes, and that nobody at the machine answers. */
export class Menus {
  private title: string | undefined;
  private items: Item[] = [];

  open(title: string): void {
    this.title = title;
    this.items = [];
  }

  add(operands: readonly string[], flags: ReadonlyMap<string, string>): void {
    if (this.title === undefined) throw new Error("No default menu");
    if (flags.has("gap")) this.items.push({ name: undefined, text: operands.join(" ") });
    else this.items.push({ name: operands[0], text: operands.slice(1).join(" ") });
  }

  /** Shows the menu and answers what it does when its time is over: the default, or the first entry. */
  choose(flags: ReadonlyMap<string, string>, print: (line: string) => void): string {
    if (this.title === undefined) throw new Error("No default menu");
    const names = this.items.flatMap(({ name }) => (name === undefined ? [] : [name]));
    for (const line of [this.title, ...this.items.map(({ text }) => `  ${text}`)]) print(line);
    this.title = undefined;
    const [first] = names;
    if (first === undefined) throw new Error("choose: No such file or directory");
    const wanted = flags.get("default");
    return wanted !== undefined && names.includes(wanted) ? wanted : first;
  }
}
