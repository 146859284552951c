import { PROVIDER_ADDRESS } from "./address";
import { processEnvironment } from "./configuration";
import { serve } from "./plugin/serve";
import { provider } from "./provider";

void serve(provider, {
  environment: processEnvironment,
  arguments: process.argv.slice(2),
  address: PROVIDER_ADDRESS,
});
