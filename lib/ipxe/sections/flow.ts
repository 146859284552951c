import { z } from "zod";
import { label } from "../argument";
import { outcome } from "./outcome";

/** Commands that say where the script goes on, and cannot fail. */
export type FlowCommand =
  | { readonly command: "label"; readonly name: string }
  | { readonly command: "goto"; readonly label: string }
  /** Leaves the script, for one that chained it or for the firmware. */
  | { readonly command: "exit"; readonly status?: number | undefined }
  /** Hands over to whoever sits at the machine; the script goes on when that one exits. */
  | { readonly command: "shell" }
  /** Boots the first disk; where that cannot be done, leaves iPXE, so that the firmware does it. */
  | { readonly command: "boot-disk" };

/** Commands that end iPXE, unless they fail: not each build of iPXE has them. */
export type EndingCommand =
  { readonly command: "reboot"; readonly warm?: boolean | undefined } | { readonly command: "poweroff" };

/** Fails only if somebody interrupts it. */
export interface SleepCommand {
  readonly command: "sleep";
  readonly seconds: number;
}

export const flowCommands = [
  z.strictObject({ command: z.literal("label"), name: label }),
  z.strictObject({ command: z.literal("goto"), label }),
  z.strictObject({ command: z.literal("exit"), status: z.int().min(0).max(255).optional() }),
  z.strictObject({ command: z.literal("shell") }),
  z.strictObject({ command: z.literal("boot-disk") }),
] as const;

export const endingCommands = [
  z.strictObject({ command: z.literal("reboot"), warm: z.boolean().optional(), ...outcome }),
  z.strictObject({ command: z.literal("poweroff"), ...outcome }),
  z.strictObject({ command: z.literal("sleep"), seconds: z.int().min(1).max(3600), ...outcome }),
] as const;
