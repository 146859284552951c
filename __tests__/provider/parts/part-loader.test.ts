import type { CodeCache } from "../../../lib/provider/parts/code-cache";
import { PartLoader, type Parts } from "../../../lib/provider/parts/part-loader";

describe("PartLoader", () => {
  const texts = [
    // The first part holds two modules that need each other.
    "[function(exports,require,module){exports.early=1;exports.other=require('./b.js').name},function(exports,require,module){module.exports={name:'b',early:require('./a.js').early}}]",
    `[function(exports,require,module){exports.run=()=>require("node:path").sep;${";".repeat(20_000)}}]`,
  ];
  const table: Parts = {
    id: "1234",
    entry: "./a.js",
    parts: texts.map((text, index) => ({ name: `part${index}`, length: text.length })),
    modules: { "./a.js": [0, 0], "./b.js": [0, 1], "./c.js": [1, 0] },
  };
  const builtIns = { "node:path": { sep: "built in" } };
  const key = `1234-part1-${process.versions.v8}-${process.arch}`;
  const sources = jest.fn((part: number) => texts[part] ?? "");
  beforeEach(() => sources.mockClear());

  function loader(cache?: CodeCache): PartLoader {
    return new PartLoader(table, sources, cache, (name) => builtIns[name as keyof typeof builtIns]);
  }

  function aCache(kept = new Map<string, Buffer>()) {
    return {
      kept,
      read: (name: string) => kept.get(name),
      write: (name: string, code: Buffer) => void kept.set(name, code),
    };
  }

  const run = (from: PartLoader): unknown => (from.require("./c.js") as { run: () => unknown }).run();

  it("runs a module once, and hands out what it has exported so far to one that needs it meanwhile", () => {
    const one = loader();

    expect(one.require("./a.js")).toEqual({ early: 1, other: "b" });
    expect(one.require("./b.js")).toEqual({ name: "b", early: 1 });
    expect(one.require("./a.js")).toBe(one.require("./a.js"));
  });

  it("reads a part when the first of its modules is needed, and once", () => {
    const one = loader();

    one.require("./a.js");
    one.require("./b.js");

    expect(sources.mock.calls).toEqual([[0]]);
  });

  it("leaves to Node what is in no part", () => {
    expect(run(loader())).toBe("built in");
  });

  it("keeps the compiled code of large parts, and works the same with it", () => {
    const cache = aCache();
    const first = loader(cache);
    first.require("./a.js");
    run(first);
    first.keepCompiled();
    const code = cache.kept.get(key);

    const second = loader(cache);
    const answer = run(second);
    cache.kept.clear();
    second.keepCompiled();

    expect(code?.length).toBeGreaterThan(0);
    expect(answer).toBe("built in");
    expect(cache.kept.size).toBe(0);
  });

  it("compiles anew, and keeps that, where V8 refuses what was kept", () => {
    const cache = aCache(new Map([[key, Buffer.from("nothing that V8 knows")]]));
    // Another text than above: V8 remembers what it has compiled in this process.
    sources.mockImplementationOnce((part) => `${texts[part]} `);
    const one = loader(cache);

    const answer = run(one);
    one.keepCompiled();

    expect(answer).toBe("built in");
    expect(cache.kept.get(key)?.length).toBeGreaterThan(100);
  });
});
