import type { Path, Problem } from "../../values/config-error";
import { shorten } from "../../values/check";
import { LAYOUTS } from "../sections/boot-device";
import type { BootDevice, BootDeviceLuks } from "../schema";
import { has, type ButaneVersion } from "../version";
import { isOn, ROOT_PARTITION, wantsLuks } from "./boot-luks";
import { error, warning } from "./problem";

const LUKS: Path = ["bootDevice", "luks"];

/** The disks that layouts of s390x know, by their kernel names. */
const DISKS: Readonly<Record<string, { readonly pattern: RegExp; readonly allowed: string }>> = {
  "s390x-eckd": { pattern: /^\/dev\/dasd[a-z]$/, allowed: "/dev/dasda to /dev/dasdz" },
  "s390x-zfcp": { pattern: /^\/dev\/sd[a-z]$/, allowed: "/dev/sda to /dev/sdz" },
};

/** What is wrong with section `bootDevice`. */
export function bootDeviceProblems(given: BootDevice, version: ButaneVersion): readonly Problem[] {
  const { layout, luks = {}, mirror } = given;
  const devices = mirror?.devices ?? [];
  const s390x = layout?.startsWith("s390x") === true;
  return [
    ...layoutProblems(layout, version),
    ...mirrorProblems(devices.length, layout, s390x, version),
    ...diskProblems(luks, layout),
    ...methodProblems(luks, s390x),
    ...(layout !== undefined && devices.length === 0 && !wantsLuks(luks) && !isMeant(luks)
      ? [
          warning("boot-device-without-effect", ["bootDevice"], "a layout alone changes nothing", {
            got: layout,
            fix: "add luks or mirror, or remove the section",
          }),
        ]
      : []),
  ];
}

function layoutProblems(layout: string | undefined, version: ButaneVersion): readonly Problem[] {
  const known = LAYOUTS.filter((name) => has(version, "1.6.0") || !name.startsWith("s390x"));
  if (layout === undefined || known.some((name) => name === layout)) return [];
  const later = LAYOUTS.some((name) => name === layout);
  return [
    error(
      "layout",
      ["bootDevice", "layout"],
      later ? "the layout exists since version 1.6.0" : "there is no such layout",
      {
        got: shorten(layout),
        allowed: known.join(", "),
        fix: later ? "raise the version to 1.6.0" : "take one of them",
      },
    ),
  ];
}

function mirrorProblems(
  count: number,
  layout: string | undefined,
  s390x: boolean,
  version: ButaneVersion,
): readonly Problem[] {
  if (count === 0) return [];
  const path = ["bootDevice", "mirror"];
  return [
    ...(count === 1
      ? [
          error("mirror-of-one", [...path, "devices"], "one disk makes no mirror", {
            allowed: "two devices or more",
            fix: "add a device, or remove the mirror",
          }),
        ]
      : []),
    ...(layout === undefined
      ? [
          {
            code: "butane/mirror-without-layout",
            severity: has(version, "1.7.0") ? ("error" as const) : ("warning" as const),
            path,
            what: "what the disks of a mirror hold depends on the layout of the image",
            allowed: "x86_64, aarch64, ppc64le",
            fix: "give the layout; x86_64 for ordinary machines",
          },
        ]
      : []),
    ...(s390x
      ? [
          error("mirror-layout", ["bootDevice", "layout"], "images of s390x cannot be mirrored", {
            got: shorten(layout),
            allowed: "x86_64, aarch64, ppc64le",
            fix: "remove the mirror",
          }),
        ]
      : []),
  ];
}

function diskProblems({ device }: BootDeviceLuks, layout: string | undefined): readonly Problem[] {
  const disk = DISKS[layout ?? ""];
  if (disk === undefined || (typeof device === "string" && disk.pattern.test(device))) return [];
  const missing = device === undefined || device === "";
  return [
    error("luks-device", [...LUKS, "device"], missing ? "the layout needs the disk" : "the layout has no such disk", {
      ...(typeof device === "string" ? { got: shorten(device) } : {}),
      allowed: disk.allowed,
      fix: "give the whole disk by its kernel name",
    }),
  ];
}

function methodProblems(luks: BootDeviceLuks, s390x: boolean): readonly Problem[] {
  const cex = isOn(luks.cex?.enabled);
  const clevis = (luks.tang ?? []).length > 0 || isOn(luks.tpm2);
  return [
    ...(!cex && !clevis && isMeant(luks)
      ? [
          error("luks-without-method", LUKS, "nothing is named that unlocks the disk, so it would not be encrypted", {
            allowed: "tang, tpm2 or cex",
            fix: "add one of them, or remove the section",
          }),
        ]
      : []),
    ...(cex && !s390x
      ? [
          error("cex-layout", [...LUKS, "cex"], "only machines of s390x have Crypto Express cards", {
            allowed: Object.keys(ROOT_PARTITION).concat("s390x-virt").join(", "),
            fix: "give such a layout, or take tang or tpm2",
          }),
        ]
      : []),
    ...(cex && clevis
      ? [
          error("cex-with-clevis", LUKS, "a Crypto Express card unlocks the disk by itself", {
            got: "cex with tang or tpm2",
            allowed: "cex, or tang and tpm2",
            fix: "remove one of them",
          }),
        ]
      : []),
  ];
}

/** Whether the section says anything besides switching methods off. */
function isMeant({ device, discard, threshold }: BootDeviceLuks): boolean {
  return (device !== undefined && device !== "") || isOn(discard) || threshold !== undefined;
}
