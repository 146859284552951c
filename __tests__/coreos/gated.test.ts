import fc from "fast-check";
import { gated } from "../../lib/coreos/gated";
import { fuzzCases } from "../fuzz";

async function* blocks(texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) {
    await new Promise(setImmediate);
    yield Buffer.from(text);
  }
}

async function taken(all: AsyncIterable<Buffer>, out: string[]): Promise<void> {
  for await (const block of all) out.push(block.toString());
}

describe("gated", () => {
  it("hands on all that there is once the gate is open", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string(), { maxLength: 6 }), async (texts) => {
        const out: string[] = [];
        await taken(gated(blocks(texts), Promise.resolve()), out);
        expect(out).toEqual(texts);
      }),
      { numRuns: fuzzCases(50) },
    );
  });

  it("keeps the last block for as long as the gate is shut", async () => {
    const out: string[] = [];
    let open = (): void => undefined;
    const done = taken(gated(blocks(["a", "b", "c"]), new Promise<void>((resolve) => (open = resolve))), out);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);

    expect(out).toEqual(["a", "b"]);
    open();
    await done;
    expect(out).toEqual(["a", "b", "c"]);
  });

  it("breaks off as soon as the gate stays shut for good", async () => {
    const out: string[] = [];
    const endless = (async function* () {
      for (let turn = 0; turn < 10_000; turn++) {
        await new Promise(setImmediate);
        yield Buffer.from("x");
      }
    })();
    const gate = new Promise<void>((_, reject) =>
      setImmediate(() => setImmediate(() => reject(new Error("wrong file")))),
    );

    await expect(taken(gated(endless, gate), out)).rejects.toThrow("wrong file");
    expect(out.length).toBeLessThan(10);
  });

  it("lets nothing of a single block go", async () => {
    const out: string[] = [];

    await expect(taken(gated(blocks(["all"]), Promise.reject(new Error("wrong file"))), out)).rejects.toThrow(
      "wrong file",
    );
    expect(out).toEqual([]);
  });
});
