import { Menus } from "./ipxe-menu";
import type { IpxeSettings } from "./ipxe-settings";
import { parseFlags, resolveUri } from "./ipxe-words";

/** A downloaded image. The kernel and everything else that is left is what gets booted. */
export interface IpxeImage {
  readonly name: string;
  readonly uri: string;
  readonly data: Buffer;
  args: readonly string[];
}

/** How the script ended. */
export type IpxeOutcome =
  | { readonly kind: "boot"; readonly kernel: IpxeImage; readonly others: readonly IpxeImage[] }
  | { readonly kind: "disk" }
  | { readonly kind: "reboot" }
  /** It waits for somebody at the keyboard. */
  | { readonly kind: "waits" }
  | { readonly kind: "exit"; readonly code: number };

export interface IpxeOptions {
  readonly settings: IpxeSettings;

  /** Downloads; rejects with iPXE's words. */
  readonly fetch: (uri: string) => Promise<Buffer>;
  readonly print: (line: string) => void;

  /** Whether the first disk can be booted. */
  readonly diskBoots: () => boolean;

  /** @default - no time passes */
  readonly sleep?: (seconds: number) => Promise<void>;
}

/** Ends all scripts at once: something was booted. */
class Booted extends Error {
  constructor(readonly outcome: IpxeOutcome) {
    super("booted");
  }
}

/** Ends one script. */
class Exited extends Error {
  constructor(readonly code: number) {
    super("exit");
  }
}

/** A command failed, and has said so. */
class Failed extends Error {}

const commandLimit = 300;

/** iPXE's interpreter, as far as scripts that boot machines need it. */
export class Ipxe {
  private images: IpxeImage[] = [];
  private kernel: IpxeImage | undefined;
  private readonly menus = new Menus();
  private commands = 0;

  constructor(private readonly options: IpxeOptions) {}

  /** Downloads and runs a script. */
  async run(uri: string): Promise<IpxeOutcome> {
    try {
      const image = await this.download(uri, []);
      return { kind: "exit", code: await this.execute(image) };
    } catch (error) {
      if (error instanceof Booted) return error.outcome;
      if (!(error instanceof Failed)) this.options.print(error instanceof Error ? error.message : String(error));
      return { kind: "exit", code: 1 };
    }
  }

  /** Runs an image: a script line by line, a kernel for good. */
  private async execute(image: IpxeImage): Promise<number> {
    if (image.data.toString("latin1", 0, 6) !== "#!ipxe") {
      this.images = this.images.filter((other) => other !== image);
      throw new Booted({ kind: "boot", kernel: image, others: [...this.images] });
    }
    // A running script is not among the images; it comes back when it ends.
    this.images = this.images.filter((other) => other !== image);
    try {
      await this.runLines(image);
      return 0;
    } catch (error) {
      if (error instanceof Exited) return error.code;
      throw error;
    } finally {
      this.images.push(image);
    }
  }

  private async runLines(script: IpxeImage): Promise<void> {
    const lines = script.data.toString("utf8").replaceAll("\\\n", " ").split("\n");
    for (let index = 1; index < lines.length; index += 1) {
      this.commands += 1;
      if (this.commands > commandLimit) throw new Error("the script does not end");
      const target = await this.runLine(lines[index] ?? "", script.uri);
      if (target === undefined) continue;
      const label = lines.findIndex((line) => line.trim() === `:${target}`);
      if (label < 0) throw new Error(`goto: ${target}: No such label`);
      index = label;
    }
  }

  /** Runs the commands of a line as `||` and `&&` join them. Gives a label to go to. */
  private async runLine(line: string, base: string): Promise<string | undefined> {
    const words = line
      .trim()
      .split(/\s+/)
      .filter((word) => word !== "");
    if (words.length === 0 || words[0]?.startsWith("#") || words[0]?.startsWith(":")) return undefined;
    let failure: Error | undefined;
    let condition: "always" | "||" | "&&" = "always";
    while (words.length > 0) {
      const end = words.findIndex((word) => word === "||" || word === "&&" || word === ";");
      const command = words.splice(0, end < 0 ? words.length : end);
      const next = words.shift();
      const runs = condition === "always" || (condition === "||" ? failure !== undefined : failure === undefined);
      if (runs && command.length > 0) {
        const expanded = command.map((word) => this.options.settings.expand(word));
        if (expanded[0] === "goto") return expanded[1] ?? "";
        failure = await this.attempt(expanded, base);
      }
      condition = next === "||" || next === "&&" ? next : "always";
    }
    // A line that ends in "||" has an empty alternative, which succeeds.
    if (failure !== undefined && condition !== "||") throw failure;
    return undefined;
  }

