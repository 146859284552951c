import { refuseErrors } from "../values/config-error";
import { refuseLate } from "../values/late-left";
import { writeArgument } from "./argument";
import type { Command, FailingCommand, IpxeScript, OnFailure } from "./schema";
import { validateScript } from "./validate";

/** @throws ConfigError if the script is unsound, or a value of it is still late */
export function renderScript(script: IpxeScript): string {
  refuseErrors(validateScript(script), "ipxe");
  refuseLate(script, "ipxe");
  return ["#!ipxe", ...script.commands.map(commandLine)].map((line) => `${line}\n`).join("");
}

function commandLine(command: Command): string {
  switch (command.command) {
    case "set":
      return `set ${command.name} ${writeArgument(command.value)}`;
    case "echo":
      return ["echo", ...command.words.map(writeArgument)].join(" ");
    case "label":
      return `:${command.name}`;
    case "goto":
      return `goto ${command.label}`;
    case "if-there":
      // The empty alternative turns a failed request into success.
      return `imgfetch ${writeArgument(command.url)} && goto ${command.goto} ||`;
    case "free-images":
      return "imgfree";
    case "sleep":
      return `sleep ${command.seconds}`;
    case "boot-disk":
      return "sanboot --no-describe --drive 0x80 || exit";
    default:
      return `${failingLine(command)}${alternative(command.onFailure)}`;
  }
}

function failingLine(command: FailingCommand): string {
  switch (command.command) {
    case "dhcp":
    case "boot":
      return command.command;
    case "run":
      // A script that stays in memory would be handed to the kernel as an initrd.
      return `chain --autofree ${writeArgument(command.url)}`;
    case "require":
      return `isset \${${command.setting}}`;
    case "kernel":
      return ["kernel", writeArgument(command.url), ...command.arguments.map(writeArgument)].join(" ");
    case "initrd":
      return `initrd --name ${command.name} ${writeArgument(command.url)}`;
  }
}

function alternative(onFailure: OnFailure | undefined): string {
  if (onFailure === undefined) return "";
  return onFailure === "continue" ? " ||" : ` || goto ${onFailure.goto}`;
}
