import { z } from "zod";
import { refuse } from "../../values/check";
import type { Directive } from "../directive";
import type { Dialect } from "../escape";
import type { ImageReference, VolumeReference } from "../reference";
import { textLine, unitText, type TextRule, type UnitText } from "../text";
import { sortedEntries } from "../sorted-entries";
import { reference } from "./references";

interface VolumeTarget {
  /** Absolute path in the container. */
  readonly target: UnitText;
  /** Such as `ro` and `z`. */
  readonly options?: readonly UnitText[] | undefined;
}

/** A path, a named volume or a .volume quadlet, and where the container sees it. */
export type VolumeMount =
  | (VolumeTarget & {
      /** An absolute path, or the name of a volume that is not ours. */
      readonly source: UnitText;
    })
  | (VolumeTarget & { readonly volume: VolumeReference })
  /** An anonymous volume. */
  | {
      readonly target: UnitText;
      readonly source?: undefined;
      readonly volume?: undefined;
      readonly options?: undefined;
    };

interface MountTarget {
  readonly target: UnitText;
  readonly options?: Readonly<Record<string, UnitText | true>> | undefined;
}

/** What `--mount` of podman takes, as its own key and value pairs. */
export type Mount = MountTarget &
  (
    | { readonly type: "bind" | "glob" | "volume" | "image" | "artifact"; readonly source: UnitText }
    | { readonly type: "volume"; readonly volume: VolumeReference }
    | { readonly type: "image"; readonly image: ImageReference }
    | { readonly type: "tmpfs" | "ramfs" | "devpts" }
  );

/** A file system in memory. */
export interface Tmpfs {
  readonly target: UnitText;
  readonly options?: readonly UnitText[] | undefined;
}

export function volumeMounts(): Directive<readonly VolumeMount[]> {
  const mount = z
    .strictObject({
      source: unitText(SOURCE).optional(),
      volume: reference("volume").optional(),
      target: unitText(TARGET),
      options: z.array(unitText(OPTION)).readonly().optional(),
    })
    .superRefine((value, context) => {
      if (value.source !== undefined && value.volume !== undefined) refuse(context, TWO_SOURCES);
      if (value.options !== undefined && value.source === undefined && value.volume === undefined)
        refuse(context, OPTIONS_OF_NOTHING);
    })
    .readonly();
  return {
    form: '[{ source: "/srv/data", target: "/data", options: ["z"] }]',
    takesUnits: true,
    schema: z.array(mount).readonly() as unknown as z.ZodType<readonly VolumeMount[]>,
    lines: (values, dialect) => values.map((value) => volumeLine(value, dialect)),
  };
}

function volumeLine(mount: VolumeMount, dialect: Dialect): string {
  const target = textLine(mount.target, dialect);
  const { options = [] } = mount;
  const source =
    "volume" in mount && mount.volume !== undefined
      ? mount.volume.name
      : "source" in mount && mount.source !== undefined
        ? textLine(mount.source, dialect)
        : undefined;
  if (source === undefined) return target;
  return [source, target, ...(options.length === 0 ? [] : [list(options, dialect)])].join(":");
}

export function mounts(): Directive<readonly Mount[]> {
  const target = {
    target: unitText(TARGET),
    options: z
      .record(
        z.string().regex(/^[a-z-]+$/, "the name of an option is lower case"),
        z.union([z.literal(true), unitText(OPTION)]),
      )
      .readonly()
      .optional(),
  };
  const source = { source: unitText(MOUNT_SOURCE) };
  const mount = z.discriminatedUnion("type", [
    z.strictObject({ type: z.enum(["bind", "glob", "artifact"]), ...source, ...target }),
    sourceOr(
      "volume",
      z.strictObject({
        type: z.literal("volume"),
        ...partial(source),
        volume: reference("volume").optional(),
        ...target,
      }),
    ),
    sourceOr(
      "image",
      z.strictObject({ type: z.literal("image"), ...partial(source), image: reference("image").optional(), ...target }),
    ),
    z.strictObject({ type: z.enum(["tmpfs", "ramfs", "devpts"]), ...target }),
  ]);
  return {
    form: '[{ type: "bind", source: "/srv/data", target: "/data" }]',
    takesUnits: true,
    schema: z.array(mount.readonly()).readonly() as unknown as z.ZodType<readonly Mount[]>,
    lines: (values, dialect) => values.map((value) => mountLine(value, dialect)),
  };
}

function partial<S extends z.ZodType>(shape: { readonly source: S }): { readonly source: z.ZodOptional<S> } {
  return { source: shape.source.optional() };
}

/** Podman's generator crashes where a mount that has a source names none. */
function sourceOr<S extends z.ZodType>(key: string, schema: S): S {
  return schema.superRefine((value, context) => {
    const given = value as Readonly<Record<string, unknown>>;
    if (given["source"] !== undefined && given[key] !== undefined) refuse(context, TWO_SOURCES);
    if (given["source"] !== undefined || given[key] !== undefined) return;
    refuse(context, {
      code: "unit/no-source",
      what: `a mount of type ${key} has a source`,
      allowed: `source or ${key}`,
      fix: `set source, or ${key} to a quadlet`,
    });
  });
}

function mountLine(mount: Mount, dialect: Dialect): string {
  const { type, target, options = {} } = mount;
  const source =
    "volume" in mount
      ? mount.volume.name
      : "image" in mount
        ? mount.image.name
        : "source" in mount
          ? textLine(mount.source, dialect)
          : undefined;
  return [
    `type=${type}`,
    ...(source === undefined ? [] : [`source=${source}`]),
    `target=${textLine(target, dialect)}`,
    ...sortedEntries(options).map(([key, value]) => (value === true ? key : `${key}=${textLine(value, dialect)}`)),
  ].join(",");
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
        [textLine(target, dialect), ...(options.length === 0 ? [] : [list(options, dialect)])].join(":"),
      ),
  };
}

function list(options: readonly UnitText[], dialect: Dialect): string {
  return options.map((option) => textLine(option, dialect)).join(",");
}

const TWO_SOURCES = {
  code: "unit/two-sources",
  what: "one place cannot have two sources",
  fix: "keep one of them",
};

const OPTIONS_OF_NOTHING = {
  code: "unit/no-source",
  what: "an anonymous volume has no options",
  allowed: "source or volume",
  fix: "name a source, or leave the options out",
  path: ["options"],
};

/** `:` and `,` separate the parts of a mount, and `$` would be expanded only in one of the places that the path goes to. */
const SOURCE: TextRule = {
  pattern: /^(?!.*\.(?:volume|image|build)$)(?:\/|[A-Za-z0-9])[^\s"'\\:,$]*$/,
  allowed: "an absolute path, or the name of a volume that is not a quadlet; no blanks, quotes, `:`, `,` or `$`",
};

/** The same in `--mount`, where a colon separates nothing. */
const MOUNT_SOURCE: TextRule = {
  pattern: /^(?!.*\.(?:volume|image|build)$)(?:\/|[A-Za-z0-9])[^\s"'\\,$]*$/,
  allowed: "an absolute path, or the name of a volume or image that is not a quadlet; no blanks, quotes, `,` or `$`",
};

const TARGET: TextRule = {
  pattern: /^\/[^\s"'\\:,$]*$/,
  allowed: "an absolute path without blanks, quotes, `:`, `,` or `$`",
};

const OPTION: TextRule = {
  pattern: /^[A-Za-z0-9_.=/-]+$/,
  allowed: "letters, digits and `_.=/-`",
};
