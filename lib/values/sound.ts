import { z } from "zod";

/** Whether nothing is wrong with a value. */
type Judge = (value: unknown) => boolean;

const judges = new WeakMap<z.core.$ZodType, Judge>();

/**
 * Whether a schema finds nothing wrong with a value: what `schema.safeParse(value).success` says, but sooner. zod makes a
 * new value and takes notes of each part as it goes, which nobody looks at as long as nothing is wrong.
 *
 * Strict objects, lists, and what is optional are looked at here; of checks and of all other schemas zod is asked.
 */
export function isSound(schema: z.core.$ZodType, value: unknown): boolean {
  let judge = judges.get(schema);
  if (judge === undefined) {
    judge = judgeOf(schema);
    judges.set(schema, judge);
  }
  return judge(value);
}

function judgeOf(schema: z.core.$ZodType): Judge {
  if (schema instanceof z.ZodUnknown) return judgeOfChecks(schema);
  if (schema instanceof z.ZodOptional) {
    const inner = judgeOf(schema.unwrap());
    return (value) => value === undefined || inner(value);
  }
  if (schema instanceof z.ZodArray && hasNoChecks(schema)) {
    const item = judgeOf(schema.element);
    return (value) => Array.isArray(value) && everyItem(value, item);
  }
  if (schema instanceof z.ZodObject && hasNoChecks(schema) && schema.def.catchall instanceof z.ZodNever) {
    return judgeOfObject(schema.shape);
  }
  return (value) => z.safeParse(schema, value).success;
}

function hasNoChecks({ _zod }: z.core.$ZodType): boolean {
  return (_zod.def.checks ?? []).length === 0;
}

/** Anything that passes checks, one after another as long as nothing is wrong. */
function judgeOfChecks({ def }: z.ZodUnknown): Judge {
  const checks = def.checks ?? [];
  return (value) => {
    const payload: z.core.ParsePayload<never> = { value: value as never, issues: [] };
    for (const check of checks) {
      void check._zod.check(payload);
      if (payload.issues.length > 0) return false;
    }
    return true;
  };
}

/** With a hole for an item, which zod takes for one that is undefined. */
function everyItem(list: readonly unknown[], judge: Judge): boolean {
  for (let index = 0; index < list.length; index += 1) if (!judge(list[index])) return false;
  return true;
}

function judgeOfObject(shape: z.core.$ZodShape): Judge {
  const fields = new Map(Object.entries(shape).map(([key, schema]) => [key, judgeOf(schema)]));
  const needed = Object.keys(shape).filter((key) => !(shape[key] instanceof z.ZodOptional));
  return (value) => {
    if (!isPlain(value)) return false;
    for (const key of Object.keys(value)) {
      const judge = fields.get(key);
      if (judge === undefined || !judge(value[key])) return false;
    }
    for (const key of needed) if (!Object.hasOwn(value, key)) return false;
    return true;
  };
}

/** Of other objects zod sees keys that they inherit. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
