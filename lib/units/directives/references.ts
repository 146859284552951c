import { z } from "zod";
import type { Directive } from "../directive";
import { textLine, unitText, type TextRule, type UnitText } from "../text";

/** Points at another quadlet by the name of its file, so that systemd starts that one first. */
export interface Reference<Suffix extends string> {
  readonly unit: `${string}.${Suffix}`;
}

export type ImageReference = UnitText | Reference<"image" | "build">;
export type NetworkReference =
  UnitText | (Reference<"network" | "container"> & { readonly options?: UnitText | undefined });

/** An image by its name, or the .image or .build quadlet that provides it. */
export function image(): Directive<ImageReference> {
  return {
    schema: referenceOr(IMAGE, "image", "build"),
    lines: (value, dialect) => [isReference(value) ? value.unit : textLine(value, dialect)],
  };
}

/** Networks: a mode such as `host`, a network's name, or a quadlet. */
export function networks(): Directive<readonly NetworkReference[]> {
  const quadlet = z
    .strictObject({ unit: unitFile("network", "container"), options: unitText(PLAIN).optional() })
    .readonly();
  return {
    schema: z.array(choice<NetworkReference>(unitText(NETWORK), quadlet)).readonly(),
    lines: (values, dialect) =>
      values.map((value) => {
        if (!isReference(value)) return textLine(value, dialect);
        const options = "options" in value ? value.options : undefined;
        return options === undefined ? value.unit : `${value.unit}:${textLine(options, dialect)}`;
      }),
  };
}

/** A text, or the name of a quadlet. */
export function referenceOr<const S extends string>(
  rule: TextRule,
  ...suffixes: readonly S[]
): z.ZodType<UnitText | Reference<S>> {
  const quadlet = z.strictObject({ unit: unitFile(...suffixes) }).readonly();
  return choice<UnitText | Reference<S>>(unitText(rule), quadlet as z.ZodType);
}

/** Sends an object with `unit` to the second schema, anything else to the first, so that the errors fit what was meant. */
function choice<T>(plain: z.ZodType, reference: z.ZodType): z.ZodType<T> {
  return z.custom<T>().superRefine((value, context) => {
    const schema = isReference(value) ? reference : plain;
    for (const issue of schema.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue } as never);
  });
}

export function isReference(value: unknown): value is { readonly unit: string } {
  return typeof value === "object" && value !== null && "unit" in value;
}

function unitFile(...suffixes: readonly string[]): z.ZodType<string> {
  return z
    .string()
    .regex(
      new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.@-]*\\.(?:${suffixes.join("|")})$`),
      `names a quadlet file ending in ${suffixes.map((suffix) => `.${suffix}`).join(" or ")}`,
    );
}

/** A plain name must not look like a quadlet's, which is said by a reference. */
const IMAGE: TextRule = {
  pattern: /^(?!.*\.(?:image|build)$)[A-Za-z0-9][A-Za-z0-9._/:@-]*$/,
  allowed: 'a full image name, such as "quay.io/example/app:1", or { unit: "app.build" }',
};

const NETWORK: TextRule = {
  pattern: /^(?!.*\.(?:network|container)(?::|$))[A-Za-z0-9][A-Za-z0-9_.,:=/@-]*$/,
  allowed: 'a mode such as "host", the name of a network, or { unit: "app.network" }',
};

const PLAIN: TextRule = {
  pattern: /^[A-Za-z0-9_.,:=/@-]+$/,
  allowed: "options without blanks and quotes",
};
