import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import type * as fs from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAbandoned, withFreeLock, withLock } from "../../lib/coreos/lock";

/** The disk as it is when many wait for it: what it is asked takes unequally long. */
jest.mock("node:fs/promises", () => {
  const actual = jest.requireActual<typeof fs>("node:fs/promises");
  const delays = [0, 7, 1, 4, 0, 2, 9];
  let asked = 0;
  const slow =
    <A extends unknown[], R>(ask: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await sleep(delays[asked++ % delays.length]);
      const answer = await ask(...given);
      await sleep(delays[asked++ % delays.length]);
      return answer;
    };
  return { ...actual, rename: slow(actual.rename), rm: slow(actual.rm), readFile: slow(actual.readFile) };
});

const folder = mkdtempSync(join(tmpdir(), "slipway-lock-"));
const path = join(folder, "lock");

afterEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** A lock that was left long ago, by a machine that is here no more. */
function isLeftBehind(): void {
  writeFileSync(path, "1 elsewhere token");
  utimesSync(path, 1, 1);
}

describe("withLock", () => {
  it("lets one at a time work, when many find a lock that was left behind", async () => {
    let working = 0;
    const found: number[] = [];
    const work = async (): Promise<void> => {
      found.push(++working);
      await sleep(15);
      working--;
    };
    for (let round = 0; round < 10; round++) {
      isLeftBehind();
      await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          await sleep(index);
          await withFreeLock(path, work);
        }),
      );
    }

    expect(new Set(found)).toEqual(new Set([1]));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["the same id, of which none is ours", process.pid],
    ["an id that nobody has here", 2 ** 30],
  ])("waits for a living holder in another container of the same host name, with %s", async (_name, pid) => {
    const holder = `${pid} ${hostname()} token`;
    writeFileSync(path, holder);

    await expect(withLock(path, AbortSignal.timeout(20), () => Promise.resolve())).rejects.toThrow("aborted");

    expect(await isAbandoned(path)).toBe(false);
    expect(await withFreeLock(path, () => Promise.resolve())).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(holder);
  });

  it("goes on where a process has crashed in the middle of taking a lock over", async () => {
    isLeftBehind();
    writeFileSync(`${path}-over.lock`, "2 elsewhere token");
    utimesSync(`${path}-over.lock`, 1, 1);

    expect(await withLock(path, undefined, () => Promise.resolve("done"))).toBe("done");
    expect(readdirSync(folder)).toEqual([]);
  });
});
