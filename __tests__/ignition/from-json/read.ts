import { fromJson } from "../../../lib/ignition/from-json";
import type { IgnitionConfig } from "../../../lib/ignition/schema";

/** What is read of plain JSON data, problems by code and path. */
export function read(data: object): { config: IgnitionConfig; problems: readonly object[] } {
  const { config, problems } = fromJson(JSON.stringify(data));
  return { config, problems: problems.map(({ code, severity, path }) => ({ code, severity, path })) };
}

/** The data of a config with one file, which stands at {@link FILE}. */
export const withFile = (file: object, version = "3.4.0"): object => ({
  ignition: { version },
  storage: { files: [{ path: "/etc/a", ...file }] },
});
export const FILE = ["storage", "files", 0] as const;

export const warning = (code: string, path: readonly (string | number)[]): object => ({
  code: `ignition/${code}`,
  severity: "warning",
  path,
});
export const error = (code: string, path: readonly (string | number)[]): object => ({
  ...warning(code, path),
  severity: "error",
});
