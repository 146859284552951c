import type { IdentityRules } from "../../framework/resource";
import { failure, UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import { isList, isObject } from "../../framework/walk";
import { stateOfImport } from "./import";

/**
 * Nothing on a server says which files belong together, so where they lie and in which order is what makes them one
 * resource, and with how to get there it is all that an import needs. It is another identity where the configuration
 * names other files or another server: those are another thing.
 */
export const identity: IdentityRules<unknown> = {
  of: ({ server, webdav, root, files }) => {
    if (!isList(files)) return null;
    const paths = files.map((file) => (isObject(file) ? (file.path ?? null) : file));
    const parts: readonly (Value | undefined)[] = [server, webdav, root, paths];
    if (!parts.every(isKnown)) return null;
    return { server: asJson(server), webdav: asJson(webdav), root: root ?? null, files: paths };
  },
  toState: ({ server, webdav, root, files }) =>
    Promise.resolve().then(() => {
      const given = { server: fromJson(server, "server"), webdav: fromJson(webdav, "webdav"), root, files };
      const told = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
      return stateOfImport(JSON.stringify(Object.fromEntries(told)));
    }),
};

function isKnown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return false;
  if (isList(value)) return value.every(isKnown);
  return !isObject(value) || Object.values(value).every((one) => isKnown(one));
}

/** Without what is not set. */
function asJson(value: Value | undefined): string | null {
  if (!isObject(value)) return null;
  return JSON.stringify(value, (_name, one: unknown) => (one === null ? undefined : one));
}

function fromJson(value: Value | undefined, name: string): ValueObject | null {
  if (typeof value !== "string") return null;
  try {
    const json = JSON.parse(value) as Value;
    if (isObject(json)) return json;
  } catch {
    // The advice is the same.
  }
  throw failure("Unable to import slipway_files", `${name} is no JSON object: write ${name} = jsonencode({ … }).`);
}
