import { z } from "zod";
import { refuse, shorten } from "../../values/check";
import type { Directive } from "../directive";
import {
  isReference,
  suffixOf,
  type BuildReference,
  type ContainerReference,
  type ImageReference,
  type NetworkReference,
  type PodReference,
  type Referenced,
} from "../reference";
import { textLine, unitText, type TextRule, type UnitText } from "../text";

/** A network of the system, such as `host`; a network of ours; or that of another container. */
export type NetworkChoice =
  | UnitText
  | {
      readonly network: NetworkReference;
      /** Such as `alias=www`. */
      readonly options?: UnitText | undefined;
    }
  | { readonly container: ContainerReference };

/** An image by its name, or the quadlet that pulls or builds it. */
export function image(): Directive<UnitText | ImageReference | BuildReference> {
  return {
    takesUnits: true,
    schema: referenceOr(IMAGE, "image", "build") as z.ZodType<UnitText | ImageReference | BuildReference>,
    lines: (value, dialect) => [isReference(value) ? value.name : textLine(value as UnitText, dialect)],
  };
}

/** The pod that a container is part of. */
export function pod(): Directive<PodReference> {
  return { takesUnits: true, schema: reference("pod") as z.ZodType<never>, lines: ({ name }) => [name] };
}

/** Networks: a mode such as `host`, a network's name, or a quadlet. */
export function networks(): Directive<readonly NetworkChoice[]> {
  const network = z.strictObject({ network: reference("network"), options: unitText(PLAIN).optional() }).readonly();
  const container = z.strictObject({ container: reference("container") }).readonly();
  const schema = z.custom<NetworkChoice>().superRefine((value, context) => {
    const chosen = has(value, "network") ? network : has(value, "container") ? container : unitText(NETWORK);
    for (const issue of chosen.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue } as never);
  });
  return {
    form: '["host"], or [{ network: aNetwork }]',
    takesUnits: true,
    schema: z.array(schema).readonly(),
    lines: (values, dialect) =>
      values.map((value) => {
        if (has(value, "container")) return value.container.name;
        if (!has(value, "network")) return textLine(value as UnitText, dialect);
        const { network: unit, options } = value;
        return options === undefined ? unit.name : `${unit.name}:${textLine(options, dialect)}`;
      }),
  };
}

function has<K extends string, T>(value: T, key: K): value is Extract<T, { readonly [P in K]: unknown }> {
  return typeof value === "object" && value !== null && key in value;
}

/** A text, or a quadlet. */
export function referenceOr(rule: TextRule, ...suffixes: readonly string[]): z.ZodType<UnitText | Referenced> {
  const plain = unitText(rule);
  const quadlet = reference(...suffixes);
  return z.custom<UnitText | Referenced>().superRefine((value, context) => {
    const schema = isReference(value) ? quadlet : plain;
    for (const issue of schema.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue } as never);
  });
}

/** A quadlet of one of the given kinds. What else is wrong with it is said where it stands itself. */
export function reference(...suffixes: readonly string[]): z.ZodType<Referenced> {
  return z.custom<Referenced>().superRefine((value, context) => {
    const name = isReference(value) ? value.name : undefined;
    if (name !== undefined && QUADLET_NAME.test(name) && suffixes.includes(suffixOf(name))) return;
    refuse(context, {
      code: "unit/wrong-reference",
      what: name === undefined ? "not a quadlet" : "a quadlet of this kind cannot stand here",
      got: shorten(name ?? typeof value),
      allowed: suffixes.map((suffix) => `a .${suffix}`).join(" or "),
      fix: "give the object that describes the quadlet",
    });
  });
}

const QUADLET_NAME = /^[A-Za-z0-9][A-Za-z0-9_.@-]*\.[a-z]+$/;

/** Names with a registry, since others depend on the machine; image ids. A quadlet is not named but given. */
export const IMAGE: TextRule = {
  pattern:
    /^(?!.*\.(?:image|build)$)(?:sha256:[0-9a-f]+|[0-9a-f]{64}|(?:localhost|[A-Za-z0-9-]*[.:][A-Za-z0-9.:-]*)\/[A-Za-z0-9._/:@-]+)$/,
  allowed: 'an image with its registry, such as "quay.io/example/app:1", or an .image or .build quadlet',
};

const NETWORK: TextRule = {
  pattern: /^(?!.*\.(?:network|container)(?::|$))[A-Za-z0-9][A-Za-z0-9_.,:=/@-]*$/,
  allowed: 'a mode such as "host", the name of a network, { network: aNetwork } or { container: aContainer }',
};

const PLAIN: TextRule = {
  pattern: /^[A-Za-z0-9_.,:=/@-]+$/,
  allowed: "options without blanks and quotes",
};
