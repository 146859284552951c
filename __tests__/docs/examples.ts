import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as cdktf from "cdktf";
import ts from "typescript";
import { type Page, pages, ROOT } from "./pages";

/** A TypeScript block of a page, as a module of its own. */
export interface Example {
  readonly page: string;
  /** Its first line, `// shop.ts`, or the place where it stands. */
  readonly name: string;
  /** Of the module, in a folder that exists in memory only. */
  readonly file: string;
  readonly source: string;
  /** Whether it is a piece of a stack, which the test wraps into one. */
  readonly piece: boolean;
  /** What has to be added to a line of the module for that of the page. */
  readonly offset: number;
}

const FOLDER = join(ROOT, "documented");
const INDEX = join(ROOT, "lib/index.ts");

export const examples: readonly Example[] = pages.flatMap(examplesOf);

function examplesOf({ path, blocks }: Page): readonly Example[] {
  return blocks
    .filter(({ language }) => language === "ts")
    .map(({ text, line }): Example => {
      const name = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1] ?? `line-${line}.ts`;
      const file = join(FOLDER, path, name);
      const piece = !/^import /m.test(text);
      const [before, after] = piece ? wrapping(text) : ["", ""];
      const offset = line - before.split("\n").length;
      return { page: path, name, file, source: `${before}${text}${after}`, piece, offset };
    });
}

/** What docs/constructs.md says that there is around a piece. */
function wrapping(text: string): readonly [string, string] {
  const ours = [...readFileSync(INDEX, "utf8").matchAll(/\{([^}]*)\}/g)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.trim().replace(/^\w+ as /, "")),
  );
  const context = `    const proxmox = Proxmox.fromEnvironment(this);
    const servers = new Subnet(this, "servers", { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr1" });
    const install = new InstallVm(this, "install", { proxmox, subnet: servers });
    const db = new GuestVm(this, "db", { install, memoryMiB: 4096 });
`;
  const used = (names: readonly string[]): string =>
    [...new Set(names)].filter((name) => new RegExp(`\\b${name}\\b`).test(context + text)).join(", ");
  const before = `import { type App, TerraformStack, ${used(Object.keys(cdktf).filter((name) => name !== "App" && name !== "TerraformStack"))} } from "cdktf";
import { ${used(ours)} } from "slipway";
export class Example extends TerraformStack {
  constructor(app: App) {
    super(app, "example");
${context}`;
  return [before, "  }\n}\n"];
}

/** What the compiler says against the examples, with the places in their pages. */
export function compilerComplaints(): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const settings: ts.CompilerOptions = {
    ...options,
    noUnusedLocals: false,
    typeRoots: [join(ROOT, "node_modules/@types")],
    baseUrl: ROOT,
    paths: { slipway: ["lib/index.ts"], "slipway/*": ["*"] },
  };
  const sources = new Map(examples.map(({ file, source }) => [file, source]));
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.directoryExists = (folder) =>
    [...sources.keys()].some((file) => file.startsWith(`${folder}/`)) || ts.sys.directoryExists(folder);
  host.getSourceFile = (file, version, ...rest) => {
    const source = sources.get(file);
    return source === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, source, version, true);
  };
  const program = ts.createProgram([...sources.keys()], settings, host);
  return examples.flatMap((example) => {
    const file = program.getSourceFile(example.file);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((complaint) => {
      const { line } = ts.getLineAndCharacterOfPosition(complaint.file ?? ({} as ts.SourceFile), complaint.start ?? 0);
      const text = ts.flattenDiagnosticMessageText(complaint.messageText, " ");
      return `${example.page}:${line + 1 + example.offset} ${text}`;
    });
  });
}

type Exports = Readonly<Record<string, unknown>>;

/** Runs an example and what it imports of its page; `globals` are there as jest's are. */
export function run(example: Example, globals: Exports = {}, loaded = new Map<string, Exports>()): Exports {
  const known = loaded.get(example.file);
  if (known !== undefined) return known;
  const { outputText } = ts.transpileModule(example.source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, esModuleInterop: true },
  });
  const module = { exports: {} as Record<string, unknown> };
  loaded.set(example.file, module.exports);
  const load = (name: string): unknown => {
    if (name === "slipway") return jest.requireActual(INDEX);
    if (name.startsWith("slipway/")) return jest.requireActual(join(ROOT, name.slice("slipway/".length)));
    if (!name.startsWith("./")) return jest.requireActual(name);
    const file = join(example.file, "..", `${name}.ts`);
    const other = examples.find((one) => one.file === file);
    if (other === undefined) throw new Error(`${example.page} has no ${relative(FOLDER, file)}`);
    return run(other, globals, loaded);
  };
  const names = Object.keys(globals);
  const body = new Function("require", "module", "exports", ...names, outputText) as (...given: unknown[]) => void;
  body(load, module, module.exports, ...names.map((name) => globals[name]));
  return module.exports;
}
