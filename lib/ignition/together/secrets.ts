import type { Path, Problem } from "../../values/config-error";
import { isLate } from "../../values/late";
import { entriesAt, textOf, valueAt, warning } from "./entries";
import { resources } from "./resources";
import { isSecretVariable, secretIn } from "./secret-patterns";
import { eachText } from "./secret-texts";

/** Headers whose value is a secret, whatever it looks like. */
const SECRET_HEADER = /^(?:proxy-)?authorization$|^cookie$|token$|api-?key$|^x-auth-/i;

/** What says that there is no password, or that none can log in. */
const NO_PASSWORD = ["", "*", "!", "!!", "x"];

/**
 * Secrets that are written out in the config, wherever they stand. Of a config in a stack they would be in the plan; one
 * that comes late is not.
 */
export function secrets(config: unknown): readonly Problem[] {
  const byPlace = [...keyFiles(config), ...passwordHashes(config), ...headers(config)];
  const known = new Set(byPlace.map(({ path }) => JSON.stringify(path)));
  const byForm: Problem[] = [];
  eachText(config, (text, key, path) => {
    const noun = secretIn(text) ?? (isSecretVariable(key, text) ? "a password or key" : undefined);
    if (noun !== undefined) byForm.push(found([...path], noun));
  });
  return [...distinct(byForm).filter(({ path }) => !known.has(JSON.stringify(path))), ...byPlace];
}

function found(path: Path, noun: string): Problem {
  return warning(
    "secret-literal",
    path,
    `the text looks like ${noun}, which everybody would have who sees the config`,
    {
      fix: "let the machine fetch it at run time; in a stack, give it by a sensitive variable or as a late value",
    },
  );
}

/** A text in pieces is found whole and, it may be, in one of its pieces: the piece is enough. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const parents = new Set(problems.map(({ path }) => JSON.stringify(path.slice(0, -1))));
  return problems.filter(({ path }) => !parents.has(JSON.stringify(path)));
}

/** Whatever is in a key file unlocks the disk. */
function keyFiles(config: unknown): readonly Problem[] {
  return resources(config)
    .filter(({ path, item }) => path.at(-1) === "keyFile" && isWrittenOut(item))
    .map(({ path }) => found(path, "the key of a disk"));
}

function isWrittenOut(contents: unknown): boolean {
  if (isLate(contents) || isLate(valueAt(contents, "base64"))) return false;
  const source = valueAt(contents, "source");
  return source === undefined ? textOf(contents) !== "" : (textOf(source)?.startsWith("data:") ?? false);
}

function passwordHashes(config: unknown): readonly Problem[] {
  return ["users", "groups"].flatMap((list) =>
    entriesAt(config, "passwd", list).flatMap(({ path, item }) => {
      const hash = textOf(item["passwordHash"]);
      if (hash === undefined || NO_PASSWORD.includes(hash)) return [];
      return [found([...path, "passwordHash"], "the hash of a password")];
    }),
  );
}

function headers(config: unknown): readonly Problem[] {
  const sent = resources(config).filter(({ item }) => valueAt(item, "httpHeaders") !== undefined);
  return sent.flatMap(({ path }) =>
    entriesAt(config, ...path, "httpHeaders").flatMap((header) => {
      const name = textOf(header.item["name"]);
      const value = textOf(header.item["value"]);
      if (name === undefined || value === undefined || value === "" || !SECRET_HEADER.test(name)) return [];
      return [found([...header.path, "value"], "a header with a login")];
    }),
  );
}
