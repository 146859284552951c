import type { Command, FailingCommand, IpxeScript, MenuItem, RetryCommand, Step } from "../../lib/ipxe/schema";
import { readLines, readOptions, type Line } from "./reader";

/** A script made of what its text says, which renders to the same text. */
export function rebuildScript(text: string): IpxeScript {
  return { commands: new Lines(readLines(text)).commands(), returns: true };
}

const FLAGS = ["autofree", "replace", "allow", "permanent", "ext", "ecx", "keep", "warm", "gap", "no-describe"];

class Lines {
  private at = 0;

  constructor(private readonly lines: readonly Line[]) {}

  commands(): readonly Command[] {
    const found: Command[] = [];
    while (this.at < this.lines.length) found.push(this.next());
    return found;
  }

  private next(): Command {
    const { label } = this.line();
    if (label !== undefined && this.line(1).parts[0]?.words[1] === `${label}-tries:int32`) return this.retry(label);
    if (label !== undefined) {
      this.at += 1;
      return { command: "label", name: label };
    }
    const [first = ""] = this.words();
    return first === "menu" ? this.menu() : this.step();
  }

  private retry(name: string): RetryCommand {
    this.at += 3;
    const steps: Step[] = [];
    while (this.line().label !== `${name}-failed` && this.words()[1] !== `${name}-done`) {
      steps.push(withoutGoto(this.step() as Step, `${name}-failed`));
    }
    const passes = this.words()[1] === `${name}-done`;
    this.at += passes ? 2 : 1;
    const afterFailure: Step[] = [];
    while (this.words()[1] !== `${name}-tries`) afterFailure.push(this.step() as Step);
    this.at += 1;
    const delays: number[] = [];
    for (; this.line().parts[1]?.words[0] === "sleep"; this.at += 1) {
      delays.push(Number(this.line().parts[1]?.words[1]));
    }
    const attempts = Number(this.words()[2]);
    const goto = this.line().parts[1]?.words[1] ?? "";
    this.at += passes ? 3 : 2;
    const [first = 1, second = first] = delays;
    return {
      command: "retry",
      name,
      attempts,
      firstDelaySeconds: first,
      factor: Math.ceil(second / first),
      longestDelaySeconds: Math.max(...delays),
      steps,
      ...(afterFailure.length === 0 ? {} : { afterFailure }),
      onFailure: { goto },
    };
  }

  private menu(): Command {
    const title = phraseOf(operandsOf(this.words()));
    this.at += 1;
    const items: MenuItem[] = [];
    for (; this.words()[0] === "item"; this.at += 1) {
      const { options, operands } = readOptions(this.words().slice(1), FLAGS);
      const [label = "", ...rest] = operands;
      if (options["gap"] === true) items.push({ gap: phraseOf(operands) });
      else
        items.push({
          label,
          text: phraseOf(rest),
          ...(options["key"] === undefined ? {} : { key: String(options["key"]) }),
        });
    }
    const { options } = readOptions(this.words().slice(1), FLAGS);
    this.at += 1;
    const timeoutSeconds = Number(options["timeout"]) / 1000;
    return { command: "menu", title, items, default: String(options["default"]), timeoutSeconds };
  }

  private step(): Command {
    const { parts } = this.line();
    const words = this.words();
    this.at += 1;
    const [first = ""] = words;
    if (first === "params") return this.params(words[2] ?? "");
    if (words.join(" ") === "sanboot --no-describe --drive 0x80") return { command: "boot-disk" };
    return { ...commandOf(words), ...outcomeOf(parts) } as Command;
  }

  private params(name: string): Step {
    const values: { name: string; value: Word }[] = [];
    for (; this.words()[0] === "param"; this.at += 1) {
      const [, , , key = "", value = ""] = this.words();
      values.push({ name: key, value: wordOf(value) });
    }
    return { command: "params", name, values };
  }

  private line(ahead = 0): Line {
    return this.lines[this.at + ahead] ?? { label: undefined, parts: [] };
  }

  private words(): readonly string[] {
    return this.line().parts[0]?.words ?? [];
  }
}

type Word = readonly (string | { readonly setting: string })[];

