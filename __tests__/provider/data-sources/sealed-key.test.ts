import type { Client } from "../../../lib/provider/configuration";
import { dataSource } from "../../../lib/provider/data-sources/sealed-key/data-source";
import { UNKNOWN } from "../../../lib/provider/framework/values";
import { sealOf } from "../../../lib/provider/seal/seal";

const seal = sealOf("0123456789abcdef0123456789abcdef");
const call = { client: { seal } as Client, signal: new AbortController().signal, warn: () => undefined };

describe("slipway_sealed_key", () => {
  it("answers the public half, of generation 1 unless told", async () => {
    const { publicKey, fingerprint } = seal.sealedKey("install", 1);

    expect(await dataSource.read({ config: { name: "install", generation: null } }, call)).toEqual({
      name: "install",
      generation: null,
      public_key: publicKey,
      fingerprint,
    });
    expect(await dataSource.read({ config: { name: "install", generation: 2 } }, call)).toMatchObject({
      public_key: seal.sealedKey("install", 2).publicKey,
    });
  });

  it("lets unknown values pass", () => {
    expect(dataSource.validate?.({ name: UNKNOWN, generation: UNKNOWN })).toEqual([]);
  });

  it.each([
    ["an empty name", { name: "", generation: null }, ["name"]],
    ["generation 0", { name: "a", generation: 0 }, ["generation"]],
    ["half a generation", { name: "a", generation: 1.5 }, ["generation"]],
  ])("refuses %s", (_name, config, path) => {
    expect(dataSource.validate?.(config)).toEqual([expect.objectContaining({ severity: "error", path })]);
  });
});
