import type { Attributes } from "../../../lib/provider/framework/schema";

/** One attribute of every sort, for the tests of this folder. */
export const attributes: Attributes = {
  name: { type: "string", mode: "required", replace: true, description: "." },
  note: { type: "string", mode: "optional", description: "." },
  size: { type: "number", mode: "optional-computed", default: 3, description: "." },
  zone: { type: "string", mode: "optional-computed", description: "." },
  id: { type: "string", mode: "computed", description: "." },
  key: { type: "string", mode: "optional", writeOnly: true, description: "." },
  tags: { type: { set: "string" }, mode: "optional", replace: true, description: "." },
  parts: {
    nested: "list",
    mode: "optional",
    description: ".",
    attributes: {
      path: { type: "string", mode: "required", description: "." },
      disk: { type: "string", mode: "optional", replace: true, description: "." },
      mode: { type: "string", mode: "optional-computed", default: "0644", description: "." },
      content_wo: { type: "string", mode: "optional", writeOnly: true, description: "." },
      hash: { type: "string", mode: "computed", description: "." },
    },
  },
  door: {
    nested: "single",
    mode: "optional",
    description: ".",
    attributes: {
      host: { type: "string", mode: "required", description: "." },
      port: { type: "number", mode: "optional-computed", default: 22, description: "." },
    },
  },
  shelves: {
    nested: "map",
    mode: "optional",
    description: ".",
    attributes: {
      label: { type: "string", mode: "required", description: "." },
      serial: { type: "string", mode: "computed", description: "." },
    },
  },
};

/** A configuration with nothing set but what is given. */
export function configOf<T extends object>(set: T) {
  const unset = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
  return { ...unset, ...set };
}
