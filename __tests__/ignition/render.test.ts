import fc from "fast-check";
import { SPEC, type Shape } from "../../lib/ignition/importing/shape";
import { renderChildIgnition, renderIgnition } from "../../lib/ignition/render";
import type { Contents, IgnitionConfig } from "../../lib/ignition/schema";
import { ConfigError } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";
import { fuzzCases } from "../fuzz";
import { ignitionConfigs } from "./arbitrary";
import { everything, everythingRendered } from "./everything";
import { goldens } from "./golden";

describe("renderIgnition", () => {
  it.each(goldens)("writes $name, to the byte", ({ config, rendered }) => {
    expect(renderIgnition(config)).toBe(JSON.stringify(rendered));
  });

  it("writes every option there is, and no default", () => {
    expect(renderIgnition(everything)).toBe(JSON.stringify(everythingRendered));
    expect(keysOf(everythingRendered)).toEqual(new Set(keysOfSpec(SPEC, "")));
  });

  it("joins the pieces of a text", () => {
    expect(renderIgnition({ storage: { files: [{ path: "/a", contents: ["a", "", "b"] }] } })).toContain('"data:,ab"');
  });

  it("encodes a data: URL anew where that is shorter", () => {
    const contents = { source: "data:text/plain;charset=utf-8;base64,YWJj" };

    expect(JSON.parse(renderIgnition({ storage: { files: [{ path: "/etc/a", contents }] } }))).toEqual({
      ignition: { version: "3.4.0" },
      storage: { files: [{ path: "/etc/a", contents: { source: "data:,abc" } }] },
    });
  });

  describe("with what may be a default, and may not", () => {
    it.each<[string, object, object]>([
      ["keeps a mode of 0644 without contents", { mode: 0o644 }, { mode: 420 }],
      ["leaves out a mode of 0644 with contents", { mode: 0o644, contents: "" }, { contents: { source: "data:," } }],
      ["keeps a mode of 0", { mode: 0, contents: "" }, { mode: 0, contents: { source: "data:," } }],
      ["keeps root as the owner", { user: { id: 0 } }, { user: { id: 0 } }],
    ])("%s", (_name, given, written) => {
      const config: IgnitionConfig = { storage: { files: [{ path: "/a", ...given }] } };

      expect(JSON.parse(renderIgnition(config))).toEqual({
        ignition: { version: "3.4.0" },
        storage: { files: [{ path: "/a", ...written }] },
      });
    });

    it("keeps all the room there is for partitions of a disk that keeps its table", () => {
      const disks = [{ device: "/dev/vdb", partitions: [{ label: "a", sizeMiB: 0, startMiB: 0 }] }];

      expect(JSON.parse(renderIgnition({ storage: { disks } }))).toMatchObject({ storage: { disks } });
    });

    it("keeps an empty password hash, which locks an account, and false for units", () => {
      const config = {
        passwd: { users: [{ name: "core", passwordHash: "" }] },
        systemd: { units: [{ name: "a.service", enabled: false, mask: false }] },
      };

      expect(JSON.parse(renderIgnition(config))).toMatchObject(config);
    });
  });

  it("writes a hash in lower case, as which it means the same", () => {
    const contents = (hash: string): Contents => ({ source: "https://a.example/b", verification: { hash } });
    const hash = `sha256-${"0aBcDeF1".repeat(8)}`;

    expect(JSON.parse(renderIgnition({ storage: { files: [{ path: "/a", contents: contents(hash) }] } }))).toEqual({
      ignition: { version: "3.4.0" },
      storage: { files: [{ path: "/a", contents: contents(hash.toLowerCase()) }] },
    });
  });

  describe("with lists", () => {
    it.each<[string, IgnitionConfig]>([
      ["users, from which their numbers follow", { passwd: { users: [{ name: "b" }, { name: "a" }] } }],
      ["keys, of which sshd takes the first", { passwd: { users: [{ name: "a", sshAuthorizedKeys: ["b", "a"] }] } }],
      ["kernel arguments", { kernelArguments: { shouldExist: ["b", "a"], shouldNotExist: ["d", "c"] } }],
      [
        "partitions, from which their numbers follow",
        { storage: { disks: [{ device: "/dev/vdb", partitions: [{ label: "b" }, { label: "a" }] }] } },
      ],
      [
        "hard links of which one is the other's target",
        {
          storage: {
            links: [
              { path: "/z", target: "/f", hard: true },
              { path: "/a", target: "/z", hard: true },
            ],
          },
        },
      ],
    ])("keeps the order of %s", (_name, config) => {
      expect(JSON.parse(renderIgnition(config))).toEqual({ ignition: { version: "3.4.0" }, ...config });
    });
  });

  it("writes the same bytes in whatever order what has none is given, nothing empty or undefined and no default", () => {
    fc.assert(
      fc.property(ignitionConfigs, (config) => {
        const text = renderIgnition(config);

        expect(renderIgnition(reversed(config) as IgnitionConfig)).toBe(text);
        expect(DEFAULTS.exec(text)).toBeNull();
      }),
      { numRuns: fuzzCases() },
    );
  });

  describe("with what cannot be written", () => {
    it("refuses an unsound config", () => {
      expect(problemsOf({ storage: { files: [{ path: "a" }] } })).toEqual([
        { code: "ignition/relative-path", path: ["storage", "files", 0, "path"] },
      ]);
    });

    it("refuses a value that is still late", () => {
      expect(problemsOf({ storage: { files: [{ path: "/a", contents: ["a", Late.nonce()] }] } })).toEqual([
        { code: "ignition/late-value", path: ["storage", "files", 0, "contents", 1] },
      ]);
    });

    it("refuses documents that are not rendered yet", () => {
      const document: Contents = { document: { kind: "text", text: "a" } };

      expect(
        problemsOf({
          storage: { files: [{ path: "/a", contents: document }] },
          systemd: { units: [{ unit: { name: "a.service" } }] },
        }),
      ).toEqual([
        { code: "ignition/nested-document", path: ["storage", "files", 0, "contents"] },
        { code: "ignition/nested-document", path: ["systemd", "units", 0] },
      ]);
    });
  });
});

