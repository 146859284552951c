import { z } from "zod";
import type { Directive } from "../directive";
import type { Dialect } from "../escape";
import { textLine, unitText, type TextRule, type UnitText } from "../text";
import { isReference, referenceOr, type Reference } from "./references";

/** A path, a named volume or a .volume quadlet, and where the container sees it. */
export interface VolumeMount {
  /** @default - an anonymous volume */
  readonly source?: UnitText | Reference<"volume"> | undefined;
  /** Absolute path in the container. */
  readonly target: UnitText;
  /** Such as `ro` and `z`. */
  readonly options?: readonly UnitText[] | undefined;
}

/** What `--mount` of podman takes, as its own key and value pairs. */
export interface Mount {
  readonly type: "bind" | "volume" | "tmpfs" | "image" | "glob" | "devpts" | "ramfs";
  readonly source?: UnitText | Reference<"volume" | "image"> | undefined;
  readonly target: UnitText;
  readonly options?: Readonly<Record<string, UnitText | true>> | undefined;
}

/** A file system in memory. */
export interface Tmpfs {
  readonly target: UnitText;
  readonly options?: readonly UnitText[] | undefined;
}

export function volumeMounts(): Directive<readonly VolumeMount[]> {
  const mount = z
    .strictObject({
      source: referenceOr(SOURCE, "volume").optional(),
      target: unitText(TARGET),
      options: z.array(unitText(OPTION)).readonly().optional(),
    })
    .readonly();
  return {
    form: '[{ source: "/srv/data", target: "/data", options: ["z"] }]',
    schema: z.array(mount).readonly(),
    lines: (values, dialect) => values.map((value) => volumeLine(value, dialect)),
  };
}

function volumeLine({ source, target, options = [] }: VolumeMount, dialect: Dialect): string {
  const parts = [
    ...(source === undefined ? [] : [sourceText(source, dialect)]),
    textLine(target, dialect),
    ...(source === undefined || options.length === 0
      ? []
      : [options.map((option) => textLine(option, dialect)).join(",")]),
  ];
  return parts.join(":");
}

export function mounts(): Directive<readonly Mount[]> {
  const mount = z
    .strictObject({
      type: z.enum(["bind", "volume", "tmpfs", "image", "glob", "devpts", "ramfs"]),
      source: referenceOr(SOURCE, "volume", "image").optional(),
      target: unitText(TARGET),
      options: z
        .record(z.string().regex(/^[a-z-]+$/), z.union([z.literal(true), unitText(OPTION)]))
        .readonly()
        .optional(),
    })
    .readonly();
  return {
    form: '[{ type: "bind", source: "/srv/data", target: "/data" }]',
    schema: z.array(mount).readonly(),
    lines: (values, dialect) =>
      values.map(({ type, source, target, options = {} }) =>
        [
          `type=${type}`,
          ...(source === undefined ? [] : [`source=${sourceText(source, dialect)}`]),
          `target=${textLine(target, dialect)}`,
          ...Object.entries(options).map(([key, value]) =>
            value === true ? key : `${key}=${textLine(value, dialect)}`,
          ),
        ].join(","),
      ),
  };
}

export function tmpfs(): Directive<readonly Tmpfs[]> {
  const mount = z
    .strictObject({ target: unitText(TARGET), options: z.array(unitText(OPTION)).readonly().optional() })
    .readonly();
  return {
    form: '[{ target: "/tmp" }]',
    schema: z.array(mount).readonly(),
    lines: (values, dialect) =>
      values.map(({ target, options = [] }) =>
        [
          textLine(target, dialect),
          ...(options.length === 0 ? [] : [options.map((option) => textLine(option, dialect)).join(",")]),
        ].join(":"),
      ),
  };
}

function sourceText(source: UnitText | Reference<string>, dialect: Dialect): string {
  return isReference(source) ? source.unit : textLine(source, dialect);
}

/** `:` and `,` separate the parts of a mount, and `$` would be expanded only in one of the places that the path goes to. */
const SOURCE: TextRule = {
  pattern: /^(?!.*\.(?:volume|image)$)(?:\/|[A-Za-z0-9%])[^\s"'\\:,$]*$/,
  allowed: 'an absolute path, the name of a volume, or { unit: "data.volume" }; no blanks, quotes, `:`, `,` or `$`',
};

const TARGET: TextRule = {
  pattern: /^\/[^\s"'\\:,$]*$/,
  allowed: "an absolute path without blanks, quotes, `:`, `,` or `$`",
};

const OPTION: TextRule = {
  pattern: /^[A-Za-z0-9_.=/-]+$/,
  allowed: "letters, digits and `_.=/-`",
};
