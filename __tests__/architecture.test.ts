import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

const ROOT = join(__dirname, "..");
const LONGEST = 300;

/** Its groups: `type `, and the module in one of three places. */
const IMPORT =
  /^(?:import|export) (type )?[^;"'`]*?\bfrom "([^"]+)"|^import "([^"]+)"|\b(?:require|import)\("([^"]+)"\)/gm;

interface Source {
  /** From the project's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Modules of the project that it imports, without their extension. */
  readonly internal: readonly string[];
  /** Those of them that are there at run time; types are gone by then. */
  readonly loaded: readonly string[];
  /** Packages that it imports, `node:` left out. */
  readonly external: readonly string[];
}

/** Which folders of lib/ may import which. What is not listed is forbidden. */
const DOCUMENTS = ["ignition", "units", "dnsmasq", "ipxe", "coreos"];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  values: [],
  ignition: ["values"],
  units: ["values"],
  dnsmasq: ["values"],
  ipxe: ["values"],
  coreos: ["values"],
  butane: ["values", "ignition"],
  images: ["values", ...DOCUMENTS],
  documents: ["values", ...DOCUMENTS, "butane"],
  constructs: ["values", ...DOCUMENTS, "butane", "images", "documents", "bindings"],
  provider: ["values", ...DOCUMENTS, "documents"],
  lab: [],
  cli: ["lab", "values", "coreos", "documents", "ignition", "butane"],
  docs: ["values", ...DOCUMENTS, "butane", "images", "documents", "constructs", "provider"],
  index: ["values", ...DOCUMENTS, "butane", "documents", "constructs"],
};

/** Packages that only some may import: who may, by the beginning of their path. */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  cdktf: ["main.ts", "stacks/", "lib/constructs/"],
  constructs: ["stacks/", "lib/constructs/"],
  "@cdktf/provider-proxmox": ["lib/constructs/"],
  "@slipway/provider-slipway": ["lib/constructs/"],
  ssh2: ["lib/provider/sftp/", "lib/lab/"],
  yaml: ["lib/butane/"],
};

/** Who may read the environment; all others are told. */
const ENVIRONMENT = [
  "stacks/settings.ts",
  "lib/cli/",
  "lib/constructs/environment.ts",
  "lib/provider/configuration.ts",
  "lib/provider/parts/start.ts",
];

const paths = ["main.ts", ...files("stacks"), ...files("lib")];
const known = new Set(paths);
const sources = paths.map(read);

describe("imports", () => {
  it("are found at all", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.find(({ path }) => path === "main.ts")).toMatchObject({
      external: ["cdktf"],
      internal: ["lib/index", "stacks/guests-stack", "stacks/install-stack", "stacks/settings"],
    });
  });

  it("within lib/ go from constructs and provider down to values, and never back", () => {
    const wrong = sources.flatMap(({ path, internal }) => {
      const from = layer(path);
      if (from === undefined) return [];
      const allowed = MAY_IMPORT[from] ?? [];
      return internal
        .filter((to) => layer(to) !== from && !allowed.includes(layer(to) ?? ""))
        .map((to) => `${path} → ${to}`);
    });

    expect(wrong).toEqual([]);
  });

  it("of main.ts and stacks/ go to the public surface and to values", () => {
    const wrong = sources
      .filter(({ path }) => !path.startsWith("lib/"))
      .flatMap(({ path, internal }) =>
        internal.filter((to) => !/^(stacks\/|lib\/index$|lib\/values\/)/.test(to)).map((to) => `${path} → ${to}`),
      );

    expect(wrong).toEqual([]);
  });

  it("of reserved packages are made only by those whose business they are", () => {
    const wrong = sources.flatMap(({ path, external }) =>
      external
        .filter((name) =>
          Object.entries(RESERVED).some(
            ([reserved, allowed]) =>
              (name === reserved || name.startsWith(reserved.endsWith("/") ? reserved : `${reserved}/`)) &&
              !allowed.some((prefix) => path.startsWith(prefix)),
          ),
        )
        .map((name) => `${path} → ${name}`),
    );

    expect(wrong).toEqual([]);
  });

  it("form no cycle", () => {
    expect(cycles()).toEqual([]);
  });

  it("of bindings name one file, and never the index, which loads all", () => {
    const wrong = sources.flatMap(({ path, external }) =>
      external
        .filter((name) => /^@(cdktf\/provider-proxmox|slipway\/provider-slipway)(\/lib(\/index)?)?$/.test(name))
        .map((name) => `${path} → ${name}`),
    );

    expect(wrong).toEqual([]);
  });
});