  private async attempt(words: readonly string[], base: string): Promise<Error | undefined> {
    try {
      await this.command(words, base);
      return undefined;
    } catch (error) {
      if (error instanceof Booted || error instanceof Exited || !(error instanceof Error)) throw error;
      if (!(error instanceof Failed)) this.options.print(error.message);
      return new Failed(error.message);
    }
  }

  private async command(words: readonly string[], base: string): Promise<void> {
    const [name = "", ...rest] = words;
    const { settings, print } = this.options;
    const [operands, flags] = parseFlags(name, rest);
    switch (name) {
      case "set":
        return settings.set(rest[0] ?? "", rest.slice(1).join(" "));
      case "clear":
        return settings.clear(rest[0] ?? "");
      case "echo":
        return print(operands.join(" "));
      case "dhcp":
      case "ifopen":
      case "ifconf":
      case "imgstat":
        return;
      case "sleep":
        return this.options.sleep?.(Number(operands[0] ?? 0));
      case "inc":
        return settings.increase(operands[0] ?? "", Number(operands[1] ?? 1));
      case "show":
        if (settings.get(operands[0] ?? "") === undefined) throw new Error(`Could not find "${operands[0]}"`);
        return print(`${operands[0]} = ${settings.get(operands[0] ?? "")}`);
      case "prompt":
        // Nobody presses a key.
        print(operands.join(" "));
        if (!flags.has("timeout")) throw new Booted({ kind: "waits" });
        throw new Error("prompt: Connection timed out");
      case "menu":
        return this.menus.open(operands.join(" "));
      case "item":
        return this.menus.add(operands, flags);
      case "choose": {
        const chosen = this.menus.choose(flags, print);
        // Nobody chooses, so that a menu without a time limit stays.
        if (!flags.has("timeout")) throw new Booted({ kind: "waits" });
        return settings.set(operands[0] ?? "", chosen);
      }
      case "read":
      case "shell":
        throw new Booted({ kind: "waits" });
      case "reboot":
        throw new Booted({ kind: "reboot" });
      case "isset":
        if ((rest[0] ?? "") === "") throw new Error("isset: not set");
        return;
      case "iseq":
        if (operands[0] !== operands[1]) throw new Error("iseq: not equal");
        return;
      case "imgfree":
        this.images = operands.length === 0 ? [] : this.images.filter((image) => image.name !== operands[0]);
        return;
      case "imgfetch":
      case "module":
      case "initrd": {
        const image = await this.download(resolveUri(operands[0] ?? "", base), operands.slice(1), flags.get("name"));
        this.images.push(image);
        return;
      }
      case "kernel":
      case "imgselect": {
        const image = await this.download(resolveUri(operands[0] ?? "", base), operands.slice(1), flags.get("name"));
        this.images.push(image);
        this.kernel = image;
        return;
      }
      case "chain": {
        const image = await this.download(resolveUri(operands[0] ?? "", base), operands.slice(1), flags.get("name"));
        this.images.push(image);
        const code = await this.execute(image);
        if (flags.has("autofree")) this.images = this.images.filter((other) => other !== image);
        if (code !== 0) throw new Error(`chain: ${operands[0]}: exit code ${code}`);
        if (flags.has("replace")) throw new Exited(0);
        return;
      }
      case "imgargs": {
        const image = this.images.find((candidate) => candidate.name === operands[0]);
        if (image === undefined) throw new Error(`${operands[0]}: No such file or directory`);
        image.args = operands.slice(1);
        return;
      }
      case "imgexec":
      case "boot":
        return this.boot(operands, base);
      case "sanboot":
        if (!this.options.diskBoots()) throw new Error("Could not boot from SAN device: Exec format error");
        throw new Booted({ kind: "disk" });
      case "exit":
        throw new Exited(Number(rest[0] ?? 0));
      default:
        throw new Error(`${name}: command not found`);
    }
  }

  private async boot(operands: readonly string[], base: string): Promise<void> {
    const [which, ...args] = operands;
    let image = which === undefined ? this.kernel : this.images.find(({ name }) => name === which);
    if (image === undefined && which !== undefined) {
      image = await this.download(resolveUri(which, base), args);
      this.images.push(image);
    }
    if (image === undefined) throw new Error("Could not select image: No such file or directory");
    if (args.length > 0) image.args = args;
    await this.execute(image);
  }

  private async download(uri: string, args: readonly string[], name?: string): Promise<IpxeImage> {
    try {
      const data = await this.options.fetch(uri);
      this.options.print(`${uri}... ok`);
      return { name: name ?? uri.slice(uri.lastIndexOf("/") + 1), uri, data, args };
    } catch (error) {
      throw new Error(`${uri}... ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
