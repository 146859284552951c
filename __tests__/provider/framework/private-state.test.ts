import { CarriedState } from "../../../lib/provider/framework/private-state";

const text = (state: CarriedState): string => Buffer.from(state.bytes).toString("utf8");

describe("CarriedState", () => {
  it("is empty at first", () => {
    expect(new CarriedState().get("a")).toBeUndefined();
    expect(new CarriedState().bytes).toHaveLength(0);
  });

  it("carries what is set to the next call", () => {
    const state = new CarriedState();
    state.set("a", "1");
    state.set("__proto__", "2");

    const next = new CarriedState(state.bytes);

    expect([next.get("a"), next.get("__proto__"), next.get("toString")]).toEqual(["1", "2", undefined]);
  });

  it("forgets what is removed", () => {
    const state = new CarriedState(Buffer.from('{"a":"1","b":"2"}'));

    state.set("a", null);
    expect(text(state)).toBe('{"b":"2"}');

    state.set("b", null);
    expect(state.bytes).toHaveLength(0);
  });

  it.each(["private", "[1]", '{"a":1}', "null"])(
    "hands on %j, which is not its own, until something is set",
    (other) => {
      const state = new CarriedState(Buffer.from(other));

      expect(state.get("a")).toBeUndefined();
      expect(text(state)).toBe(other);

      state.set("a", "1");
      expect(text(state)).toBe('{"a":"1"}');
    },
  );
});
