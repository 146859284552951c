import type { Filesystem, IgnitionConfig } from "../../ignition/schema";
import type { Problem } from "../../values/config-error";
import type { MaybeLate } from "../../values/late";
import type { BootDevice, BootDeviceLuks, Layout } from "../schema";
import type { ButaneVersion } from "../version";
import { bootDeviceProblems } from "./boot-device-rules";
import { ROOT_PARTITION, rootVolume, wantsLuks } from "./boot-luks";
import { mirror, MIRRORED_ROOT } from "./boot-mirror";

/** What section `bootDevice` stands for. Merge it below the rest of the config, so that the rest has the last word. */
export function bootDevice(
  given: BootDevice,
  version: ButaneVersion,
): { readonly config: IgnitionConfig; readonly problems: readonly Problem[] } {
  const { layout = "x86_64", luks = {} } = given;
  const devices = given.mirror?.devices ?? [];
  const problems = bootDeviceProblems(given, version);
  const encrypted = wantsLuks(luks);
  if (problems.some(({ severity }) => severity === "error") || (!encrypted && devices.length === 0)) {
    return { config: {}, problems };
  }
  const mirrored = devices.length > 0 ? mirror(devices, layout) : {};
  const root: Filesystem = {
    device: encrypted ? "/dev/mapper/root" : MIRRORED_ROOT,
    format: "xfs",
    label: "root",
    wipeFilesystem: true,
  };
  const volumes = encrypted ? { luks: [rootVolume(luks, encryptedDevice(luks, layout, devices.length > 0))] } : {};
  const filesystems = [...(mirrored.filesystems ?? []), root];
  return { config: { storage: { ...mirrored, ...volumes, filesystems } }, problems };
}

function encryptedDevice({ device }: BootDeviceLuks, layout: Layout, mirrored: boolean): MaybeLate<string> {
  const partition = ROOT_PARTITION[layout];
  // The rules have seen to it that such a layout has a device.
  if (partition !== undefined) return `${String(device)}${partition}`;
  return mirrored ? MIRRORED_ROOT : "/dev/disk/by-partlabel/root";
}
