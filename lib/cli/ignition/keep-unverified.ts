import type { IgnitionConfig } from "../../ignition/schema";
import type { Loaded } from "./load";

/**
 * A config that merges others without a hash, to be written as it is: its language has no word to say that this is meant,
 * so what is an error elsewhere is a warning here.
 */
export function keepUnverified(loaded: Loaded): Loaded {
  return {
    ...loaded,
    config: withUnverified(loaded.config),
    problems: loaded.problems.map((problem) =>
      problem.code === "ignition/unverified-merge" ? { ...problem, severity: "warning" } : problem,
    ),
  };
}

function withUnverified(config: IgnitionConfig): IgnitionConfig {
  const { ignition } = config;
  const others = ignition?.config;
  if (others === undefined) return config;
  const replace = others.replace === undefined ? {} : { replace: meant(others.replace) };
  const merge = others.merge === undefined ? {} : { merge: others.merge.map(meant) };
  return { ...config, ignition: { ...ignition, config: { ...others, ...merge, ...replace } } };
}

function meant<T>(contents: T): T {
  if (typeof contents !== "object" || contents === null || !("source" in contents)) return contents;
  return { ...contents, unverified: true };
}
