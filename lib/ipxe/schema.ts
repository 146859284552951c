import { z } from "zod";
import { label } from "./argument";
import {
  echoCommand,
  menuCommand,
  promptCommand,
  type EchoCommand,
  type MenuCommand,
  type PromptCommand,
} from "./sections/console";
import { endingCommands, flowCommands, type EndingCommand, type FlowCommand, type SleepCommand } from "./sections/flow";
import { imageCommands, paramsCommand, type ImageCommand, type ParamsCommand } from "./sections/images";
import { networkCommands, type NetworkCommand } from "./sections/network";
import type { Outcome } from "./sections/outcome";
import { settingCommands, type SettingCommand } from "./sections/settings";

/** The commands that may fail. */
export type FailingCommand = (
  SettingCommand | NetworkCommand | ImageCommand | PromptCommand | EndingCommand | SleepCommand
) &
  Outcome;

/** What may be tried again: it has neither labels nor menus in it. */
export type Step = FailingCommand | EchoCommand | ParamsCommand;

/**
 * Tries steps until all of them succeed, with a pause after each attempt that failed, each longer than the one before.
 *
 * A step that says itself what happens after its failure is not tried again for it.
 */
export interface RetryCommand {
  readonly command: "retry";
  /** Of a label that leads to the first attempt, and of what the script needs besides: `<name>-try` and so on. */
  readonly name: string;
  /** How often it is tried, the first time included. */
  readonly attempts: number;
  readonly firstDelaySeconds: number;
  /**
   * What each pause is multiplied by for the next one.
   *
   * @default 2
   */
  readonly factor?: number | undefined;
  /**
   * Pauses grow no longer than this.
   *
   * @default 60
   */
  readonly longestDelaySeconds?: number | undefined;
  readonly steps: readonly Step[];
  /** Steps after an attempt that failed, before the pause, such as forgetting what was fetched. */
  readonly afterFailure?: readonly Step[] | undefined;
  /** Where the script goes on when the last attempt has failed. */
  readonly onFailure: { readonly goto: string };
}

export type Command = FlowCommand | Step | MenuCommand | RetryCommand;

/** A script that iPXE runs. */
export interface IpxeScript {
  readonly commands: readonly Command[];

  /**
   * Whether it may end with its last line, for a script that chained it to go on.
   *
   * @default false
   */
  readonly returns?: boolean | undefined;
}

const step = z.discriminatedUnion("command", [
  ...settingCommands,
  ...networkCommands,
  ...imageCommands,
  ...endingCommands,
  promptCommand,
  echoCommand,
  paramsCommand,
]);

const retryCommand = z.strictObject({
  command: z.literal("retry"),
  name: label.max(20),
  attempts: z.int().min(2).max(20),
  firstDelaySeconds: z.int().min(1).max(3600),
  factor: z.int().min(1).max(10).optional(),
  longestDelaySeconds: z.int().min(1).max(3600).optional(),
  steps: z.array(step).min(1).max(64),
  afterFailure: z.array(step).min(1).max(16).optional(),
  onFailure: z.strictObject({ goto: label }),
});

const command = z.discriminatedUnion("command", [...flowCommands, ...step.options, menuCommand, retryCommand]);

export const scriptSchema = z.strictObject({ commands: z.array(command).max(1000), returns: z.boolean().optional() });

export type { Outcome, OnFailure } from "./sections/outcome";
export type { MenuCommand, MenuItem } from "./sections/console";
export type { ParamsCommand } from "./sections/images";
