import { configure, validateConfiguration, type Client } from "./configuration";
import { dataSource as document } from "./data-sources/document/data-source";
import { dataSource as sealedKey } from "./data-sources/sealed-key/data-source";
import type { Provider } from "./framework/resource";
import { resource as coreosIso } from "./resources/coreos-iso/resource";
import { resource as files } from "./resources/files/resource";
import { resource as installation } from "./resources/installation/resource";
import { resource as reboot } from "./resources/reboot/resource";
import { resource as vm } from "./resources/vm/resource";
import { schema } from "./schema";

/** The provider `slipway`. */
export const provider: Provider<Client> = {
  name: "slipway",
  schema,
  resources: [coreosIso, files, installation, reboot, vm],
  dataSources: [document, sealedKey],
  validate: validateConfiguration,
  configure: (config) => configure(config),
};
