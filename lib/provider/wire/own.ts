/** What an object has under a name by itself, not from its prototype; null if nothing. */
export function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : null;
}

/** Gives an object a property of its own, whatever its name: the one name that is special changes the prototype if it is set. */
export function setOwn<T>(object: Record<string, T>, name: string | number, value: T): void {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
