import { z } from "zod";
import { argument, label, settingName, words, type Argument } from "./argument";

/** What a script does when a command fails. */
export type OnFailure =
  /** It goes on at a label. */
  | { readonly goto: string }
  /** It goes on with the next line. */
  | "continue";

/** The commands that may fail. Without `onFailure` such a failure ends the script. */
export type FailingCommand =
  | { readonly command: "dhcp" }
  /** Runs the script at a URL, comes back when it ends, and forgets its image. */
  | { readonly command: "run"; readonly url: Argument }
  /** Refuses an empty setting. */
  | { readonly command: "require"; readonly setting: string }
  | { readonly command: "kernel"; readonly url: Argument; readonly arguments: readonly Argument[] }
  | { readonly command: "initrd"; readonly url: Argument; readonly name: string }
  | { readonly command: "boot" };

export type Command =
  | { readonly command: "set"; readonly name: string; readonly value: Argument }
  | { readonly command: "echo"; readonly words: readonly Argument[] }
  | { readonly command: "label"; readonly name: string }
  | { readonly command: "goto"; readonly label: string }
  /** Asks for a file: goes on at the label if it is there, and with the next line if it is not. */
  | { readonly command: "if-there"; readonly url: Argument; readonly goto: string }
  /** Forgets what was fetched. */
  | { readonly command: "free-images" }
  | { readonly command: "sleep"; readonly seconds: number }
  /** Boots the first disk; where that cannot be done, leaves iPXE, so that the firmware does it. */
  | { readonly command: "boot-disk" }
  | (FailingCommand & { readonly onFailure?: OnFailure | undefined });

/** A script that iPXE runs. */
export interface IpxeScript {
  readonly commands: readonly Command[];
}

const onFailure = z.union([z.literal("continue"), z.strictObject({ goto: label })]).optional();
const url = argument({ pattern: /^http:\/\/[^/]+/, allowed: "an http URL" });

const command = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("set"), name: settingName, value: argument() }),
  z.strictObject({ command: z.literal("echo"), words }),
  z.strictObject({ command: z.literal("label"), name: label }),
  z.strictObject({ command: z.literal("goto"), label }),
  z.strictObject({ command: z.literal("if-there"), url, goto: label }),
  z.strictObject({ command: z.literal("free-images") }),
  z.strictObject({ command: z.literal("sleep"), seconds: z.int().min(1).max(3600) }),
  z.strictObject({ command: z.literal("boot-disk") }),
  z.strictObject({ command: z.literal("dhcp"), onFailure }),
  z.strictObject({ command: z.literal("run"), url, onFailure }),
  z.strictObject({ command: z.literal("require"), setting: settingName, onFailure }),
  z.strictObject({ command: z.literal("kernel"), url, arguments: words, onFailure }),
  z.strictObject({ command: z.literal("initrd"), url, name: label, onFailure }),
  z.strictObject({ command: z.literal("boot"), onFailure }),
]);

export const scriptSchema = z.strictObject({ commands: z.array(command) });
