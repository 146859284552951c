import { z } from "zod";
import { refuse, shorten } from "../../values/check";
import type { Late } from "../../values/late";
import type { Directive } from "../directive";
import { isQuadletName, isReference, serviceName, suffixOf, type Referenced, type UnitReference } from "../reference";
import { textLine, unitText, type UnitText, type WithSpecifiers } from "../text";

type SystemSuffix =
  "service" | "socket" | "device" | "mount" | "automount" | "swap" | "target" | "path" | "timer" | "slice" | "scope";

/** The name of a unit that systemd knows, which a quadlet's file is not. */
export type SystemUnitName<S extends string = SystemSuffix> =
  `${string}.${S}` | Late<string> | readonly (string | Late<string>)[] | WithSpecifiers;

/** A unit of the system by its name, or one of our own as the object that describes it. */
export type UnitName = SystemUnitName | UnitReference;

/** Units that this one depends on or stands in some order to. Podman's generator knows quadlets there by their files. */
export function dependencies(): Directive<readonly UnitName[]> {
  return unitList((unit, dialect) => (dialect === "beside-quadlet" ? unit.name : serviceName(unit)));
}

/** Names of other units, all on one line. */
export function unitNames(): Directive<readonly UnitName[]> {
  return unitList(serviceName);
}

function unitList(
  name: (unit: Referenced, dialect: Parameters<Directive<unknown>["lines"]>[1]) => string,
): Directive<readonly UnitName[]> {
  return {
    form: '["network-online.target", another]',
    takesUnits: true,
    schema: z.array(unitName()).readonly(),
    lines: (values, dialect) =>
      values.length === 0
        ? []
        : [values.map((value) => (isReference(value) ? name(value, dialect) : textLine(value, dialect))).join(" ")],
  };
}

/** The name of one other unit. */
export function oneUnit<const S extends SystemSuffix = SystemSuffix>(
  ...suffixes: readonly S[]
): Directive<SystemUnitName<S> | Extract<UnitReference, { readonly name: `${string}.${S}` }> | QuadletIf<S>> {
  return {
    takesUnits: true,
    schema: unitName(suffixes) as z.ZodType<never>,
    lines: (value, dialect) => [
      isReference(value) ? serviceName(value) : textLine(value as Exclude<typeof value, object> & UnitText, dialect),
    ],
  };
}

/** A quadlet stands wherever a service may. */
type QuadletIf<S extends string> = "service" extends S ? UnitReference : never;

const NAME = "(?:[A-Za-z0-9:_.@\\\\-]|\\\\x[0-9a-f]{2})+";

/** The rule of unit names: systemd.unit(5), "Description". */
function unitName(suffixes: readonly string[] = []): z.ZodType<UnitName> {
  const allowed = suffixes.length === 0 ? SYSTEM_SUFFIXES : suffixes;
  const text = unitText({
    pattern: new RegExp(`^${NAME}\\.(?:${allowed.join("|")})$`),
    allowed: `the name of a unit of the system, such as "network-online.target", or the object that describes a unit of yours`,
  });
  return z.custom<UnitName>().superRefine((value, context) => {
    if (!isReference(value)) {
      for (const issue of text.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue } as never);
      return;
    }
    const suffix = isQuadletName(value.name) ? "service" : suffixOf(value.name);
    if (allowed.includes(suffix) && new RegExp(`^${NAME}$`).test(value.name)) return;
    refuse(context, {
      code: "unit/wrong-reference",
      what: "a unit of this kind cannot stand here",
      got: shorten(value.name),
      allowed: allowed.map((each) => `.${each}`).join(" "),
      fix: "give a unit of the right kind",
    });
  });
}

const SYSTEM_SUFFIXES: readonly SystemSuffix[] = [
  "service",
  "socket",
  "device",
  "mount",
  "automount",
  "swap",
  "target",
  "path",
  "timer",
  "slice",
  "scope",
];
