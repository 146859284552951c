import type { AttributePath } from "../framework/values";
import type { tfplugin6 } from "../rpc/generated/messages";
import type { WireType } from "./type";

type Step = tfplugin6.AttributePath.Step.$Properties;

/**
 * A path as the protocol has it. It ends early where it leaves the schema, and at a set, whose elements have no place:
 * an error that points nowhere is not shown at its line.
 */
export function pathMessage(type: WireType, path: AttributePath): tfplugin6.AttributePath.$Properties {
  const steps: Step[] = [];
  let at: WireType | undefined = type;
  for (const part of path) {
    const next: { step: Step; type: WireType } | undefined = stepInto(at, part);
    if (next === undefined) break;
    steps.push(next.step);
    at = next.type;
  }
  return { steps };
}

function stepInto(type: WireType, part: string | number): { step: Step; type: WireType } | undefined {
  if (typeof type === "string") return undefined;
  if (typeof part === "number") return "list" in type ? { step: { elementKeyInt: part }, type: type.list } : undefined;
  if ("map" in type) return { step: { elementKeyString: part }, type: type.map };
  if (!("object" in type) || !Object.hasOwn(type.object, part)) return undefined;
  const inner = type.object[part];
  return inner === undefined ? undefined : { step: { attributeName: part }, type: inner };
}
