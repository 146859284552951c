import { gated } from "../../lib/coreos/gated";

async function* blocks(...texts: readonly string[]): AsyncGenerator<Buffer> {
  await new Promise(setImmediate);
  for (const text of texts) yield Buffer.from(text);
}

describe("gated, while the gate stays shut for long", () => {
  const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it("lets single bytes of the last block go, but not its last one", async () => {
    const out: string[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const done = (async () => {
      for await (const block of gated(blocks("first", "last"), gate, 1)) out.push(block.toString());
    })();
    for (let turn = 0; turn < 500 && out.length < 4; turn++) await later(1);
    await later(20);

    expect(out).toEqual(["first", "l", "a", "s"]);
    open();
    await done;
    expect(out).toEqual(["first", "l", "a", "s", "t"]);
  });

  it.each([[["first", "last"]], [["a"]], [[]]])("breaks off with %j when it stays shut for good", async (texts) => {
    const out: string[] = [];
    const gate = later(20).then(() => Promise.reject(new Error("wrong file")));

    const taken = (async () => {
      for await (const block of gated(blocks(...texts), gate, 1)) out.push(block.toString());
    })();

    await expect(taken).rejects.toThrow("wrong file");
    expect(texts.join("").startsWith(out.join(""))).toBe(true);
    expect(out.join("").length).toBeLessThan(Math.max(1, texts.join("").length));
  });
});
