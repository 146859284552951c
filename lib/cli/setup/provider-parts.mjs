// The provider's file: a small beginning that loads the rest by parts (lib/provider/parts), each when it is needed.
import { createHash } from "node:crypto";
import { basename, join } from "node:path";

const OUT = "/provider";

/** zod brings its messages in 50 languages, a fifth of the bundle; English alone is imported apart. */
const withoutLocales = {
  name: "without-locales",
  setup({ onLoad }) {
    onLoad({ filter: /zod[/\\]v4[/\\]locales[/\\]index\.c?js$/ }, () => ({ contents: "" }));
  },
};

/** Names stay as they are: they are read in stack traces, and a start is not made shorter by shorter ones. */
const SMALL = { minifyWhitespace: true, minifySyntax: true, legalComments: "none", logLevel: "error" };

/**
 * Bundles a program into one file.
 *
 * @param esbuild as it is installed
 * @param entry path of the program, relative to `root`
 * @returns the same bytes wherever it is done
 */
export async function bundleInParts(esbuild, root, entry) {
  const modules = await splitModules(esbuild, root, entry);
  const parts = [];
  const places = {};
  const start = withImports(modules, modules[0]);
  // What every start needs is one part; of the rest, each module is one of its own.
  for (const group of [start, ...modules.filter((module) => !start.includes(module)).map((module) => [module])]) {
    group.forEach(({ name }, place) => (places[name] = [parts.length, place]));
    const text = commented(`[${group.map(({ code }) => asFunction(code)).join()}]`);
    parts.push({ name: basename(group[0].name, ".js"), text });
  }
  const id = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
  const table = {
    id,
    entry: modules[0].name,
    parts: parts.map(({ name, text }) => ({ name, length: text.length })),
    modules: places,
  };
  const head = await beginning(esbuild, root, table);
  return Buffer.from([head, ...parts.map(({ text }) => `//${text}\n`)].join(""), "latin1");
}

/** The modules that a program falls into where it imports lazily, the program first: their names, code and imports. */
async function splitModules(esbuild, root, entry) {
  const { outputFiles, metafile } = await esbuild.build({
    ...SMALL,
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: OUT,
    bundle: true,
    splitting: true,
    metafile: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    // Optional parts of dependencies that are not used: native speed-ups of ssh2.
    external: ["cpu-features", "*.node"],
    plugins: [withoutLocales],
  });
  const facts = Object.fromEntries(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const modules = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { entryPoint, imports } = facts[basename(path)];
      const { code } = await esbuild.transform(text, {
        ...SMALL,
        format: "cjs",
        target: "node20",
        platform: "node",
        // What is imported lazily is in a part, too.
        supported: { "dynamic-import": false },
        // Node shows the line of an error.
        lineLimit: 160,
      });
      const direct = imports.filter(({ kind, external }) => kind !== "dynamic-import" && external !== true);
      return {
        name: `./${basename(path)}`,
        entryPoint,
        code,
        imports: direct.map((each) => `./${basename(each.path)}`),
      };
    }),
  );
  const byName = modules.sort((a, b) => (a.name < b.name ? -1 : 1));
  return byName.sort((a, b) => Number(b.entryPoint === entry) - Number(a.entryPoint === entry));
}

/** A module and all that has to be there before it runs. */
function withImports(modules, first) {
  const found = new Set([first]);
  for (const { imports } of found) {
    for (const name of imports) found.add(modules.find((module) => module.name === name));
  }
  return [...found];
}

/** In parentheses, by which V8 knows that it will be called at once. */
function asFunction(code) {
  return `(function(exports,require,module,__filename,__dirname){${code.trimEnd()}\n})`;
}

/** Each line as a comment; `sourceOf` of lib/provider/parts/start.ts takes that away again. */
function commented(text) {
  const wrong = /[^\t\n\x20-\x7e]/.exec(text);
  // A character is a byte then, wherever the part stands in the file.
  if (wrong !== null) throw new Error(`a part of the provider is not plain ASCII: ${JSON.stringify(wrong[0])}`);
  return text.replaceAll("\n", "\n//");
}

async function beginning(esbuild, root, table) {
  const { outputFiles } = await esbuild.build({
    ...SMALL,
    absWorkingDir: root,
    entryPoints: [join(root, "lib/provider/parts/start.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    define: { PARTS: JSON.stringify(table) },
    banner: { js: "#!/usr/bin/env node" },
  });
  return outputFiles[0].text;
}