function commandOf([name = "", ...words]: readonly string[]): object {
  const { options, operands } = readOptions(words, FLAGS);
  const [first = "", second = ""] = operands;
  const seconds = options["timeout"] === undefined ? {} : { timeoutSeconds: Number(options["timeout"]) / 1000 };
  switch (name) {
    case "echo":
      return { command: name, text: phraseOf(operands) };
    case "goto":
      return { command: name, label: first };
    case "exit":
      return { command: name, ...(first === "" ? {} : { status: Number(first) }) };
    case "set":
      return { command: name, name: first, value: phraseOf(words.slice(1)) };
    case "clear":
    case "show":
    case "read":
      return { command: name, name: first };
    case "inc":
      return { command: name, name: first, ...(second === "" ? {} : { by: Number(second) }) };
    case "isset":
      return { command: name, setting: first.slice(2, -1) };
    case "iseq":
      return { command: name, left: wordOf(first), right: wordOf(second) };
    case "cpuid":
      return {
        command: name,
        bit: Number(first),
        extended: options["ext"] === true,
        register: options["ecx"] === true ? "ecx" : "edx",
      };
    case "sleep":
      return { command: name, seconds: Number(first) };
    case "prompt":
      return { command: name, ...pick(options, "key"), ...seconds, text: phraseOf(operands) };
    case "reboot":
      return { command: name, warm: options["warm"] === true };
    case "ifopen":
    case "ifclose":
    case "dhcp":
    case "ifconf":
      return {
        command: name,
        ...pick(options, "configurator"),
        ...(operands.length === 0 ? {} : { interfaces: operands }),
      };
    case "imgfetch":
    case "initrd":
    case "chain":
    case "kernel":
      return { ...fetchOf(name, operands), ...pick(options, "name", "autofree", "replace"), ...seconds };
    case "imgargs":
      return { command: name, image: first, arguments: kernelWords(operands.slice(1)) };
    case "imgfree":
    case "boot":
      return { command: name, ...(first === "" ? {} : { image: first }) };
    case "imgtrust":
      return { command: name, ...pick(options, "allow", "permanent") };
    case "imgverify":
      return { command: name, image: first, signature: wordOf(second), ...pick(options, "signer") };
    case "sanboot":
      return {
        command: name,
        url: wordOf(first),
        ...(options["drive"] === undefined ? {} : { drive: Number(options["drive"]) }),
        keep: options["keep"] === true,
      };
    default:
      return { command: name };
  }
}

function fetchOf(command: string, [url = "", ...rest]: readonly string[]): object {
  const [plain = "", post] = url.split("##params=");
  const words = command === "kernel" ? kernelWords(rest) : rest.map(wordOf);
  return {
    command,
    url: wordOf(plain),
    ...(post === undefined ? {} : { post }),
    ...(command === "kernel" || words.length > 0 ? { arguments: words } : {}),
  };
}

/** Arguments as Linux takes a command line apart: blanks within double quotes separate nothing. */
function kernelWords(words: readonly string[]): readonly Word[] {
  const line = words.join(" ");
  return [...line.matchAll(/(?:[^ "]|"[^"]*")+/g)].map(([argument]) => wordOf(argument.replaceAll('"', "")));
}

function outcomeOf(parts: Line["parts"]): Partial<FailingCommand> {
  const [, second, third] = parts;
  const goto = second?.words[1] ?? "";
  if (second?.after === "success" && third !== undefined) return { onSuccess: { goto } };
  if (second?.after === "failure") return { onFailure: second.words.length === 0 ? "continue" : { goto } };
  return {};
}

function withoutGoto(step: Step, label: string): Step {
  const { onFailure, ...rest } = step as FailingCommand;
  return typeof onFailure === "object" && onFailure.goto === label ? (rest as Step) : step;
}

function operandsOf([, ...words]: readonly string[]): readonly string[] {
  return readOptions(words, FLAGS).operands;
}

function phraseOf(words: readonly string[]): Word {
  return wordOf(words.join(" "));
}

function wordOf(text: string): Word {
  return text
    .split(/(\$\{[^}]*\})/)
    .filter((piece) => piece !== "")
    .map((piece) => (piece.startsWith("${") ? { setting: piece.slice(2, -1) } : piece));
}

function pick(options: Readonly<Record<string, string | true>>, ...names: readonly string[]): object {
  return Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
}
