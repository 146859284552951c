import type { EphemeralResource } from "../../../lib/provider/framework/ephemeral-resource";
import type { Schema } from "../../../lib/provider/framework/schema";
import { UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { ephemeralCalls } from "../../../lib/provider/rpc/ephemeral-calls";
import { tfplugin6 as P } from "../../../lib/provider/rpc/generated/messages";
import { objectFromWire, objectToWire } from "../../../lib/provider/wire/dynamic-value";
import { objectType } from "../../../lib/provider/wire/type";
import { aDriver, deferring } from "./a-provider";

const schema: Schema = {
  version: 0,
  description: ".",
  attributes: {
    name: { type: "string", mode: "required", description: "." },
    value: { type: "string", mode: "computed", sensitive: true, description: "." },
  },
};
const type = objectType(schema.attributes);
const renewAt = new Date("2026-01-02T03:04:05.678Z");
const typeName = "toy_secret";

async function calls(change: Partial<EphemeralResource<string>> = {}, token?: typeof UNKNOWN) {
  const secret: EphemeralResource<string> = {
    name: "secret",
    schema,
    open: ({ config }) => Promise.resolve({ result: { ...config, value: "v" }, private: "own", renewAt }),
    ...change,
  };
  return ephemeralCalls(await aDriver({ ephemeralResources: [secret] }, token));
}

const open = async (made: ReturnType<typeof calls>, config: ValueObject = { name: "a", value: null }) =>
  (await made).OpenEphemeralResource(
    new P.OpenEphemeralResource.Request({
      typeName,
      config: objectToWire(type, config),
      clientCapabilities: deferring,
    }),
  );

describe("ephemeral calls", () => {
  it("check a configuration by the schema", async () => {
    const request = { typeName, config: objectToWire(type, { name: null, value: "mine" }) };

    const { diagnostics } = await (
      await calls()
    ).ValidateEphemeralResourceConfig(new P.ValidateEphemeralResourceConfig.Request(request));

    expect(diagnostics?.map(({ summary }) => summary)).toEqual(['Missing value for "name"', 'Unable to set "value"']);
  });

  it("open, and say when to renew", async () => {
    const answer = await open(calls());

    expect(objectFromWire(type, answer.result)).toEqual({ name: "a", value: "v" });
    expect(answer).toMatchObject({
      private: Buffer.from("own"),
      renewAt: { seconds: 1767323045, nanos: 678_000_000 },
      diagnostics: [],
    });
  });

  it("put it off while the provider's configuration is unknown", async () => {
    expect(await open(calls({}, UNKNOWN))).toEqual({ deferred: { reason: 2 } });
  });

  it("refuse a result that is not known", async () => {
    const answer = await open(calls({ open: () => Promise.resolve({ result: { name: "a", value: UNKNOWN } }) }));

    expect(answer.result).toBeUndefined();
    expect(answer.diagnostics?.map(({ summary }) => summary)).toEqual(["Unable to find out all of toy_secret"]);
  });

  it("renew with what was kept, and keep it where there is nothing to renew", async () => {
    const request = new P.RenewEphemeralResource.Request({ typeName, private: Buffer.from("own") });
    const renewing = calls({ renew: ({ private: own }) => Promise.resolve({ private: `${own}2`, renewAt }) });

    expect(await (await renewing).RenewEphemeralResource(request)).toMatchObject({ private: Buffer.from("own2") });
    expect(await (await calls()).RenewEphemeralResource(request)).toEqual({
      private: Buffer.from("own"),
      diagnostics: [],
    });
  });

  it("close, and say what went wrong", async () => {
    const request = new P.CloseEphemeralResource.Request({ typeName, private: Buffer.from("own") });
    const closed = jest.fn(() => Promise.resolve());
    const logged = jest.spyOn(console, "error").mockImplementation();

    await (await calls({ close: closed })).CloseEphemeralResource(request);
    const failed = await (
      await calls({ close: () => Promise.reject(new Error("stuck")) })
    ).CloseEphemeralResource(request);

    logged.mockRestore();
    expect(closed).toHaveBeenCalledWith({ private: "own" }, expect.objectContaining({ client: "t" }));
    expect(failed.diagnostics?.map(({ summary }) => summary)).toEqual(["Unable to close toy_secret"]);
  });
});
