import type { z } from "zod";
import type { Dialect } from "./escape";

/** A directive of a section: which values it takes, and the lines that they become. */
export interface Directive<T> {
  readonly schema: z.ZodType<T>;
  /** How a value is written, as an example; shown to who wrote it in another way, such as in podman's own. */
  readonly form?: string;
  /** Whether its values may be secrets, so that no error shows them. */
  readonly secret?: true;
  /** Whether other units can stand in its values. */
  readonly takesUnits?: true;
  /** What stands right of the `=`, a line each. Called with sound values only. */
  lines(value: T, dialect: Dialect): readonly string[];
}

export interface RequiredDirective<T> extends Directive<T> {
  readonly required: true;
}

/** A section is incomplete without this directive. */
export function required<T>(directive: Directive<T>): RequiredDirective<T> {
  return { ...directive, lines: (value, dialect) => directive.lines(value, dialect), required: true };
}

/** A table of directives without some of them. */
export function without<T extends Directives, K extends keyof T & string>(
  table: T,
  ...names: readonly K[]
): Omit<T, K> {
  const left = Object.entries(table).filter(([name]) => !(names as readonly string[]).includes(name));
  return Object.fromEntries(left) as unknown as Omit<T, K>;
}

/** All directives of a section, in the order in which they are written. */
export type Directives = Readonly<Record<string, Directive<unknown>>>;

type ValueOf<D> = D extends Directive<infer T> ? T : never;
type RequiredNames<S> = { [K in keyof S]: S[K] extends RequiredDirective<unknown> ? K : never }[keyof S];

/** What a user writes into a section. */
export type Section<S> = { readonly [K in RequiredNames<S>]: ValueOf<S[K]> } & {
  readonly [K in Exclude<keyof S, RequiredNames<S>>]?: ValueOf<S[K]> | undefined;
};

/** A directive that a section gives a value. */
export interface Given {
  readonly name: string;
  readonly directive: Directive<unknown>;
  readonly value: unknown;
}

/** What a section gives, in the order of the table. Sections have hundreds of directives, and give few. */
export function givenIn(section: object, directives: Directives): readonly Given[] {
  const { places } = indexOf(directives);
  return Object.entries(section)
    .flatMap(([name, value]: [string, unknown]) => {
      const directive = places.has(name) ? directives[name] : undefined;
      return directive === undefined || value === undefined ? [] : [{ name, directive, value }];
    })
    .sort((one, other) => (places.get(one.name) ?? 0) - (places.get(other.name) ?? 0));
}

/** Names of the directives that a section cannot do without. */
export function requiredIn(directives: Directives): readonly string[] {
  return indexOf(directives).required;
}

interface Index {
  readonly places: ReadonlyMap<string, number>;
  readonly required: readonly string[];
}

const indexes = new WeakMap<Directives, Index>();

/** Made once a table. */
function indexOf(directives: Directives): Index {
  const known = indexes.get(directives);
  if (known !== undefined) return known;
  const names = Object.keys(directives);
  const index: Index = {
    places: new Map(names.map((name, place) => [name, place])),
    required: names.filter((name) => "required" in (directives[name] ?? {})),
  };
  indexes.set(directives, index);
  return index;
}
