import { configure, validateConfiguration, type Client } from "./configuration";
import type { EphemeralResource } from "./framework/ephemeral-resource";
import type { DataSource, Lazy, Provider, Resource } from "./framework/resource";
import type { Schema } from "./framework/schema";
import { functions } from "./functions/functions";
import { schemas } from "./schemas";

/** Code by type: each is loaded when OpenTofu first asks for more than its schema. */
const resources: Readonly<Record<keyof typeof schemas.resources, () => Promise<{ resource: Resource<Client> }>>> = {
  cidata_iso: () => import("./resources/cidata-iso/resource"),
  coreos_iso: () => import("./resources/coreos-iso/resource"),
  digest: () => import("./resources/digest/resource"),
  files: () => import("./resources/files/resource"),
  installation: () => import("./resources/installation/resource"),
  placement: () => import("./resources/placement/resource"),
  reboot: () => import("./resources/reboot/resource"),
  vm: () => import("./resources/vm/resource"),
};
const dataSources: Readonly<
  Record<keyof typeof schemas.dataSources, () => Promise<{ dataSource: DataSource<Client> }>>
> = {
  coreos_stream: () => import("./data-sources/coreos-stream/data-source"),
  document: () => import("./data-sources/document/data-source"),
  permissions: () => import("./data-sources/permissions/data-source"),
  sealed_key: () => import("./data-sources/sealed-key/data-source"),
};
const ephemeralResources: Readonly<
  Record<keyof typeof schemas.ephemeralResources, () => Promise<{ resource: EphemeralResource<Client> }>>
> = {
  document: () => import("./ephemeral-resources/document/resource"),
};

/** The provider `slipway`. */
export const provider: Provider<Client> = {
  name: schemas.name,
  schema: schemas.provider,
  resources: lazily(schemas.resources, async (name) => (await resources[name]()).resource),
  dataSources: lazily(schemas.dataSources, async (name) => (await dataSources[name]()).dataSource),
  ephemeralResources: lazily(schemas.ephemeralResources, async (name) => (await ephemeralResources[name]()).resource),
  functions,
  validate: validateConfiguration,
  configure: (config, { warn }) => configure(config, undefined, warn),
};

function lazily<Name extends string, Each extends { readonly name: string; readonly schema: Schema }>(
  all: Readonly<Record<Name, Schema>>,
  load: (name: Name) => Promise<Each>,
): readonly Lazy<Each>[] {
  return (Object.keys(all) as Name[]).map((name) => ({ name, schema: all[name], load: once(() => load(name)) }));
}

/** An import that is repeated makes its module's names anew, each time. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