describe("the environment", () => {
  it("is read in a few places, and handed on from there", () => {
    const readers = sources.filter(({ text }) => /\bprocess\.env\b/.test(text)).map(({ path }) => path);

    expect(readers.filter((path) => !ENVIRONMENT.some((prefix) => path.startsWith(prefix)))).toEqual([]);
  });
});

describe("files", () => {
  it(`are no longer than ${LONGEST} lines`, () => {
    const long = sources.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));

    expect(long.filter(({ lines }) => lines > LONGEST)).toEqual([]);
  });

  it("are named in kebab-case", () => {
    expect(
      sources.map(({ path }) => path).filter((path) => !/^([a-z0-9]+(-[a-z0-9]+)*[/.])+(d\.)?m?ts$/.test(path)),
    ).toEqual([]);
  });

  it("of the app stay small: main.ts has at most 40 lines", () => {
    expect(readFileSync(join(ROOT, "main.ts"), "utf8").split("\n").length - 1).toBeLessThanOrEqual(40);
  });

  it("of the public surface hold only export lines", () => {
    const lines = readFileSync(join(ROOT, "lib/index.ts"), "utf8").split("\n");

    expect(lines.filter((line) => line !== "" && !/^export (type )?\{ .* \} from "\.\/.*";$/.test(line))).toEqual([]);
  });
});

/** TypeScript files below a folder, generated ones left out. */
function files(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .filter((path) => !/^lib\/bindings\/|\/generated\//.test(path))
    .sort();
}

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), "utf8");
  const imports = [...text.matchAll(IMPORT)].map((match) => ({
    name: match[2] ?? match[3] ?? match[4] ?? "",
    isType: match[1] === "type ",
  }));
  const names = (wanted: (entry: { readonly name: string; readonly isType: boolean }) => boolean): readonly string[] =>
    [...new Set(imports.filter(wanted).map(({ name }) => name))].sort();
  const inside = (name: string): boolean => name.startsWith(".");
  const module = (name: string): string => moduleOf(path, name);
  return {
    path,
    text,
    internal: names(({ name }) => inside(name)).map(module),
    loaded: names(({ name, isType }) => inside(name) && !isType).map(module),
    external: names(({ name }) => !inside(name) && !name.startsWith("node:")),
  };
}

function moduleOf(importer: string, name: string): string {
  const target = posix.normalize(posix.join(posix.dirname(importer), name));
  return known.has(`${target}.ts`) ? target : known.has(`${target}/index.ts`) ? `${target}/index` : target;
}

/** `lib/values/late.ts` → `values`; `lib/index.ts` → `index`. */
function layer(path: string): string | undefined {
  return /^lib\/([^/.]+)/.exec(path)?.[1];
}

/** Each cycle once, as the files on it. */
function cycles(): readonly string[] {
  const next = new Map(sources.map(({ path, loaded }) => [path.replace(/\.ts$/, ""), loaded]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (module: string, way: readonly string[]): void => {
    const start = way.indexOf(module);
    if (start >= 0) found.push([...way.slice(start), module].join(" → "));
    if (start >= 0 || done.has(module)) return;
    for (const target of next.get(module) ?? []) visit(target, [...way, module]);
    done.add(module);
  };
  for (const module of next.keys()) visit(module, []);
  return found;
}
