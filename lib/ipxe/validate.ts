import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { withoutUndefined } from "../values/without-undefined";
import { flowProblems } from "./rules/flow-rules";
import { scriptSchema, type IpxeScript } from "./schema";

/** Answers everything that is wrong with a script. What is late is passed over. */
export function validateScript(script: IpxeScript): readonly Problem[] {
  const given = withoutUndefined(script);
  const problems = check(scriptSchema, given, "ipxe");
  return problems.length > 0 ? problems : flowProblems(given);
}
