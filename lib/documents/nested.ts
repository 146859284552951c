import type { Contents, File, IgnitionConfig, Luks, TypedUnit, WrittenUnit } from "../ignition/schema";
import type { Unit } from "../units/schema";
import { entriesAt, textOf, valueAt } from "../ignition/together/entries";
import { resources } from "../ignition/together/resources";
import type { Path } from "../values/config-error";

/** A document within an Ignition config. */
export interface NestedDocument {
  /** Of the document, within the config. */
  readonly path: Path;
  readonly document: unknown;

  /** Path of the file that it is the content of, if it is one and if that is known. */
  readonly filePath?: string | undefined;
}

/** Every document within a config: contents that are one, and typed units. */
export function nestedDocuments(config: unknown): readonly NestedDocument[] {
  const contents = resources(config).flatMap(({ path, item }) => {
    const document = valueAt(item, "document");
    const filePath = textOf(valueAt(config, ...path.slice(0, -1), "path"));
    return document === undefined ? [] : [{ path: [...path, "document"], document, filePath }];
  });
  const units = entriesAt(config, "systemd", "units").flatMap(({ path, item }) =>
    item["unit"] === undefined ? [] : [{ path: [...path, "unit"], document: { kind: "unit", unit: item["unit"] } }],
  );
  return [...contents, ...units];
}

/**
 * The config with each document within it replaced by its bytes; itself if there is none.
 *
 * @param render is told whether the document is a config that Ignition merges into this one
 */
export function replaceNested(
  config: IgnitionConfig,
  render: (document: unknown, merged: boolean) => Buffer,
): IgnitionConfig {
  if (nestedDocuments(config).length === 0) return config;
  const embedded = (value: Contents, merged: boolean): Contents => {
    const document = valueAt(value, "document");
    return document === undefined ? value : { base64: render(document, merged).toString("base64") };
  };
  const contents = (value: Contents): Contents => embedded(value, false);
  const file = (value: File): File => ({
    ...value,
    ...(value.contents === undefined ? {} : { contents: contents(value.contents) }),
    append: value.append?.map(contents),
  });
  const luks = (value: Luks): Luks => ({
    ...value,
    ...(value.keyFile === undefined ? {} : { keyFile: contents(value.keyFile) }),
  });
  const unit = (value: WrittenUnit | TypedUnit): WrittenUnit => {
    if (!("unit" in value)) return value;
    const { unit, ...state } = value;
    return { ...state, name: (unit as Unit).name, contents: render({ kind: "unit", unit }, false).toString("utf8") };
  };
  const { ignition, storage, systemd } = config;
  const authorities = ignition?.security?.tls?.certificateAuthorities?.map(contents);
  return {
    ...config,
    ignition: {
      ...ignition,
      config: { ...ignition?.config, merge: ignition?.config?.merge?.map((item) => embedded(item, true)) },
      security: {
        ...ignition?.security,
        tls: { ...ignition?.security?.tls, certificateAuthorities: authorities },
      },
    },
    storage: { ...storage, files: storage?.files?.map(file), luks: storage?.luks?.map(luks) },
    systemd: { ...systemd, units: systemd?.units?.map(unit) },
  };
}
