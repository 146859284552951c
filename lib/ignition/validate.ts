import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { ignitionConfig, type IgnitionConfig } from "./schema";
import { duplicates } from "./together/duplicates";
import { filesystems } from "./together/filesystems";
import { installation } from "./together/installation";
import { partitions } from "./together/partitions";
import { secrets } from "./together/secrets";
import { sources } from "./together/sources";
import { tree } from "./together/tree";
import { typedUnits } from "./together/typed-units";

const RULES = [duplicates, tree, partitions, filesystems, sources, typedUnits, installation, secrets];

/**
 * Answers everything that is wrong with a config, or looks wrong: all that Ignition itself would refuse, and more that
 * would fail on the machine. Late values are passed over; so are nested documents, which `lib/documents` checks.
 */
export function validateIgnition(config: IgnitionConfig): readonly Problem[] {
  return [...check(ignitionConfig, config, "ignition"), ...RULES.flatMap((rule) => rule(config))];
}
