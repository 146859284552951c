import type { FailingCommand, OnFailure, Step } from "../schema";
import type { Fetch } from "../sections/images";
import { join, kernelText, milliseconds, operand, options, text } from "./text";

/** The lines of a command that can be tried again. @param otherwise what its failure leads to, unless it says so itself */
export function stepLines(step: Step, otherwise?: OnFailure): readonly string[] {
  if (step.command === "echo") return [join("echo", operand(step.text))];
  if (step.command === "params") {
    return [
      `params --name ${step.name}`,
      ...step.values.map(({ name, value }) => `param --params ${step.name} ${name} ${text(value)}`),
    ];
  }
  const { onSuccess, onFailure = otherwise } = step;
  const line = failingLine(step);
  // The empty alternative turns a failure into success.
  return [onSuccess === undefined ? `${line}${alternative(onFailure)}` : `${line} && goto ${onSuccess.goto} ||`];
}

function alternative(onFailure: OnFailure | undefined): string {
  if (onFailure === undefined) return "";
  return onFailure === "continue" ? " ||" : ` || goto ${onFailure.goto}`;
}

function failingLine(step: FailingCommand): string {
  switch (step.command) {
    case "set":
      return join("set", step.name, text(step.value));
    case "clear":
    case "show":
    case "read":
      return join(step.command, step.name);
    case "inc":
      return join("inc", step.name, step.by === undefined ? "" : String(step.by));
    case "isset":
      return `isset \${${step.setting}}`;
    case "iseq":
      return join("iseq", operand(step.left), text(step.right));
    case "cpuid":
      return join("cpuid", options({ ext: step.extended, ecx: step.register === "ecx" }), String(step.bit));
    case "ifopen":
    case "ifclose":
    case "dhcp":
      return join(step.command, step.interfaces ?? []);
    case "ifconf":
      return join("ifconf", options({ configurator: step.configurator }), step.interfaces ?? []);
    case "prompt":
      return join("prompt", options({ key: step.key, timeout: milliseconds(step.timeoutSeconds) }), operand(step.text));
    case "reboot":
      return join("reboot", options({ warm: step.warm }));
    case "sleep":
      return join("sleep", String(step.seconds));
    case "poweroff":
    case "imgstat":
      return step.command;
    default:
      return imageLine(step);
  }
}

function imageLine(
  step: Extract<FailingCommand, { command: `img${string}` | "kernel" | "initrd" | "chain" | "boot" | "sanboot" }>,
): string {
  switch (step.command) {
    case "kernel":
      return join("kernel", fetchWords(step), step.arguments.map(kernelText));
    case "imgfetch":
    case "initrd":
      return join(step.command, fetchWords(step), (step.arguments ?? []).map(text));
    case "chain":
      return join(
        "chain",
        options({ autofree: step.autofree, replace: step.replace }),
        fetchWords(step),
        (step.arguments ?? []).map(text),
      );
    case "imgargs":
      return join("imgargs", step.image, step.arguments.map(kernelText));
    case "imgfree":
    case "boot":
      return join(step.command, step.image ?? "");
    case "imgstat":
      return "imgstat";
    case "imgtrust":
      return join("imgtrust", options({ allow: step.allow, permanent: step.permanent }));
    case "imgverify":
      return join("imgverify", options({ signer: step.signer }), step.image, text(step.signature));
    case "sanboot":
      return join("sanboot", options({ drive: step.drive, keep: step.keep }), text(step.url));
  }
}

function fetchWords({ url, name, timeoutSeconds, post }: Fetch): readonly string[] {
  return [
    ...options({ name, timeout: milliseconds(timeoutSeconds) }),
    `${text(url)}${post === undefined ? "" : `##params=${post}`}`,
  ];
}
