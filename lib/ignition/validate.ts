import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { isSound } from "../values/sound";
import { misplacedLate } from "./misplaced-late";
import { ignitionConfig, type IgnitionConfig } from "./schema";
import { accounts } from "./together/accounts";
import { devices } from "./together/devices";
import { duplicates } from "./together/duplicates";
import { filesystems } from "./together/filesystems";
import { imageTree } from "./together/image-tree";
import { installation } from "./together/installation";
import { luks } from "./together/luks";
import { merged } from "./together/merged";
import { mounts } from "./together/mounts";
import { partitionRoom, type Machine } from "./together/partition-room";
import { partitions } from "./together/partitions";
import { raid } from "./together/raid";
import { references } from "./together/references";
import { secrets } from "./together/secrets";
import { size } from "./together/size";
import { sources } from "./together/sources";
import { tree } from "./together/tree";
import { typedUnits } from "./together/typed-units";
import { unitStates } from "./together/unit-states";
import { versions } from "./together/versions";
import { withoutSecrets } from "./together/without-secrets";
import { withoutUndefined } from "../values/without-undefined";

export type { Machine } from "./together/partition-room";

type TogetherRule = (config: unknown, machine: Machine) => readonly Problem[];

const RULES: readonly TogetherRule[] = [
  ...[duplicates, tree, imageTree, partitions, partitionRoom, raid, luks, filesystems, devices, mounts, accounts],
  ...[versions, sources, references, typedUnits, installation, unitStates, size, secrets],
];

/**
 * Answers everything that is wrong with a config, or looks wrong: all that Ignition itself would refuse, and more that
 * would fail on the machine. Late values are passed over; so are nested documents, which `lib/documents` checks.
 *
 * @param machine what is known of the machine that the config is for
 */
export function validateIgnition(config: IgnitionConfig, machine: Machine = {}): readonly Problem[] {
  const given = withoutUndefined(config);
  const problems = [
    ...(isSound(ignitionConfig, given) ? [] : misplacedLate(check(ignitionConfig, given, "ignition"), given)),
    ...RULES.flatMap((rule) => rule(given, machine)),
    ...merged(given, (other) => validateIgnition(other, machine)),
  ];
  return withoutSecrets(problems, given);
}
