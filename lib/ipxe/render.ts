import { refuseErrors } from "../values/config-error";
import { refuseLate } from "../values/late-left";
import { withoutUndefined } from "../values/without-undefined";
import { menuLines } from "./rendering/menu";
import { retryLines } from "./rendering/retry";
import { stepLines } from "./rendering/step";
import type { Command, IpxeScript } from "./schema";
import { validateScript } from "./validate";

/** @throws ConfigError if the script is unsound, or a value of it is still late */
export function renderScript(script: IpxeScript): string {
  const given = withoutUndefined(script);
  refuseErrors(validateScript(given), "ipxe");
  refuseLate(given, "ipxe");
  return ["#!ipxe", ...given.commands.flatMap(commandLines)].map((line) => `${line}\n`).join("");
}

function commandLines(command: Command): readonly string[] {
  switch (command.command) {
    case "label":
      return [`:${command.name}`];
    case "goto":
      return [`goto ${command.label}`];
    case "exit":
      return [command.status === undefined ? "exit" : `exit ${command.status}`];
    case "shell":
      return ["shell"];
    case "boot-disk":
      return ["sanboot --no-describe --drive 0x80 || exit"];
    case "menu":
      return menuLines(command);
    case "retry":
      return retryLines(command);
    default:
      return stepLines(command);
  }
}
