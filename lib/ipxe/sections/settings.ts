import { z } from "zod";
import { argument, phrase, settingName, type Argument, type Phrase } from "../argument";
import { outcome } from "./outcome";

/** Commands that write settings, or ask what is in them. */
export type SettingCommand =
  /** A name may say its type: `count:int32`. */
  | { readonly command: "set"; readonly name: string; readonly value: Phrase }
  | { readonly command: "clear"; readonly name: string }
  /** Shows a setting; fails if there is none. */
  | { readonly command: "show"; readonly name: string }
  /** Lets whoever sits at the machine write it. */
  | { readonly command: "read"; readonly name: string }
  /** Adds to a number. */
  | { readonly command: "inc"; readonly name: string; readonly by?: number | undefined }
  /** Fails if the setting is empty. */
  | { readonly command: "isset"; readonly setting: string }
  /** Fails unless both are the same. */
  | { readonly command: "iseq"; readonly left: Argument; readonly right: Argument }
  /** Fails unless the x86 processor has a feature: a bit of CPUID leaf 1, or 0x80000001 where it is `extended`. */
  | {
      readonly command: "cpuid";
      readonly bit: number;
      readonly register?: "edx" | "ecx" | undefined;
      readonly extended?: boolean | undefined;
    };

export const settingCommands = [
  z.strictObject({ command: z.literal("set"), name: settingName, value: phrase, ...outcome }),
  z.strictObject({ command: z.literal("clear"), name: settingName, ...outcome }),
  z.strictObject({ command: z.literal("show"), name: settingName, ...outcome }),
  z.strictObject({ command: z.literal("read"), name: settingName, ...outcome }),
  z.strictObject({
    command: z.literal("inc"),
    name: settingName,
    by: z.int().min(1).max(1_000_000).optional(),
    ...outcome,
  }),
  z.strictObject({ command: z.literal("isset"), setting: settingName, ...outcome }),
  z.strictObject({ command: z.literal("iseq"), left: argument(), right: argument(), ...outcome }),
  z.strictObject({
    command: z.literal("cpuid"),
    bit: z.int().min(0).max(31),
    register: z.enum(["edx", "ecx"]).optional(),
    extended: z.boolean().optional(),
    ...outcome,
  }),
] as const;
