/**
 * As `toEqual`, of which each costs a millisecond for a config, and seconds for large files: what is plainly the same is
 * seen at a glance, and all else left to `toEqual` to judge and to show.
 */
export function expectSame(value: unknown, same: unknown): void {
  if (!isPlainlySame(value, same)) expect(value).toEqual(same);
}

function isPlainlySame(value: unknown, same: unknown): boolean {
  if (Object.is(value, same)) return true;
  if (typeof value !== "object" || typeof same !== "object" || value === null || same === null) return false;
  if (Buffer.isBuffer(value)) return Buffer.isBuffer(same) && value.equals(same);
  if (Array.isArray(value)) {
    return (
      Array.isArray(same) &&
      value.length === same.length &&
      value.every((item, index) => isPlainlySame(item, same[index]))
    );
  }
  if (!isPlain(value) || !isPlain(same)) return false;
  const keys = Reflect.ownKeys(value);
  return (
    keys.length === Reflect.ownKeys(same).length &&
    keys.every((key) => Object.hasOwn(same, key) && isPlainlySame(Reflect.get(value, key), Reflect.get(same, key)))
  );
}

/** Of any realm: jest gives every test file its own `Object`, and `structuredClone` answers objects of Node's. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
