import type { Path, Problem } from "../../values/config-error";
import { withoutCredentials } from "../source-rules";
import { textOf, valueAt, warning } from "./entries";

/** What section `ignition` means for the rest of the config. */
export function references(config: unknown): readonly Problem[] {
  return [...replaced(config), ...plainProxy(config)];
}

/** Ignition throws a config away once it has fetched the one that replaces it. */
function replaced(config: unknown): readonly Problem[] {
  const path: Path = ["ignition", "config", "replace"];
  if (valueAt(config, ...path) === undefined) return [];
  const lost = ["kernelArguments", "passwd", "storage", "systemd"].filter((name) => isGiven(valueAt(config, name)));
  if (lost.length === 0) return [];
  return [
    warning("replaced", path, `the config is replaced whole, so its ${lost.join(", ")} have no effect`, {
      fix: "merge the other config instead, or leave the rest out",
    }),
  ];
}

function isGiven(section: unknown): boolean {
  if (typeof section !== "object" || section === null) return false;
  return Object.values(section).some((list) => list !== undefined && !(Array.isArray(list) && list.length === 0));
}

function plainProxy(config: unknown): readonly Problem[] {
  const path: Path = ["ignition", "proxy", "httpsProxy"];
  const proxy = textOf(valueAt(config, ...path));
  if (proxy === undefined || !proxy.startsWith("http:")) return [];
  return [
    warning("insecure-proxy", path, "the proxy for https is reached without encryption", {
      got: withoutCredentials(proxy),
      allowed: "https://…",
      fix: "give the proxy's https address, if it has one",
    }),
  ];
}
