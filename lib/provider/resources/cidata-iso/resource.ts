import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { writeCidataIso } from "../../../coreos/cidata";
import type { Client } from "../../configuration";
import type { Call, Resource } from "../../framework/resource";
import { UNKNOWN, type Value } from "../../framework/values";
import { renderIgnition } from "../../iso/ignition";
import { createIso, isoLife, planIso } from "../../iso/life";
import type { IsoToSend } from "../../iso/upload";
import { type CidataIsoState, computed } from "./model";
import { schema } from "./schema";
import { validateCidataIso } from "./validate";

/** See the schema. */
export const resource: Resource<Client> = {
  ...isoLife,
  name: "cidata_iso",
  schema,
  validate: validateCidataIso,
  plan: ({ prior, config, proposed }, call) =>
    Promise.resolve(planIso(prior, proposed, computed(proposed, facts(config.ignition_wo, proposed.name, call)))),
  create({ config, planned }, call) {
    const { name, instance_id: instanceId } = planned as CidataIsoState;
    return createIso(planned, call, () => {
      const { bytes: ignition, sha512 } = renderIgnition(String(config.ignition_wo), name, call.client.seal);
      return {
        computed: computed(planned, { sha512, size: ignition.length }),
        make: (send) => send(inMemory(writeCidataIso({ ignition, instanceId: instanceId ?? name }))),
      };
    });
  },
};

function facts(
  ignition: Value | undefined,
  name: Value | undefined,
  call: Call<Client | undefined>,
): { sha512: string; size: number } | typeof UNKNOWN {
  // Without a configured provider there are no host keys yet.
  if (typeof ignition !== "string" || call.client === undefined) return UNKNOWN;
  const { sha512, bytes } = renderIgnition(ignition, String(name), call.client.seal);
  return { sha512, size: bytes.length };
}

function inMemory(bytes: Buffer): IsoToSend {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { size: bytes.length, sha256, open: () => Readable.from([bytes], { objectMode: false }) };
}
