import { FileError } from "../machine/file-tree";
import type { FileView } from "../machine/file-view";
import { splitWords } from "../machine/unit-file";

/** Runs a script that makes folders and gives them owners: `mkdir`, `touch`, `chown`, `chmod`, `install -d`, assignments. */
export function runFolderScript(script: string, view: FileView): void {
  const variables = new Map<string, string>();
  for (const line of script.split("\n").map((text) => text.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const assignment = /^([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (assignment?.[1] !== undefined) {
      variables.set(assignment[1], splitWords(assignment[2] ?? "")[0] ?? "");
      continue;
    }
    const expanded = line.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_all, braced?: string, bare?: string) => {
      return variables.get(braced ?? bare ?? "") ?? "";
    });
    runCommand(splitWords(expanded), view);
  }
}

function runCommand(words: readonly string[], view: FileView): void {
  const [command = "", ...rest] = words;
  const flags = rest.filter((word) => word.startsWith("-"));
  const operands = rest.filter((word) => !word.startsWith("-"));
  switch (command) {
    case "set":
    case "true":
    case ":":
      return;
    case "mkdir":
      for (const path of operands) {
        if (flags.includes("-p")) view.makeDirectories(path);
        else view.makeDirectory(path);
      }
      return;
    case "touch":
      for (const path of operands) if (view.find(path) === undefined) view.write(path, Buffer.alloc(0));
      return;
    case "chown":
      return change(operands, view, (value) => {
        const [user = "", group = user] = value.split(":");
        return { owner: { uid: numberOf(user), gid: numberOf(group) } };
      });
    case "chmod":
      return change(operands, view, (value) => ({ mode: Number.parseInt(value, 8) }));
    case "install":
      return install(rest, view);
    default:
      throw new Error(`${command}: the lab does not know this command`);
  }
}

type Change = { readonly mode?: number; readonly owner?: { readonly uid: number; readonly gid: number } };

function change([value = "", ...paths]: readonly string[], view: FileView, parse: (value: string) => Change): void {
  for (const path of paths) {
    const node = view.find(path);
    if (node === undefined || node.kind === "link") throw new FileError("ENOENT", path);
    if (view.isReadOnly(path)) throw new FileError("EROFS", path);
    Object.assign(node, parse(value));
  }
}

/** `install -d -m 0755 -o user -g group folder…` */
function install(words: readonly string[], view: FileView): void {
  const valueOf = (flag: string): string | undefined => {
    const at = words.indexOf(flag);
    return at < 0 ? undefined : words[at + 1];
  };
  if (!words.includes("-d")) throw new Error("install: the lab knows only install -d");
  const values = ["-m", "-o", "-g"].map(valueOf);
  for (const path of words.filter((word) => word.startsWith("/"))) {
    const directory = view.makeDirectories(path);
    const [mode, owner, group] = values;
    if (mode !== undefined) directory.mode = Number.parseInt(mode, 8);
    if (owner !== undefined) directory.owner = { uid: numberOf(owner), gid: numberOf(group ?? owner) };
  }
}

function numberOf(name: string): number {
  if (name === "root") return 0;
  if (!/^\d+$/.test(name)) throw new Error(`${name}: the lab knows users by number only`);
  return Number(name);
}
