import { Script } from "node:vm";
import type { CodeCache } from "./code-cache";
import { untuned } from "./heap";

/** The parts of a program that is one file: the source of each, which modules it holds, and their order. */
export interface Parts {
  /** Of the whole program: compiled code is kept under it. */
  readonly id: string;

  /** Name of the module that is the program. */
  readonly entry: string;

  /** Each an expression whose value is a list of {@link ModuleFunction}s. */
  readonly parts: readonly { readonly name: string; readonly length: number }[];

  /** By the name that `require` gives a module: its part, and its place in there. */
  readonly modules: Readonly<Record<string, readonly [part: number, place: number]>>;
}

type ModuleFunction = (
  exports: unknown,
  require: (name: string) => unknown,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

/** Of a part that is compiled in less time than its compiled code is read in, that is not kept. */
const WORTH_KEEPING_BYTES = 16 * 1024;

/** Loads modules out of the parts of a program. A part is compiled when the first of its modules is needed. */
export class PartLoader {
  private readonly loaded = new Map<string, { exports: unknown }>();
  private readonly compiled = new Map<number, readonly ModuleFunction[]>();
  private readonly fresh: { readonly key: string; readonly script: Script }[] = [];

  /**
   * @param source the text of a part, by its number
   * @param builtIn what loads the modules that are in no part
   */
  constructor(
    private readonly table: Parts,
    private readonly source: (part: number) => string,
    private readonly cache: CodeCache | undefined,
    private readonly builtIn: (name: string) => unknown,
  ) {}

  /** The exports of a module. */
  readonly require = (name: string): unknown => {
    const known = this.loaded.get(name);
    if (known !== undefined) return known.exports;
    const place = this.table.modules[name];
    if (place === undefined) return this.builtIn(name);
    const module: { exports: unknown } = { exports: {} };
    this.loaded.set(name, module);
    this.part(place[0])[place[1]]?.(module.exports, this.require, module, __filename, __dirname);
    return module.exports;
  };

  /** Keeps what has been compiled since the start, for the next one. By now it holds all functions that were called. */
  keepCompiled(): void {
    for (const { key, script } of this.fresh.splice(0)) this.cache?.write(key, script.createCachedData());
  }

  private part(number: number): readonly ModuleFunction[] {
    const known = this.compiled.get(number);
    if (known !== undefined) return known;
    const functions = this.compile(number);
    this.compiled.set(number, functions);
    return functions;
  }

  private compile(number: number): readonly ModuleFunction[] {
    const source = this.source(number);
    const name = this.table.parts[number]?.name ?? "";
    // V8 itself compares no more of the source than its length.
    const key = `${this.table.id}-${name}-${process.versions.v8}-${process.arch}`;
    const cache = source.length < WORTH_KEEPING_BYTES ? undefined : this.cache;
    const cachedData = cache?.read(key);
    const options = { filename: `slipway/${name}.js`, ...(cachedData && { cachedData }) };
    const script = untuned(() => new Script(source, options));
    if (cache !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
      this.fresh.push({ key, script });
    }
    return script.runInThisContext() as readonly ModuleFunction[];
  }
}
