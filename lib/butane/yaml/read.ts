import { isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap } from "yaml";
import { shorten } from "../../values/check";
import type { Path, Problem } from "../../values/config-error";
import { error } from "../sugar/problem";
import { BUTANE_VERSIONS, has, isButaneVersion, type ButaneVersion } from "../version";
import { camelCase, type Key, type List, type Section, type Shape } from "./keys";
import { nearest } from "./nearest";
import { entriesOf, offsetOf, target, type Entry, type KeyFault } from "./pairs";
import type { Places } from "./places";
import { bytesOf, flagOf, isNull, kindOf, numberOf, plainOf, TAGS, textOf, type Plain } from "./scalars";

/** With all aliases written out, a document is not larger than this, in characters. */
const LARGEST = 16 * 1024 * 1024;

/** As how many characters a node counts, besides its text. */
const NODE = 128;

/** What is wanted of each shape. */
const WANTED: Readonly<Record<Shape["kind"], string>> = {
  text: "a text",
  bytes: "a text",
  number: "a whole number, with 0o or 0 before octal digits",
  flag: "true or false",
  list: "a list",
  section: "a section of keys",
};

/** Reads nodes of a YAML as plain data with camelCase keys, by the shapes that they should have. */
export class Reader {
  /** What is wrong, where it stands in the text. Values are not quoted: they may be secrets. */
  readonly problems: Problem[] = [];

  /** Paths of what was wrong, or seems to be misspelt, and is missing from what was read, in camelCase. */
  readonly missing: Path[] = [];

  private size = 0;

  constructor(
    private readonly version: ButaneVersion,
    private readonly aliases: ReadonlyMap<Alias, Node>,
    private readonly places: Places,
  ) {}

  /** Undefined stands for a value that is missing, null or wrong. */
  read(given: Node | null, shape: Shape, path: Path): unknown {
    const node = target(given, this.aliases);
    if (node === undefined || !this.spend(NODE + (isScalar(node) ? String(node.value).length : 0), path))
      return undefined;
    if (isScalar(node)) return this.scalar(plainOf(node), shape, path);
    if (shape.kind === "list" && isSeq(node)) return this.list(node.items as readonly (Node | null)[], shape, path);
    if (shape.kind === "section" && isMap(node)) return this.section(node, shape, path);
    return this.wrong(isSeq(node) ? "a list" : "a section of keys", shape, path);
  }

  private scalar(plain: Plain, shape: Shape, path: Path): unknown {
    if (isNull(plain)) return undefined;
    if (!TAGS.includes(plain.tag)) {
      this.missing.push(path);
      return this.report(
        error("yaml-tag", path, "the value has a tag that means nothing here", {
          allowed: "!!str, !!int, !!bool, !!null, !!binary, or none",
          fix: "remove the tag",
        }),
      );
    }
    return scalarValue(plain, shape) ?? this.wrong(kindOf(plain), shape, path);
  }

  /** Of a list each place is kept, so that the paths of what follows do not move. */
  private list(items: readonly (Node | null)[], { of }: List, path: Path): readonly unknown[] {
    return items.map((item, index) => {
      const place = [...path, index];
      this.places.set(place, offsetOf(item) ?? 0);
      const before = this.problems.length;
      const value = this.read(item, of, place);
      const isUnsaid = this.problems.length === before && this.size <= LARGEST;
      if (value === undefined && isUnsaid) this.wrong("nothing", of, place);
      return value ?? emptyOf(of);
    });
  }

  private section(map: YAMLMap, { keys }: Section, path: Path): Readonly<Record<string, unknown>> {
    const spend = (names: number): boolean => this.spend(names * NODE, path);
    const entries = entriesOf(map, this.aliases, spend, (fault, entry, first) =>
      this.keyFault(fault, entry, path, first),
    );
    const found = [...entries.values()].flatMap((entry) => {
      const key = Object.hasOwn(keys, entry.name) ? keys[entry.name] : undefined;
      if (key === undefined || !this.exists(key)) return this.unknownKey(entry, key, keys, path, entries);
      const place = [...path, camelCase(entry.name)];
      this.places.set(place, entry.offset);
      const value = this.read(entry.value, key.shape, place);
      return value === undefined ? [] : [[camelCase(entry.name), value] as const];
    });
    return Object.fromEntries(found);
  }

