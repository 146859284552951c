import { type Feature, FEATURES, type Places } from "../../../values/privileges";
import type { Client } from "../../configuration";
import type { ConfigOf, ModelOf } from "../../framework/model";
import type { Call, DataSource } from "../../framework/resource";
import { type Diagnostic, failure } from "../../framework/values";
import { unable } from "../../proxmox/diagnose";
import { proxmoxOf } from "../../proxmox/of-call";
import { privilegesAt } from "../../proxmox/privileges";
import { type Missing, missingAt } from "./missing";
import { schema } from "./schema";

type Config = ConfigOf<typeof schema>;
type KnownConfig = ConfigOf<typeof schema, never>;

/** See the schema. */
export const dataSource: DataSource<Client, typeof schema> = {
  name: "permissions",
  schema,
  validate,
  read: ({ config }, call) => read(config, call),
};

/** Names as Proxmox has them: what could be read as another path is refused. */
const NAMES = {
  pool_id: /^[\w.-]+(?:\/[\w.-]+){0,2}$/,
  nodes: /^[A-Za-z0-9-]+$/,
  iso_datastores: /^[A-Za-z][\w.-]*$/,
  disk_datastores: /^[A-Za-z][\w.-]*$/,
  bridges: /^(?:[A-Za-z0-9-]+\/)?[\w.-]+$/,
  features: new RegExp(`^(?:${FEATURES.join("|")})$`),
} as const;

function validate(config: Config): readonly Diagnostic[] {
  const names = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((attribute) => {
    const given = config[attribute];
    return (Array.isArray(given) ? (given as readonly unknown[]) : [given])
      .filter((name): name is string => typeof name === "string" && !NAMES[attribute].test(name))
      .map((name) =>
        refuse(attribute, `"${name}" is none${attribute === "features" ? choice() : " that Proxmox has"}.`),
      );
  });
  const ids = Array.isArray(config.vm_ids) ? (config.vm_ids as readonly unknown[]) : [];
  const wrong = ids.filter((id) => typeof id === "number" && !(Number.isSafeInteger(id) && id >= 100 && id < 1e9));
  return [...names, ...wrong.map((id) => refuse("vm_ids", `${String(id)} is no VM id: 100 to 999999999 are.`))];
}

function choice(): string {
  return `; there are ${FEATURES.join(", ")}`;
}

function refuse(attribute: string, detail: string): Diagnostic {
  return { severity: "error", summary: "Unable to check the privileges of the API token", detail, path: [attribute] };
}

async function read(config: KnownConfig, call: Call<Client>): Promise<ModelOf<typeof schema>> {
  const api = proxmoxOf(call);
  let missing: readonly Missing[];
  try {
    missing = await missingAt(placesOf(config), (path) => privilegesAt(api, path, call.signal));
  } catch (error) {
    throw unable(`check the privileges of the API token "${api.tokenId}"`, error);
  }
  if (config.fail_if_missing === true && missing.length > 0)
    throw failure(`Unable to do with the API token "${api.tokenId}" what is asked for`, explain(missing));
  return {
    ...config,
    token_id: api.tokenId,
    complete: missing.length === 0,
    missing: missing.map(({ path, privilege, neededTo, role }) => ({ path, privilege, needed_to: neededTo, role })),
  };
}

function placesOf(config: KnownConfig): Places {
  return {
    ...(config.vm_ids === null ? {} : { vmIds: config.vm_ids }),
    ...(config.pool_id === null ? {} : { poolId: config.pool_id }),
    ...(config.nodes === null ? {} : { nodes: config.nodes }),
    isoDatastores: config.iso_datastores ?? [],
    diskDatastores: config.disk_datastores ?? [],
    bridges: config.bridges ?? [],
    features: (config.features ?? []) as readonly Feature[],
  };
}

function explain(missing: readonly Missing[]): string {
  const lines = missing.map(
    ({ path, privilege, neededTo, role }) => `  ${privilege} on ${path}, to ${neededTo} (role ${role})`,
  );
  return [
    "It lacks:",
    ...lines,
    "Grant each to the user, and to the token as well if it has privilege separation: `pveum acl modify PATH --users USER --roles ROLE`.",
  ].join("\n");
}
