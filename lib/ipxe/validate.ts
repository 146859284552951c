import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { scriptSchema, type Command, type IpxeScript } from "./schema";

export function validateScript(script: IpxeScript): readonly Problem[] {
  const problems = check(scriptSchema, script, "ipxe");
  return problems.length > 0 ? problems : labelProblems(script.commands);
}

function labelProblems(commands: readonly Command[]): readonly Problem[] {
  const labels = commands.map((command) => (command.command === "label" ? command.name : undefined));
  return commands.flatMap((command, index) => {
    const target = targetOf(command);
    const missing = target !== undefined && !labels.includes(target);
    const twice = command.command === "label" && labels.indexOf(command.name) < index;
    return [
      ...(missing ? [problem("ipxe/no-such-label", index, `there is no label "${target}"`, "add the label")] : []),
      ...(twice
        ? [problem("ipxe/duplicate-label", index, `the label "${command.name}" stands twice`, "rename one")]
        : []),
    ];
  });
}

function targetOf(command: Command): string | undefined {
  if (command.command === "goto") return command.label;
  if (command.command === "if-there") return command.goto;
  if (!("onFailure" in command) || typeof command.onFailure !== "object") return undefined;
  return command.onFailure.goto;
}

function problem(code: string, index: number, what: string, fix: string): Problem {
  return { code, severity: "error", path: ["commands", index], what, fix };
}
