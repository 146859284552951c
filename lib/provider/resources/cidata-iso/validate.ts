import type { Diagnostic, ValueObject } from "../../framework/values";
import { ignitionDiagnostics } from "../../iso/ignition";

interface Rule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const RULES: Readonly<Record<string, Rule>> = {
  node_name: { pattern: /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, allowed: "the name of a node" },
  datastore_id: { pattern: /^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]$/, allowed: "the name of a datastore" },
  name: { pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, allowed: "lower-case letters, digits and dashes, 1 to 63 characters" },
  instance_id: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/,
    allowed: "letters, digits and dashes, 1 to 63 characters",
  },
};

/** Finds everything in a configuration that could not be made into an ISO. */
export function validateCidataIso(config: ValueObject): readonly Diagnostic[] {
  const name = typeof config.name === "string" ? config.name : "";
  const ignition = config.ignition_wo;
  return [
    ...Object.entries(RULES).flatMap(([key, { pattern, allowed }]): readonly Diagnostic[] => {
      const value = config[key];
      if (typeof value !== "string" || pattern.test(value)) return [];
      const detail = `cidata-iso/${key.replaceAll("_", "-")}: the value is not allowed\n  got: ${JSON.stringify(value)}\n  allowed: ${allowed}`;
      return [{ severity: "error", summary: `Unable to accept ISO "${name}"`, detail, path: [key] }];
    }),
    ...(typeof ignition === "string" ? ignitionDiagnostics(ignition, name) : []),
  ];
}
