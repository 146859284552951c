import { SPEC, type Shape } from "../ignition/importing/shape";
import { isLate, Late } from "../values/late";
import { Spread } from "./tokens";

/**
 * A config, of which each late value that stands for a whole list becomes a list with one late item.
 *
 * CDKTF's lists of texts are known by their form. Of others, such as the result of a function, which CDKTF takes for a text,
 * only the place says that they are lists; as single values they would drive out what else is added to the list.
 */
export function withLateLists<T>(config: T): T {
  return inShape(config, SPEC) as T;
}

function inShape(value: unknown, shape: Shape): unknown {
  switch (shape.kind) {
    case "list":
      if (isLate(value) && value.source.from === "token") return [Late.token(new Spread(value.source.token))];
      return Array.isArray(value) ? value.map((item) => inShape(item, shape.item)) : value;
    case "object":
    case "resource":
      return isFields(value) ? withKeys(value, shape.keys) : value;
    default:
      return value;
  }
}

function withKeys(value: Fields, keys: Readonly<Record<string, Shape>>): Fields {
  const changed = Object.entries(value).flatMap(([key, item]) => {
    const shape = Object.hasOwn(keys, key) ? keys[key] : undefined;
    const inner = shape === undefined ? item : inShape(item, shape);
    return inner === item ? [] : [[key, inner] as const];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLate(value);
}