describe("renderChildIgnition", () => {
  it("writes defaults that are spelled out, since they take the place of another config's values", () => {
    const config = {
      ignition: { version: "3.4.0" as const, timeouts: { httpResponseHeaders: 10 } },
      storage: {
        disks: [{ device: "/dev/vdb", wipeTable: false }],
        files: [{ path: "/etc/a", overwrite: false, mode: 0o644, contents: { source: "data:," } }],
      },
    };

    expect(JSON.parse(renderChildIgnition(config))).toEqual(config);
  });

  it("writes nothing empty all the same", () => {
    expect(renderChildIgnition({ storage: { files: [] }, passwd: {} })).toBe('{"ignition":{"version":"3.4.0"}}');
  });
});

/** What is nowhere in a rendered config: what says nothing, and defaults. */
const DEFAULTS = new RegExp(
  [
    /\{\}|\[\]|:null|"(?:overwrite|hard|wipe\w+|resize|system|no\w+|discard|tpm2)":false/,
    /"shouldExist":true|"spares":0|"number":0|"httpTotal":0|"httpResponseHeaders":10|"gecos":""|unverified/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** Lists whose order means nothing. */
const UNORDERED = [
  ...[
    "noProxy",
    "certificateAuthorities",
    "httpHeaders",
    "disks",
    "raid",
    "luks",
    "filesystems",
    "directories",
    "files",
  ],
  ...["links", "units", "dropins"],
];

/** The same config with its keys in another order, and its lists where that means nothing. */
function reversed(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => reversed(item));
    return UNORDERED.includes(key) ? items.toReversed() : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, item]) => [name, reversed(item, name)]),
  );
}

/** `storage.files[].path` and so on, of everything in a config. */
function keysOf(value: unknown, pattern = ""): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...keysOf(item, `${pattern}[]`)]));
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, item]) => {
      const path = pattern === "" ? key : `${pattern}.${key}`;
      return [path, ...keysOf(item, path)];
    }),
  );
}

/** The same of the spec. */
function keysOfSpec(shape: Shape, pattern: string): string[] {
  if (shape.kind === "list") return keysOfSpec(shape.item, `${pattern}[]`);
  if (shape.kind !== "object" && shape.kind !== "resource") return [];
  return Object.entries(shape.keys).flatMap(([key, inner]) => {
    const path = pattern === "" ? key : `${pattern}.${key}`;
    return [path, ...keysOfSpec(inner, path)];
  });
}

function problemsOf(config: IgnitionConfig): readonly object[] {
  try {
    renderIgnition(config);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ code, path }) => ({ code, path }));
  }
}
