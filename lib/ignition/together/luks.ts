import type { Problem } from "../../values/config-error";
import { isLate } from "../../values/late";
import { entriesAt, error, itemsAt, numberOf, textOf, valueAt, warning, type Entry } from "./entries";

/** What the values of one encrypted volume must be to each other. */
export function luks(config: unknown): readonly Problem[] {
  const root = rootDevices(config);
  return entriesAt(config, "storage", "luks").flatMap((volume) => [
    ...customWithOthers(volume),
    ...cexWithOthers(volume),
    ...wrongThreshold(volume),
    ...emptyKey(volume),
    ...rootWithoutClevis(volume, root),
  ]);
}

/** The ways to unlock it that clevis is given besides `custom`. */
function pins({ item }: Entry): readonly string[] {
  return [
    ...itemsAt(item, "clevis", "tang").map(() => "tang"),
    ...(valueAt(item, "clevis", "tpm2") === true ? ["tpm2"] : []),
  ];
}

function hasCustom({ item }: Entry): boolean {
  return (valueAt(item, "clevis", "custom", "pin") ?? "") !== "";
}

/** In any form, known or not. */
function hasKeyFile({ item }: Entry): boolean {
  const keyFile = item["keyFile"] ?? "";
  const isObject = typeof keyFile === "object" && !Array.isArray(keyFile) && !isLate(keyFile);
  if (!isObject) return textOf(keyFile) !== "";
  return ["source", "base64", "document"].some((form) => (valueAt(keyFile, form) ?? "") !== "");
}

function threshold({ item }: Entry): number | undefined {
  return numberOf(valueAt(item, "clevis", "threshold"));
}

function customWithOthers(volume: Entry): readonly Problem[] {
  const given = (threshold(volume) ?? 0) > 0 ? [...pins(volume), "threshold"] : pins(volume);
  const others = [...new Set(given)];
  if (!hasCustom(volume) || others.length === 0) return [];
  return [
    error("clevis-custom-with-others", [...volume.path, "clevis"], `custom excludes ${others.join(", ")}`, {
      fix: "write them into the custom config, or leave custom out",
    }),
  ];
}

function cexWithOthers(volume: Entry): readonly Problem[] {
  if (valueAt(volume.item, "cex", "enabled") !== true) return [];
  const hasPins = pins(volume).length > 0 || (threshold(volume) ?? 0) > 0;
  const hasClevis = hasPins || hasCustom(volume);
  const others = [...(hasClevis ? ["clevis"] : []), ...(hasKeyFile(volume) ? ["keyFile"] : [])];
  if (others.length === 0) return [];
  return [
    error("cex-with-others", [...volume.path, "cex"], `the keys of cex exclude ${others.join(" and ")}`, {
      fix: `remove ${others.join(" and ")}, or cex`,
    }),
  ];
}

/**
 * Clevis makes no secret of which more pieces are needed than there are, or none. Without pieces a threshold of 0 says
 * nothing: Ignition takes the volume for one without clevis.
 */
function wrongThreshold(volume: Entry): readonly Problem[] {
  const needed = threshold(volume);
  const count = pins(volume).length;
  const unknown = typeof valueAt(volume.item, "clevis", "tpm2") === "object" ? 1 : 0;
  if (needed === undefined || hasCustom(volume)) return [];
  const place = [...volume.path, "clevis", "threshold"];
  const got = `${needed} of ${count}`;
  if (needed > count + unknown) {
    const fix = "lower the threshold, or add servers or the TPM";
    return [error("clevis-threshold", place, "more pieces are needed than there are", { got, fix })];
  }
  if (needed > 0 || count === 0) return [];
  const fix = "write 1 or more, or leave the threshold out, which is 1";
  return [error("clevis-threshold", place, "no piece would be needed, which clevis refuses", { got, fix })];
}

/** cryptsetup takes no empty key. */
function emptyKey({ path, item }: Entry): readonly Problem[] {
  const base64 = valueAt(item, "keyFile", "base64");
  if (textOf(item["keyFile"]) !== "" && base64 !== "" && valueAt(item, "keyFile", "source") !== "data:,") return [];
  return [
    error("empty", [...path, "keyFile"], "the key is empty", {
      fix: "give a key, or leave the key file out for a random one",
    }),
  ];
}

/** The devices of the file systems that become the root. */
function rootDevices(config: unknown): ReadonlySet<string | undefined> {
  const root = entriesAt(config, "storage", "filesystems").filter(
    ({ item }) => textOf(item["path"]) === "/" || textOf(item["label"]) === "root",
  );
  return new Set(root.map(({ item }) => textOf(item["device"])));
}

/** Without clevis the key is kept on the root file system, so nothing can open that one at the next boot. */
function rootWithoutClevis(volume: Entry, root: ReadonlySet<string | undefined>): readonly Problem[] {
  const name = textOf(volume.item["name"]) ?? "";
  const isRoot = root.has(`/dev/mapper/${name}`) || root.has(`/dev/disk/by-id/dm-name-${name}`);
  const opens = ["clevis", "cex"].some((way) => volume.item[way] !== undefined);
  if (!isRoot || opens) return [];
  return [
    warning("root-without-clevis", volume.path, "the key of the root volume is kept inside of it", {
      fix: "unlock it by clevis: tang, tpm2 or both",
    }),
  ];
}
