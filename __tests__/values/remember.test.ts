import { remember } from "../../lib/values/remember";

/** A text that is long enough to be remembered. */
const long = (name: string, length = 100): string => name.padEnd(length, ".");

describe("remember", () => {
  it("answers a text once, however often it is asked", () => {
    const asked: string[] = [];
    const first = remember((text) => asked.push(text));

    expect([first(long("a")), first(long("b")), first(long("a"))]).toEqual([1, 2, 1]);
    expect(asked).toEqual([long("a"), long("b")]);
  });

  it("remembers that the answer was nothing", () => {
    let asked = 0;
    const nothing = remember(() => void (asked += 1));

    nothing(long("a"));
    nothing(long("a"));

    expect(asked).toBe(1);
  });

  it.each([
    ["a short text", "a"],
    ["a text that is too long", "a".repeat(65_537)],
  ])("asks again for %s", (_what, text) => {
    let asked = 0;
    const count = remember(() => (asked += 1));

    expect([count(text), count(text)]).toEqual([1, 2]);
  });

  it.each([
    ["many texts", 2000, 100],
    ["texts of many characters", 100, 50_000],
  ])("forgets what was not asked for since %s, and keeps what was", (_what, count, length) => {
    const asked: string[] = [];
    const note = remember((text) => void asked.push(text.replace(/\.+$/, "")));

    note(long("old"));
    for (let index = 0; index < count; index += 1) {
      note(long("used"));
      note(long(`${index}`, length));
    }
    note(long("old"));

    expect(asked.filter((name) => name === "used")).toHaveLength(1);
    expect(asked.filter((name) => name === "old")).toHaveLength(2);
    expect(asked).toHaveLength(count + 3);
  });
});
