import { propose } from "../../framework/propose";
import {
  type AttributePath,
  type Diagnostic,
  DiagnosticError,
  failure,
  type Value,
  type ValueObject,
} from "../../framework/values";
import { isList, isNested, isObject } from "../../framework/walk";
import { checkConfig } from "../../framework/check-config";
import type { Attributes } from "../../framework/schema";
import { fileValue } from "./model";
import { validateFiles } from "./paths";
import { schema } from "./schema";
import { validateServer } from "./validate-server";

const EXAMPLE =
  'Write it as JSON: {"server":{"host":"10.20.0.2","user":"…","host_keys":["ssh-ed25519 AAAA…"]},"files":["/a","/b"]}; root, verify and instance may be there too.';

/** Attributes that an import can be told. */
const TOLD = ["server", "webdav", "instance", "root", "verify", "files"];

/**
 * The state that an import starts from: the server and the paths, which only the user knows. The read that follows
 * finds each file's mode, size and sha512. What made the content cannot be read back.
 *
 * @param id JSON: the attributes of the resource, with a list of paths as `files`
 */
export function stateOfImport(id: string): ValueObject {
  const given = parse(id);
  const unknown = Object.keys(given).find((name) => !TOLD.includes(name));
  if (unknown !== undefined) throw refused(`"${unknown}" is none of ${TOLD.join(", ")}. ${EXAMPLE}`);
  const { files } = given;
  if (!isList(files) || files.length === 0 || !files.every((path) => typeof path === "string")) {
    throw refused(`files is no list of paths. ${EXAMPLE}`);
  }
  const top = pick(
    schema.attributes,
    TOLD.filter((name) => name !== "files"),
  );
  const wrong = wrongType(top, given, []);
  if (wrong !== undefined) throw refused(`${wrong} ${EXAMPLE}`);
  const listed = files.map((path) => ({ path: String(path), content_wo: "" }));
  const problems = [
    ...checkConfig(top, given),
    ...(isObject(given.server) || isObject(given.webdav) ? [] : [NO_SERVER]),
    ...validateServer(given.server),
    ...validateFiles({ ...given, files: listed }),
  ];
  if (problems.length > 0)
    throw new DiagnosticError(problems.map(({ severity, summary, detail }) => ({ severity, summary, detail })));
  return {
    ...propose(top, null, given),
    files: listed.map(({ path }) =>
      fileValue({ path, mode: "0644", sha512: null, size: null, nonce: null, version: undefined }),
    ),
  };
}

const NO_SERVER: Diagnostic = {
  severity: "error",
  summary: "Unable to import slipway_files",
  detail: `Neither server nor webdav is there. ${EXAMPLE}`,
};

function parse(id: string): ValueObject {
  try {
    const json = JSON.parse(id) as Value;
    if (isObject(json)) return json;
  } catch {
    // What it says may be anything: the advice is the same.
  }
  throw refused(`The id is no JSON object. ${EXAMPLE}`);
}

function pick(attributes: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}

/** What in the id is not of its attribute's type; undefined if all is. */
function wrongType(attributes: Attributes, object: ValueObject, above: AttributePath): string | undefined {
  for (const [name, value] of Object.entries(object)) {
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const place = [...above, name].join(".");
    if (value === null || (attribute === undefined && above.length === 0)) continue;
    if (attribute === undefined) return `There is no ${place}.`;
    if (isNested(attribute)) {
      if (attribute.nested === "list" && !isList(value)) return `${place} is no list.`;
      for (const one of (isList(value) ? value : [value]) as readonly Value[]) {
        if (!isObject(one)) return `${place} is no object.`;
        const wrong = wrongType(attribute.attributes, one, [...above, name]);
        if (wrong !== undefined) return wrong;
      }
    } else if (typeof attribute.type === "string") {
      if (typeof value !== attribute.type) return `${place} is no ${attribute.type}.`;
    } else if (!isList(value) || !value.every((one) => typeof one === "string")) {
      return `${place} is no list of strings.`;
    }
  }
  return undefined;
}

const refused = (detail: string): DiagnosticError => failure("Unable to import slipway_files", detail);
