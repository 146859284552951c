import { encode } from "@msgpack/msgpack";
import { ProviderDriver } from "../../../lib/provider/framework/provider-driver";
import type { Provider, Resource } from "../../../lib/provider/framework/resource";
import type { Schema } from "../../../lib/provider/framework/schema";
import { UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { adoptionCalls } from "../../../lib/provider/rpc/adoption-calls";
import { dataSourceCalls } from "../../../lib/provider/rpc/data-source-calls";
import { tfplugin6 as P } from "../../../lib/provider/rpc/generated/messages";
import { providerCalls } from "../../../lib/provider/rpc/provider-calls";
import { resourceCalls } from "../../../lib/provider/rpc/resource-calls";
import { objectFromWire, objectToWire } from "../../../lib/provider/wire/dynamic-value";
import { objectType } from "../../../lib/provider/wire/type";

const schema: Schema = {
  version: 1,
  description: "A thing.",
  attributes: {
    name: { type: "string", mode: "required", replace: true, description: "." },
    key: { type: "string", mode: "optional", writeOnly: true, description: "." },
    id: { type: "string", mode: "computed", description: "." },
  },
};
const type = objectType(schema.attributes);
const own = Buffer.from("private");
const capable = { writeOnlyAttributesAllowed: true, deferralAllowed: false };

const thing: Resource<string> = {
  name: "thing",
  schema,
  create: ({ planned }) => Promise.resolve({ ...planned, id: "1" }),
  read: ({ state }) => Promise.resolve(state),
  update: ({ planned }) => Promise.resolve(planned),
  delete: () => Promise.resolve(),
  importState: (id) => Promise.resolve({ name: id }),
};

function callsOf(change: Partial<Resource<string>> = {}) {
  const provider: Provider<string> = {
    name: "toy",
    schema: {
      version: 0,
      description: "Toys.",
      attributes: { token: { type: "string", mode: "optional", sensitive: true, description: "." } },
    },
    resources: [{ ...thing, ...change }],
    dataSources: [{ name: "thing", schema, read: ({ config }) => Promise.resolve({ ...config, id: "2" }) }],
    configure: ({ token }) => String(token),
  };
  const driver = new ProviderDriver(provider);
  return {
    ...providerCalls(driver),
    ...resourceCalls(driver),
    ...adoptionCalls(driver),
    ...dataSourceCalls(driver),
    driver,
  };
}

async function configured(change?: Partial<Resource<string>>, token: string | typeof UNKNOWN = "t") {
  const calls = callsOf(change);
  const config = objectToWire(objectType({ token: { type: "string", mode: "optional", description: "." } }), { token });
  await calls.ConfigureProvider(new P.ConfigureProvider.Request({ config }));
  return calls;
}

const wire = (value: ValueObject | null) => objectToWire(type, value);
const read = (value: P.DynamicValue.$Properties | null | undefined) => objectFromWire(type, value);
const config = { name: "a", key: "secret", id: null };

describe("provider calls", () => {
  it("answer the schemas, and that OpenTofu may remember them", async () => {
    const answer = await callsOf().GetProviderSchema();

    expect(Object.keys(answer.resourceSchemas ?? {})).toEqual(["toy_thing"]);
    expect(Object.keys(answer.dataSourceSchemas ?? {})).toEqual(["toy_thing"]);
    expect(answer.provider?.block?.attributes?.map(({ name, sensitive }) => [name, sensitive])).toEqual([
      ["token", true],
    ]);
    expect(answer.serverCapabilities).toEqual({
      getProviderSchemaOptional: true,
      moveResourceState: true,
      planDestroy: true,
    });
  });

  it("turn bytes that cannot be read into a diagnostic", async () => {
    const request = new P.ValidateProviderConfig.Request({ config: { msgpack: encode(["no object"]) } });
    const logged = jest.spyOn(console, "error").mockImplementation();

    const { diagnostics } = await callsOf().ValidateProviderConfig(request);

    logged.mockRestore();
    expect(diagnostics?.map(({ severity, summary }) => [severity, summary])).toEqual([
      [1, "Unable to check the provider's configuration"],
    ]);
  });

  it("abort what is under way when OpenTofu says stop", async () => {
    const calls = callsOf();

    expect(await calls.StopProvider()).toEqual({});
    expect(calls.driver.session.signal.aborted).toBe(true);
  });
});

describe("resource calls", () => {
  it("check a configuration, and write-only values against what OpenTofu can do", async () => {
    const calls = callsOf();
    const request = { typeName: "toy_thing", config: wire({ ...config, name: null }) };

    const able = await calls.ValidateResourceConfig(
      new P.ValidateResourceConfig.Request({ ...request, clientCapabilities: capable }),
    );
    const unable = await calls.ValidateResourceConfig(new P.ValidateResourceConfig.Request(request));

    expect(able.diagnostics).toEqual([
      {
        severity: 1,
        summary: 'Missing value for "name"',
        detail: '"name" must be set.',
        attribute: { steps: [{ attributeName: "name" }] },
      },
    ]);
    expect(unable.diagnostics?.map(({ summary }) => summary)).toEqual([
      "Write-only attributes are not supported",
      'Missing value for "name"',
    ]);
  });

  it("plan a creation", async () => {
    const calls = await configured();

    const answer = await calls.PlanResourceChange(
      new P.PlanResourceChange.Request({
        typeName: "toy_thing",
        priorState: wire(null),
        proposedNewState: wire(config),
        config: wire(config),
        priorPrivate: own,
      }),
    );

    expect(read(answer.plannedState)).toEqual({ name: "a", key: null, id: UNKNOWN });
    expect(answer).toMatchObject({ requiresReplace: [], plannedPrivate: own, diagnostics: [] });
  });

  it("plan a replacement, and a destruction", async () => {
    const calls = await configured();
    const request = { typeName: "toy_thing", priorState: wire({ name: "b", key: null, id: "1" }), priorPrivate: own };

    const replaced = await calls.PlanResourceChange(
      new P.PlanResourceChange.Request({ ...request, proposedNewState: wire(config), config: wire(config) }),
    );
    const destroyed = await calls.PlanResourceChange(
      new P.PlanResourceChange.Request({ ...request, proposedNewState: wire(null), config: wire(null) }),
    );

    expect(replaced.requiresReplace).toEqual([{ steps: [{ attributeName: "name" }] }]);
    expect(read(destroyed.plannedState)).toBeNull();
    expect(destroyed.plannedPrivate).toEqual(own);
  });

  it("apply, and answer the private state that they were given", async () => {
    const calls = await configured();
    const planned: ValueObject = { name: "a", key: null, id: UNKNOWN };

    const created = await calls.ApplyResourceChange(
      new P.ApplyResourceChange.Request({
        typeName: "toy_thing",
        priorState: wire(null),
        plannedState: wire(planned),
        config: wire(config),
        plannedPrivate: own,
      }),
    );

    expect(read(created.newState)).toEqual({ name: "a", key: null, id: "1" });
    expect(created).toMatchObject({ private: own, diagnostics: [] });
  });

  it("lose nothing when a state cannot be written, and say whose fault it is", async () => {
    const calls = await configured({ create: ({ planned }) => Promise.resolve({ ...planned, id: "1", nmae: "a" }) });

    const created = await calls.ApplyResourceChange(
      new P.ApplyResourceChange.Request({
        typeName: "toy_thing",
        priorState: wire(null),
        plannedState: wire({ name: "a", key: null, id: UNKNOWN }),
        config: wire(config),
      }),
    );

    expect(read(created.newState)).toEqual({ name: "a", key: null, id: null });
    expect(created.diagnostics?.map(({ summary, detail }) => [summary, detail])).toEqual([
      [
        "Unable to save the state of toy_thing",
        "WireError: nmae: is no attribute of the schema. What was planned is saved instead. Please report this as a bug of Slipway.",
      ],
    ]);
  });

  it("read the saved state's JSON, of this version and of none later", async () => {
    const calls = callsOf();
    const request = { typeName: "toy_thing", rawState: { json: Buffer.from('{"name":"a","id":"1","old":true}') } };

    const same = await calls.UpgradeResourceState(new P.UpgradeResourceState.Request({ ...request, version: 1 }));
    const later = await calls.UpgradeResourceState(new P.UpgradeResourceState.Request({ ...request, version: 2 }));

    expect(read(same.upgradedState)).toEqual({ name: "a", key: null, id: "1" });
    expect(later.diagnostics?.map(({ detail }) => detail)).toEqual([
      "It was written by a newer version of Slipway: use that one.",
    ]);
  });

  it("read what is there, and leave it alone while the provider's configuration is unknown", async () => {
    const state = { name: "a", key: null, id: "1" };
    const request = { typeName: "toy_thing", currentState: wire(state), private: own };
    const gone = { read: () => Promise.resolve(null) };

    const known = await (await configured(gone)).ReadResource(new P.ReadResource.Request(request));
    const partial = await (
      await configured(gone, UNKNOWN)
    ).ReadResource(new P.ReadResource.Request({ ...request, clientCapabilities: { deferralAllowed: true } }));

    expect(read(known.newState)).toBeNull();
    expect(read(partial.newState)).toEqual(state);
    expect(partial).toMatchObject({ private: own, deferred: { reason: 2 } });
  });

  it("import", async () => {
    const calls = await configured();

    const { importedResources } = await calls.ImportResourceState(
      new P.ImportResourceState.Request({ typeName: "toy_thing", id: "a" }),
    );

    expect(importedResources?.map(({ typeName, state }) => [typeName, read(state)])).toEqual([
      ["toy_thing", { name: "a", key: null, id: null }],
    ]);
  });

  it("refuse to take over what another type has made", async () => {
    const { diagnostics } = await callsOf().MoveResourceState(
      new P.MoveResourceState.Request({ sourceTypeName: "other_thing", targetTypeName: "toy_thing" }),
    );

    expect(diagnostics?.map(({ summary }) => summary)).toEqual(["Unable to move other_thing to toy_thing"]);
  });

  it("refuse a type that there is not", async () => {
    const { diagnostics } = await callsOf().ReadResource(new P.ReadResource.Request({ typeName: "toy_lost" }));

    expect(diagnostics?.map(({ summary, detail }) => [summary, detail])).toEqual([
      ['Unable to find "toy_lost"', "The provider has toy_thing."],
    ]);
  });
});

describe("data source calls", () => {
  it("check and read", async () => {
    const calls = await configured();
    const request = { typeName: "toy_thing", config: wire(config) };

    const checked = await calls.ValidateDataResourceConfig(new P.ValidateDataResourceConfig.Request(request));
    const found = await calls.ReadDataSource(new P.ReadDataSource.Request(request));

    expect(checked.diagnostics).toEqual([]);
    expect(read(found.state)).toEqual({ name: "a", key: "secret", id: "2" });
  });
});
