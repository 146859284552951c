import { schema as coreosStream } from "./data-sources/coreos-stream/schema";
import { schema as document } from "./data-sources/document/schema";
import { schema as permissions } from "./data-sources/permissions/schema";
import { schema as sealedKey } from "./data-sources/sealed-key/schema";
import { schema as ephemeralDocument } from "./ephemeral-resources/document/schema";
import type { ProviderSchemas } from "./framework/schema";
import { schema as cidataIso } from "./resources/cidata-iso/schema";
import { schema as coreosIso } from "./resources/coreos-iso/schema";
import { schema as digest } from "./resources/digest/schema";
import { schema as files } from "./resources/files/schema";
import { schema as installation } from "./resources/installation/schema";
import { schema as placement } from "./resources/placement/schema";
import { schema as reboot } from "./resources/reboot/schema";
import { schema as vm } from "./resources/vm/schema";
import { schema as provider } from "./schema";

/** Every schema of the provider, without any of its code, so that the bindings can be made before the rest compiles. */
export const schemas = {
  name: "slipway",
  provider,
  resources: { cidata_iso: cidataIso, coreos_iso: coreosIso, digest, files, installation, placement, reboot, vm },
  dataSources: { coreos_stream: coreosStream, document, permissions, sealed_key: sealedKey },
  ephemeralResources: { document: ephemeralDocument },
} satisfies ProviderSchemas;
