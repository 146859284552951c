import type { Path, Problem } from "../../values/config-error";
import { entriesAt, valueAt, warning } from "./entries";
import { resources } from "./resources";

/** Texts that nobody writes but as a secret. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/, "a private key"],
  [/AGE-SECRET-KEY-1/, "a private key"],
  [/\$(?:1|2[abxy]|5|6|7|y|gy|argon2id?)\$[^\s:$]+\$[^\s:]+/, "the hash of a password"],
];

/** Secrets that are written out in the config. They would be in the plan; one that comes late is not. */
export function secrets(config: unknown): readonly Problem[] {
  const units = entriesAt(config, "systemd", "units");
  const dropins = units.flatMap(({ path }) => entriesAt(config, ...path, "dropins"));
  const accounts = ["users", "groups"].flatMap((list) => entriesAt(config, "passwd", list));
  return [
    ...resources(config).flatMap(({ path, item }) => literal(path, item)),
    ...[...units, ...dropins].flatMap(({ path, item }) => literal([...path, "contents"], item["contents"])),
    ...accounts.flatMap(({ path, item }) => literal([...path, "passwordHash"], item["passwordHash"])),
  ];
}

function literal(path: Path, value: unknown): readonly Problem[] {
  const base64 = valueAt(value, "base64");
  const pieces: readonly unknown[] =
    typeof base64 === "string" ? [Buffer.from(base64, "base64").toString("latin1")] : [value].flat();
  const text = pieces.filter((piece) => typeof piece === "string").join("");
  const [, noun] = SECRETS.find(([pattern]) => pattern.test(text)) ?? [];
  if (noun === undefined) return [];
  return [
    warning("secret-literal", path, `the text looks like ${noun}, which would be in the plan`, {
      fix: "give it by a sensitive variable, or let the machine fetch it at run time",
    }),
  ];
}
