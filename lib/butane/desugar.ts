import { mergeConfigs } from "../ignition/merge";
import type { IgnitionConfig, Luks } from "../ignition/schema";
import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { withoutUndefined } from "../values/without-undefined";
import type { LocalFiles } from "./files";
import { sugaredConfig, type SugaredConfig } from "./schema";
import { bootDevice } from "./sugar/boot-device";
import { grubUsers } from "./sugar/grub-users";
import { withLocalContents } from "./sugar/local-contents";
import { LocalReader } from "./sugar/local-reader";
import { mountUnits } from "./sugar/mount-units";
import { partitionWarnings, reuseWarnings } from "./sugar/partition-rules";
import { withTrees } from "./sugar/trees";
import { NEWEST, type ButaneVersion } from "./version";

/**
 * Writes what Butane adds in Ignition's own words, to the same end as Butane does.
 *
 * What the config says itself is merged over what is made for it, by Ignition's rules: so a unit of the config by the
 * name of a mount unit changes that unit, and a disk of the config by the name of a mirrored one adds partitions.
 *
 * @param files where `local` and its like are read; without any, each of them is an error
 * @param version the version of Butane's specification whose rules hold
 * @returns the config, whose own soundness is for `validateIgnition`. With an error among the problems it lacks parts
 */
export function desugar(
  given: SugaredConfig,
  files?: LocalFiles,
  version: ButaneVersion = NEWEST,
): { readonly config: IgnitionConfig; readonly problems: readonly Problem[] } {
  const config = withoutUndefined(given);
  const shape = check(sugaredConfig, config, "butane");
  if (shape.length > 0) return { config: {}, problems: shape };
  const reader = new LocalReader(files);
  const { storage } = config;
  const mounts = mountUnits(storage?.filesystems ?? [], (storage?.luks ?? []) as readonly Luks[], version);
  const boot = bootDevice(config.bootDevice ?? {}, version);
  const grub = grubUsers(config.grub ?? {});

  const own = below({ systemd: { units: mounts.units } }, withLocalContents(config, reader));
  const whole = below(boot.config, withTrees(own, storage?.trees ?? [], reader));
  const problems = [
    ...reader.problems,
    ...mounts.problems,
    ...boot.problems,
    ...reuseWarnings(config, version),
    ...partitionWarnings(whole),
    ...grub.problems,
  ];
  return { config: below(grub.config, whole), problems };
}

/** Puts what was made below what was written. Without anything made the config stays as it is. */
function below(made: IgnitionConfig, config: IgnitionConfig): IgnitionConfig {
  const units = made.systemd?.units ?? [];
  return made.storage === undefined && units.length === 0 ? config : mergeConfigs(made, config);
}
