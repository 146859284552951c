import type { Client } from "../../configuration";
import type { DataSource } from "../../framework/resource";
import { schema } from "./schema";

/** The public half of a machine's derived key. */
export const dataSource: DataSource<Client> = {
  name: "sealed_key",
  schema,

  validate({ name, generation }) {
    const errors = [];
    if (name === "")
      errors.push({ summary: `Unable to derive a key without a name`, detail: "Name the machine.", path: ["name"] });
    if (typeof generation === "number" && !(Number.isSafeInteger(generation) && generation >= 1))
      errors.push({
        summary: `Unable to derive the host key of "${String(name)}"`,
        detail: `The generation is ${generation}, and has to be a whole number from 1.`,
        path: ["generation"],
      });
    return errors.map((error) => ({ ...error, severity: "error" as const }));
  },

  async read({ config }, { client }) {
    const { name, generation } = config;
    const key = client.seal.sealedKey(String(name), typeof generation === "number" ? generation : 1);
    return {
      name: String(name),
      generation: generation ?? null,
      public_key: key.publicKey,
      fingerprint: key.fingerprint,
    };
  },
};
