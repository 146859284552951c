import { checkConfig } from "./check-config";
import { report } from "./report";
import { loaded, type Lazy } from "./resource";
import type { Schema } from "./schema";
import type { Diagnostic, ValueObject } from "./values";

/** Whatever has a configuration of its own. */
interface Configured {
  readonly name: string;
  readonly schema: Schema;
  validate?(config: ValueObject): readonly Diagnostic[];
}

/** Checks a configuration by its schema and, if nothing is wrong with that, by what its own code says of it. */
export async function validateConfig(
  type: string,
  configured: Configured | Lazy<Configured>,
  config: ValueObject,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const violations = checkConfig(configured.schema.attributes, config);
  if (violations.length > 0) return violations;
  const { value, diagnostics } = await report<readonly Diagnostic[]>(
    `check ${type}`,
    signal,
    async () => (await loaded(configured)).validate?.(config) ?? [],
    () => [],
  );
  return [...value, ...diagnostics];
}
