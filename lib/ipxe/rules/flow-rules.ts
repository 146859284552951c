import { shorten } from "../../values/check";
import type { Path, Problem } from "../../values/config-error";
import type { Command, IpxeScript, Step } from "../schema";
import { endsWithSuccess, flowOf, labelsOf, targetsOf } from "./flow";

/** What is wrong with where a script goes on. */
export function flowProblems(script: IpxeScript): readonly Problem[] {
  const problems = [
    ...labelProblems(script.commands),
    ...script.commands.flatMap((command, index) => [
      ...menuProblems(command, ["commands", index]),
      ...retryProblems(command, ["commands", index]),
      ...outcomeProblems(command, ["commands", index]),
    ]),
  ];
  // Where a label is missing, nobody knows what is reached.
  return problems.length > 0 ? problems : reachProblems(script);
}

function labelProblems(commands: readonly Command[]): readonly Problem[] {
  const labels = commands.map(labelsOf);
  const targets = commands.flatMap(targetsOf);
  return commands.flatMap((command, index) => {
    const before = labels.slice(0, index).flat();
    const missing = flowOf(command).labels.filter((target) => !targets.includes(target));
    const twice = (labels[index] ?? []).filter((name) => before.includes(name));
    return [
      ...missing.map((target) =>
        problem("ipxe/no-such-label", ["commands", index], `there is no label ${shorten(target)}`, "add the label"),
      ),
      ...twice.map((name) =>
        problem("ipxe/duplicate-label", ["commands", index], `the label ${shorten(name)} stands twice`, "rename one"),
      ),
    ];
  });
}

function menuProblems(command: Command, path: Path): readonly Problem[] {
  if (command.command !== "menu") return [];
  const items = command.items.flatMap((item) => ("label" in item ? [item] : []));
  const labels = items.map((item) => item.label);
  const keys = items.map((item) => item.key);
  return [
    ...(labels.includes(command.default)
      ? []
      : [
          problem(
            "ipxe/no-such-item",
            [...path, "default"],
            `the menu has no entry for ${shorten(command.default)}`,
            `name one of ${labels.join(", ")}`,
          ),
        ]),
    ...command.items.flatMap((item, index) => {
      if (!("label" in item)) return [];
      const at = items.indexOf(item);
      const twice = labels.indexOf(item.label) < at || (item.key !== undefined && keys.indexOf(item.key) < at);
      return twice
        ? [
            problem(
              "ipxe/duplicate-item",
              [...path, "items", index],
              "an entry before has its label or its key",
              "give each entry its own",
            ),
          ]
        : [];
    }),
  ];
}

function retryProblems(command: Command, path: Path): readonly Problem[] {
  if (command.command !== "retry") return [];
  const { steps, afterFailure = [] } = command;
  const tries = steps.some((step) => "onFailure" in step || mayFail(step));
  const early = steps.slice(0, -1).findIndex((step) => !flowOf(step).next);
  const ending = afterFailure.findIndex((step) => !flowOf(step).next);
  return [
    ...(tries
      ? []
      : [problem("ipxe/nothing-to-retry", [...path, "steps"], "none of the steps can fail", "leave the retry out")]),
    ...(early < 0 ? [] : [unreachable([...path, "steps", early + 1])]),
    ...(ending < 0
      ? []
      : [
          problem(
            "ipxe/unreachable",
            [...path, "afterFailure", ending],
            "it ends the script, so that nothing is tried again",
            "take it out",
          ),
        ]),
    ...[...steps.entries()].flatMap(([index, step]) => outcomeProblems(step, [...path, "steps", index])),
    ...[...afterFailure.entries()].flatMap(([index, step]) => outcomeProblems(step, [...path, "afterFailure", index])),
  ];
}

function mayFail(step: Step): boolean {
  return step.command !== "echo" && step.command !== "params";
}

function outcomeProblems(command: Command, path: Path): readonly Problem[] {
  if (command.command === "retry" || !("onSuccess" in command)) return [];
  const { onSuccess, onFailure } = command as { readonly onSuccess?: unknown; readonly onFailure?: unknown };
  if (onSuccess === undefined) return [];
  if (onFailure !== undefined) {
    return [
      problem(
        "ipxe/two-outcomes",
        path,
        "a command says either where the script goes on after success, or after a failure",
        "take one out: after the other, the next line follows",
      ),
    ];
  }
  return endsWithSuccess(command as Step)
    ? [
        problem(
          "ipxe/unreachable",
          [...path, "onSuccess"],
          "the script does not come back from this command's success",
          "take it out",
        ),
      ]
    : [];
}

/** Follows the script from its beginning: finds what is never run, and whether it runs off its end. */
function reachProblems({ commands, returns = false }: IpxeScript): readonly Problem[] {
  const reached = new Set<number>();
  const waiting = [0];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const command = commands[index];
    if (reached.has(index)) continue;
    reached.add(index);
    if (command === undefined) continue;
    const { next, labels } = flowOf(command);
    if (next) waiting.push(index + 1);
    waiting.push(...labels.map((target) => commands.findIndex((other) => targetsOf(other).includes(target))));
  }
  const dead = commands.findIndex((_, index) => !reached.has(index));
  const end = commands.length - 1;
  return [
    ...(dead < 0 ? [] : [unreachable(["commands", dead])]),
    ...(returns || !reached.has(commands.length)
      ? []
      : [
          problem(
            "ipxe/no-end",
            ["commands", Math.max(0, end)],
            "the script may run off its last line, and what happens then depends on what started it",
            "end it with boot, boot-disk, exit or goto, or say that it returns",
          ),
        ]),
  ];
}

function unreachable(path: Path): Problem {
  return problem("ipxe/unreachable", path, "the script never comes here", "put a label before it, or take it out");
}

function problem(code: string, path: Path, what: string, fix: string): Problem {
  return { code, severity: "error", path, what, fix };
}