  private exists({ since }: Key): boolean {
    return since === undefined || (isButaneVersion(since) && has(this.version, since));
  }

  private unknownKey(
    { name, offset }: Entry,
    key: Key | undefined,
    keys: Section["keys"],
    path: Path,
    others: ReadonlyMap<string, Entry>,
  ): readonly [] {
    const meant = nearest(name, Object.keys(keys));
    const { since } = key ?? {};
    // What nobody can have meant for another key is only dropped: all else can be judged without it.
    if (meant !== undefined && !others.has(meant)) this.missing.push([...path, camelCase(meant)]);
    this.report(
      since === undefined
        ? error("unknown-key", path, "there is no such key", {
            got: shorten(name),
            allowed: Object.keys(keys).join(", "),
            fix: meant === undefined ? "remove it" : `write ${meant}`,
          })
        : error("newer-than-version", path, `the key exists since version ${since} of Butane's specification`, {
            got: `${name} in version ${this.version}`,
            fix: isButaneVersion(since)
              ? `write version: ${since}`
              : `leave it out: of versions ${BUTANE_VERSIONS.join(", ")} are taken, and a quadlet is a file below /etc/containers/systemd`,
          }),
      offset,
      name,
    );
    return [];
  }

  private keyFault(fault: KeyFault, { name, offset }: Entry, path: Path, first?: Entry): void {
    const faults = {
      duplicate: () =>
        error("duplicate-key", path, `the key is there already, at ${this.places.of(first?.offset ?? 0)}`, {
          fix: "remove one of them",
        }),
      "no-name": () =>
        error("yaml-key", path, "a list or a section stands where a key should", { fix: "write a name" }),
      merge: () =>
        error("yaml-key", path, "what << merges is no section", { fix: "name a section, or a list of them" }),
      cycle: () => error("yaml-key", path, "a section is merged into itself", { fix: "remove the <<" }),
    };
    this.report(faults[fault](), offset, name === "" ? undefined : name);
  }

  private wrong(found: string, { kind }: Pick<Shape, "kind">, path: Path): undefined {
    this.missing.push(path);
    return this.report(
      error("wrong-type", path, "something of another type is needed here", {
        got: found,
        allowed: WANTED[kind],
        fix: "correct the value",
      }),
    );
  }

  /** Once it is exceeded, nothing else is read, and nothing else said. */
  private spend(size: number, path: Path): boolean {
    const before = this.size <= LARGEST;
    this.size += size;
    if (this.size <= LARGEST) return true;
    if (before) {
      this.report(
        error("yaml-too-many-aliases", path, "the document is too large with its aliases written out", {
          fix: "use fewer aliases",
        }),
      );
    }
    return false;
  }

  /** @param name a key below the path, as it stands in the text */
  private report(problem: Problem, offset?: number, name?: string): undefined {
    this.problems.push(this.places.locate(problem, offset, name));
    return undefined;
  }
}

function scalarValue(plain: Plain, { kind }: Shape): unknown {
  switch (kind) {
    case "text":
      return textOf(plain);
    case "bytes":
      return textOf(plain) ?? binaryOf(plain);
    case "number":
      return numberOf(plain);
    case "flag":
      return flagOf(plain);
    case "list":
    case "section":
      return undefined;
  }
}

/** What stands in a list for an item that was wrong. */
function emptyOf({ kind }: Shape): unknown {
  return { text: "", bytes: "", number: 0, flag: false, list: [], section: {} }[kind];
}

function binaryOf(plain: Plain): { readonly base64: string } | undefined {
  const base64 = bytesOf(plain)?.toString("base64");
  return base64 === undefined ? undefined : { base64 };
}
