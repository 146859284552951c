import type { Clevis, Luks } from "../../ignition/schema";
import type { MaybeLate } from "../../values/late";
import type { BootDeviceLuks, Layout } from "../schema";

/** Which partition of its disk holds the root file system, where it is not found by its label. */
export const ROOT_PARTITION: Readonly<Partial<Record<Layout, string>>> = { "s390x-eckd": "2", "s390x-zfcp": "4" };

/** Whether anything is named that unlocks the volume. What is late is taken to say yes. */
export function wantsLuks({ tang, tpm2, cex }: BootDeviceLuks): boolean {
  return (tang ?? []).length > 0 || isOn(tpm2) || isOn(cex?.enabled);
}

export function isOn(value: MaybeLate<boolean> | undefined): boolean {
  return value !== undefined && value !== false;
}

/** The volume that encrypts the root file system on a device. */
export function rootVolume(luks: BootDeviceLuks, device: MaybeLate<string>): Luks {
  const { discard, cex } = luks;
  return {
    name: "root",
    device,
    label: "luks-root",
    wipeVolume: true,
    ...(discard === undefined ? {} : { discard }),
    ...(cex !== undefined && isOn(cex.enabled) ? { cex } : { clevis: clevis(luks) }),
  };
}

function clevis({ tang, tpm2, threshold }: BootDeviceLuks): Clevis {
  return {
    ...(tang === undefined ? {} : { tang }),
    ...(tpm2 === undefined ? {} : { tpm2 }),
    ...(threshold === undefined ? {} : { threshold }),
  };
}
