import type { Dropin, IgnitionConfig, WrittenUnit } from "../../../ignition/schema";
import { byteCount } from "../style";
import { facts, given, textOrNone, type Section } from "./section";

/** Units of systemd, and what becomes of them. */
export function units({ systemd }: IgnitionConfig): readonly Section[] {
  // What was read from a file has no typed units.
  const shown = systemd?.units?.map((unit) => unitOf(unit as WrittenUnit)) ?? [];
  return [{ title: "Units", key: "units", data: shown, rows: shown.map(unitRow) }];
}

function unitOf(unit: WrittenUnit) {
  return {
    name: String(unit.name),
    ...given("enabled", unit.enabled as boolean | undefined),
    mask: unit.mask === true,
    ...given("bytes", size(unit)),
    dropins: unit.dropins?.map((dropin) => ({ name: String(dropin.name), bytes: size(dropin) ?? 0 })) ?? [],
  };
}

function size({ contents }: Pick<Dropin, "contents">): number | undefined {
  const text = textOrNone(contents);
  return text === undefined ? undefined : Buffer.byteLength(text);
}

function unitRow({ name, enabled, mask, bytes, dropins }: ReturnType<typeof unitOf>): readonly string[] {
  const state = enabled === undefined ? "" : enabled ? "enabled" : "disabled";
  return [
    name,
    facts(state, mask && "masked"),
    bytes === undefined ? "" : byteCount(bytes),
    dropins.map((dropin) => `+ ${dropin.name} (${byteCount(dropin.bytes)})`).join(" "),
  ];
}
