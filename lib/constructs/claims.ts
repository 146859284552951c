import type { Construct, IConstruct } from "constructs";
import type { Problem } from "../values/config-error";
import { checkLater } from "./app-check";
import { isToken } from "./tokens";

/** What no two machines of a cluster may share. */
export type Claimed = "vm-id" | "mac-address" | "address" | "host-name";

const NAMES: Readonly<Record<Claimed, string>> = {
  "vm-id": "VM id",
  "mac-address": "MAC address",
  address: "address",
  "host-name": "host name",
};

const claims = new WeakMap<IConstruct, Map<string, Construct>>();

/**
 * Takes a value for a machine; the second who takes it is refused, and both are named.
 *
 * @param within the cluster or network in which it must be unique
 * @param prop where the value stands in the machine's props
 */
export function claim(machine: Construct, kind: Claimed, within: string, value: string | number, prop: string): void {
  if (isToken(value)) return;
  const { root } = machine.node;
  const taken = claims.get(root) ?? new Map<string, Construct>();
  claims.set(root, taken);
  const key = `${kind} ${within} ${String(value).toLowerCase()}`;
  const holder = taken.get(key);
  if (holder === undefined) taken.set(key, machine);
  else if (holder !== machine) checkLater(machine, () => [duplicate(kind, value, holder, machine, prop)]);
}

/** Whether some machine has taken a value. */
export function isClaimed(anywhere: Construct, kind: Claimed, within: string, value: string | number): boolean {
  return claims.get(anywhere.node.root)?.has(`${kind} ${within} ${String(value).toLowerCase()}`) ?? false;
}

function duplicate(kind: Claimed, value: string | number, first: Construct, second: Construct, prop: string): Problem {
  return {
    code: `fleet/duplicate-${kind}`,
    severity: "error",
    path: [prop],
    what: `the ${NAMES[kind]} ${value} is that of "${first.node.path}" and of "${second.node.path}"`,
    got: String(value),
    fix: "give one of them another",
  };
}
