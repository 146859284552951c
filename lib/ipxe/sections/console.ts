import { z } from "zod";
import { label, phrase, type Phrase } from "../argument";
import { outcome } from "./outcome";

/** Commands that show something and cannot fail. */
export interface EchoCommand {
  readonly command: "echo";
  readonly text: Phrase;
}

/** Waits for a key, for a while where it says so. Fails if none came, or another one. */
export interface PromptCommand {
  readonly command: "prompt";
  readonly text: Phrase;
  /** @default - any key */
  readonly key?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
}

export type MenuItem =
  /** An entry, and the label at which the script goes on with it. */
  | { readonly label: string; readonly text: Phrase; readonly key?: string | undefined }
  /** A line between entries. */
  | { readonly gap: Phrase };

/** Lets whoever sits at the machine choose where the script goes on, and chooses itself where nobody does. */
export interface MenuCommand {
  readonly command: "menu";
  readonly title: Phrase;
  readonly items: readonly MenuItem[];
  /** Label of the entry that is taken when the time is over, or the menu is left with Escape. */
  readonly default: string;
  /** After these, an unattended machine goes on. */
  readonly timeoutSeconds: number;
}

const key = z.string().regex(/^[a-z0-9]$/, "is one lower-case letter or digit");
const timeoutSeconds = z.int().min(1).max(3600);

export const echoCommand = z.strictObject({ command: z.literal("echo"), text: phrase });
export const promptCommand = z.strictObject({
  command: z.literal("prompt"),
  text: phrase,
  key: key.optional(),
  timeoutSeconds: timeoutSeconds.optional(),
  ...outcome,
});
export const menuCommand = z.strictObject({
  command: z.literal("menu"),
  title: phrase,
  items: z
    .array(z.union([z.strictObject({ label, text: phrase, key: key.optional() }), z.strictObject({ gap: phrase })]))
    .min(1)
    .max(64),
  default: label,
  timeoutSeconds,
});
