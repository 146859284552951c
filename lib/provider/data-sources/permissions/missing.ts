import { type Grant, grantsFor, pathsOfEachVm, type Places } from "../../../values/privileges";

/** A privilege that is wanted and not there. */
export interface Missing {
  readonly path: string;
  readonly privilege: string;
  readonly neededTo: string;
  readonly role: string;
}

/** What is granted at a path: each privilege, and whether it goes for all that is below. */
export type Granted = ReadonlyMap<string, boolean>;

/** Paths are looked up a few at a time, so that a large fleet does not flood the API. */
const AT_ONCE = 8;

/** Everything that is missing at the places, in the order of the table of needs. */
export async function missingAt(
  places: Places,
  lookUp: (path: string) => Promise<Granted>,
): Promise<readonly Missing[]> {
  const known = new Map<string, Granted>();
  const look = async (paths: readonly string[]): Promise<void> => {
    const unknown = [...new Set(paths)].filter((path) => !known.has(path));
    for (let from = 0; from < unknown.length; from += AT_ONCE) {
      const some = unknown.slice(from, from + AT_ONCE);
      const granted = await Promise.all(some.map(lookUp));
      some.forEach((path, index) => known.set(path, granted[index] ?? new Map()));
    }
  };
  const has = (path: string, privilege: string): boolean => {
    const below = known.get(path)?.get(privilege);
    return below === true || (below === false && !WHOLE.has(path));
  };

  const grants = grantsFor(places);
  await look(grants.map(({ path }) => path));
  const lacking = grants.flatMap((grant) => missingOf(grant).filter(({ privilege }) => !has(grant.path, privilege)));
  // What a pool does not grant may be granted on the VMs themselves.
  const ofVms = pathsOfEachVm(places);
  const inPool = ({ role, path }: Missing): boolean => role === "SlipwayVm" && path.startsWith("/pool/");
  if (lacking.some(inPool)) await look(ofVms);
  return lacking.filter((one) => !inPool(one) || !ofVms.every((path) => has(path, one.privilege)));
}

/** Paths that stand for all below them, where a grant without propagation is worth nothing. */
const WHOLE: ReadonlySet<string> = new Set(["/vms", "/nodes"]);

function missingOf({ path, need }: Grant): readonly Missing[] {
  return Object.entries(need.uses).map(([privilege, neededTo]) => ({ path, privilege, neededTo, role: need.role }));
}
