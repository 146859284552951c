import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCodeCache } from "../../../lib/provider/parts/code-cache";

describe("openCodeCache", () => {
  const code = Buffer.from("compiled");
  let above: string;
  let file: string;
  beforeEach(() => {
    above = join(mkdtempSync(join(tmpdir(), "slipway-code-")), "slipway");
    file = join(above, "code/main");
    openCodeCache(above).write("main", code);
  });
  afterEach(() => rmSync(join(above, ".."), { recursive: true }));

  const read = (): Buffer | undefined => openCodeCache(above).read("main");

  it("gives back what was kept, and leaves nothing else behind", () => {
    expect(read()).toEqual(code);
    expect(readdirSync(join(above, "code"))).toEqual(["main"]);
  });

  it("keeps it in a folder and files that are this user's alone", () => {
    expect(statSync(join(above, "code")).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("takes the place of what was kept before", () => {
    openCodeCache(above).write("main", Buffer.from("newer"));

    expect(read()?.toString()).toBe("newer");
  });

  it("knows nothing that was never kept", () => {
    expect(openCodeCache(above).read("other")).toBeUndefined();
    expect(openCodeCache(join(above, "elsewhere")).read("main")).toBeUndefined();
  });

  it("removes what nobody has used for a month", () => {
    const long = new Date(Date.now() - 31 * 86_400_000);
    utimesSync(file, long, long);

    openCodeCache(above).write("new", code);

    expect(readdirSync(join(above, "code"))).toEqual(["new"]);
  });

  it("counts reading as use", () => {
    const days = new Date(Date.now() - 20 * 86_400_000);
    utimesSync(file, days, days);

    read();

    expect(Date.now() - statSync(file).mtimeMs).toBeLessThan(86_400_000);
  });

  it.each<[string, () => void]>([
    ["a folder that others may read", () => chmodSync(join(above, "code"), 0o750)],
    ["a folder that others may write to", () => chmodSync(join(above, "code"), 0o702)],
    ["a file that others may write to", () => chmodSync(file, 0o620)],
    ["a link", () => (rmSync(file), writeFileSync(`${above}/real`, "x"), symlinkSync(`${above}/real`, file))],
    ["a folder instead of a file", () => (rmSync(file), mkdirSync(file, { mode: 0o700 }))],
    ["code that was changed", () => writeFileSync(file, readFileSync(file).fill(0, 33, 34))],
    ["code that is cut off", () => writeFileSync(file, readFileSync(file).subarray(0, -1))],
    ["an empty file", () => writeFileSync(file, "")],
  ])("refuses %s", (_what, spoil) => {
    spoil();

    expect(read()).toBeUndefined();
  });

  it("refuses what belongs to another user", () => {
    expect(openCodeCache(above, Number(process.getuid?.()) + 1).read("main")).toBeUndefined();
  });

  it("refuses to write into a folder that others may write to", () => {
    chmodSync(join(above, "code"), 0o777);

    openCodeCache(above).write("other", code);

    expect(readdirSync(join(above, "code"))).toEqual(["main"]);
  });

  it("goes on where nothing can be written", () => {
    expect(() => openCodeCache(join(file, "no-folder")).write("main", code)).not.toThrow();
  });

  it.each([
    ["a link to nowhere", (path: string) => symlinkSync("/nowhere/at/all", path)],
    [
      "an old folder",
      (path: string) => {
        mkdirSync(path);
        utimesSync(path, 1, 1);
      },
    ],
  ])("keeps what is new beside %s", (_name, lay) => {
    lay(join(above, "code/foreign"));

    openCodeCache(above).write("other", code);

    expect(openCodeCache(above).read("other")).toEqual(code);
  });
});
