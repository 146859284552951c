import { withoutUndefined } from "../values/without-undefined";
import { passwd } from "./merging/passwd";
import { fields } from "./merging/rule";
import { kernelArguments, settings } from "./merging/settings";
import { storage } from "./merging/storage";
import { systemd } from "./merging/systemd";
import type { IgnitionConfig } from "./schema";

const config = fields<IgnitionConfig>({ ignition: settings, kernelArguments, passwd, storage, systemd });

/**
 * Merges two configs by Ignition's own rules, those of `ignition.config.merge`: of two values for one place the
 * child's wins, objects are merged key by key, and items of lists by what they are known by.
 *
 * | items                                    | are known by                                               |
 * | ---------------------------------------- | ---------------------------------------------------------- |
 * | files, directories and links             | path; a link of the child replaces a file of the parent    |
 * | disks, file systems                      | device                                                     |
 * | partitions                               | number; without one, label                                 |
 * | arrays, LUKS volumes, users, groups      | name                                                       |
 * | units and their drop-ins, headers        | name; a header without a value takes the parent's away     |
 * | Tang servers                             | URL                                                        |
 * | merged configs, certificate authorities  | source                                                     |
 * | kernel arguments                         | text; the child's `shouldNotExist` beats `shouldExist`     |
 * | keys, groups of a user, devices and such | text, so that each is there once                           |
 * | `append`, and options of mkfs and such   | nothing: the child's follow the parent's                   |
 *
 * Late values are told apart by where they come from. Of two versions the higher is kept. Two rules are not
 * Ignition's, where its own make a config that fails at boot: contents that stand in the config replace whatever the
 * parent has, its hash and its compression included, and an owner by name replaces one by number.
 *
 * @returns a new config. What is wrong with it is for `validateIgnition`: two sound configs can be unsound together
 */
export function mergeConfigs(parent: IgnitionConfig, child: IgnitionConfig): IgnitionConfig {
  return config(withoutUndefined(parent), withoutUndefined(child)) ?? {};
}

/** Merges any number of configs, each into those before it. */
export function mergeAll(...configs: readonly IgnitionConfig[]): IgnitionConfig {
  return configs.reduce(mergeConfigs, {});
}
