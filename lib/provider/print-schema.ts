import { PROVIDER_ADDRESS } from "./address";
import { providerSchemasJson } from "./framework/schema-json";
import { schemas } from "./schemas";

// Prints what `tofu providers schema -json` would, without starting the provider: the typed bindings are made from it.
process.stdout.write(`${JSON.stringify(providerSchemasJson(PROVIDER_ADDRESS, schemas), null, 2)}\n`);
