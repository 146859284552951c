import type { Resource } from "../../../lib/provider/framework/resource";
import type { Schema } from "../../../lib/provider/framework/schema";
import { UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { adoptionCalls } from "../../../lib/provider/rpc/adoption-calls";
import { tfplugin6 as P } from "../../../lib/provider/rpc/generated/messages";
import { resourceCalls } from "../../../lib/provider/rpc/resource-calls";
import { objectFromWire, objectToWire } from "../../../lib/provider/wire/dynamic-value";
import { objectType, type ObjectType } from "../../../lib/provider/wire/type";
import { aDriver, deferring } from "./a-provider";

const schema: Schema = {
  version: 2,
  description: ".",
  attributes: {
    name: { type: "string", mode: "required", description: "." },
    size: { type: "number", mode: "optional", description: "." },
    id: { type: "string", mode: "computed", description: "." },
  },
  identity: {
    version: 1,
    attributes: {
      name: { type: "string", description: "Name." },
      size: { type: "number", description: "Size.", optional: true },
    },
  },
};
const type = objectType(schema.attributes);
const identityType: ObjectType = { object: { name: "string", size: "number" } };
const typeName = "toy_thing";

async function calls(change: Partial<Resource<string>> = {}, token?: typeof UNKNOWN) {
  const thing: Resource<string> = {
    name: "thing",
    schema,
    create: ({ planned }) => Promise.resolve({ ...planned, id: "1" }),
    read: ({ state }) => Promise.resolve(state),
    update: ({ planned }) => Promise.resolve(planned),
    delete: () => Promise.resolve(),
    ...change,
  };
  const driver = await aDriver({ resources: [thing] }, token);
  return { ...resourceCalls(driver), ...adoptionCalls(driver) };
}

const json = (value: unknown) => ({ json: Buffer.from(JSON.stringify(value)) });
const identityOf = (data: P.ResourceIdentityData.$Properties | null | undefined) =>
  data == null ? null : objectFromWire(identityType, data.identityData);
const identityData = (identity: ValueObject) => ({ identityData: objectToWire(identityType, identity) });

describe("identity", () => {
  it("has a schema", async () => {
    expect(await (await calls()).GetResourceIdentitySchemas()).toEqual({
      identitySchemas: {
        toy_thing: {
          version: 1,
          identityAttributes: [
            {
              ...{ name: "name", type: Buffer.from('"string"'), description: "Name." },
              ...{ requiredForImport: true, optionalForImport: false },
            },
            {
              ...{ name: "size", type: Buffer.from('"number"'), description: "Size." },
              ...{ requiredForImport: false, optionalForImport: true },
            },
          ],
        },
      },
    });
  });

  it("is told by plan, apply and read, out of the attributes of the same names", async () => {
    const all = await calls();
    const planned: ValueObject = { name: "a", size: null, id: UNKNOWN };
    const config = objectToWire(type, { ...planned, id: null });
    const request = { typeName, priorState: objectToWire(type, null), config };

    const plan = await all.PlanResourceChange(
      new P.PlanResourceChange.Request({ ...request, proposedNewState: config }),
    );
    const apply = await all.ApplyResourceChange(
      new P.ApplyResourceChange.Request({ ...request, plannedState: objectToWire(type, planned) }),
    );
    const read = await all.ReadResource(new P.ReadResource.Request({ typeName, currentState: apply.newState ?? null }));

    const identities = [plan.plannedIdentity, apply.newIdentity, read.newIdentity].map(identityOf);
    expect(identities).toEqual(Array(3).fill({ name: "a", size: null }));
  });

  it("stays what it was while the state does not say", async () => {
    const all = await calls({ identity: { of: () => null } });
    const before = identityData({ name: "a", size: 1 });
    const currentState = objectToWire(type, { name: "a", size: null, id: "1" });

    const read = await all.ReadResource(
      new P.ReadResource.Request({ typeName, currentState, currentIdentity: before }),
    );

    expect(identityOf(read.newIdentity)).toEqual({ name: "a", size: 1 });
  });

  it("never keeps a state from being saved", async () => {
    const all = await calls({ identity: { of: () => ({ name: 1 }) } });

    const apply = await all.ApplyResourceChange(
      new P.ApplyResourceChange.Request({
        typeName,
        priorState: objectToWire(type, null),
        plannedState: objectToWire(type, { name: "a", size: null, id: UNKNOWN }),
        config: objectToWire(type, { name: "a", size: null, id: null }),
      }),
    );

    expect(objectFromWire(type, apply.newState)).toEqual({ name: "a", size: null, id: "1" });
    expect(apply.diagnostics?.map(({ summary }) => summary)).toEqual(["Unable to tell the identity of toy_thing"]);
  });

  it("is brought to today's version, and refused from a later one", async () => {
    const all = await calls({ identity: { upgrade: ({ label = null }, version) => ({ name: label, size: version }) } });
    const request = { typeName, rawIdentity: json({ label: "a" }) };

    const old = await all.UpgradeResourceIdentity(new P.UpgradeResourceIdentity.Request({ ...request, version: 0 }));
    const later = await all.UpgradeResourceIdentity(new P.UpgradeResourceIdentity.Request({ ...request, version: 2 }));

    expect(identityOf(old.upgradedIdentity)).toEqual({ name: "a", size: 0 });
    expect(later.diagnostics?.map(({ detail }) => detail)).toEqual([
      "It was written by a newer version of Slipway: use that one.",
    ]);
  });
});

describe("imports", () => {
  const importBy = async (all: ReturnType<typeof calls>, target: { id?: string; identity?: ValueObject }) => {
    const { id = "", identity } = target;
    const request = { typeName, id, ...(identity && { identity: identityData(identity) }) };
    const answer = await (await all).ImportResourceState(new P.ImportResourceState.Request(request));
    const [found] = answer.importedResources ?? [];
    return { ...answer, found, state: objectFromWire(type, found?.state) };
  };

  it("take an identity without a line of code", async () => {
    const { state, found } = await importBy(calls(), { identity: { name: "a", size: null } });

    expect(state).toEqual({ name: "a", size: null, id: null });
    expect(identityOf(found?.identity)).toEqual({ name: "a", size: null });
  });

  it("take an id, and what the resource keeps for itself then", async () => {
    const { state, found } = await importBy(
      calls({
        importState: (id, call) => {
          call.private?.set("by", "hand");
          return Promise.resolve({ name: id });
        },
      }),
      { id: "b" },
    );

    expect(state).toEqual({ name: "b", size: null, id: null });
    expect(found?.private).toEqual(Buffer.from('{"by":"hand"}'));
  });

  it("refuse an id where there is only an identity, and say how to write it", async () => {
    const { diagnostics } = await importBy(calls(), { id: "b" });

    expect(diagnostics?.map(({ detail }) => detail)).toEqual([
      "Resources of this type are imported by their identity: identity = { name = …, size = … }",
    ]);
  });

  it("are put off while the provider's configuration is unknown", async () => {
    const answer = await (
      await calls({}, UNKNOWN)
    ).ImportResourceState(new P.ImportResourceState.Request({ typeName, id: "a", clientCapabilities: deferring }));

    expect(answer).toMatchObject({ deferred: { reason: 2 } });
    expect(objectFromWire(type, answer.importedResources?.[0]?.state)).toEqual({
      name: UNKNOWN,
      size: UNKNOWN,
      id: UNKNOWN,
    });
  });
});

describe("states of others", () => {
  it("are brought to today's version, without what the schema no longer has", async () => {
    const upgrade = jest.fn((state: ValueObject): ValueObject => ({ ...state, name: state["label"] ?? null }));
    const rawState = json({ label: "a", size: 7, gone: true });

    const { upgradedState } = await (
      await calls({ upgrade })
    ).UpgradeResourceState(new P.UpgradeResourceState.Request({ typeName, version: 1, rawState }));

    expect(upgrade).toHaveBeenCalledWith({ label: "a", size: 7, gone: true }, 1);
    expect(objectFromWire(type, upgradedState)).toEqual({ name: "a", size: 7, id: null });
  });

  it("are moved where the resource knows their type, and refused where not", async () => {
    const all = await calls({
      move: ({ type, provider, version, state }) =>
        type === "old_thing" ? { name: `${provider}/${version}/${String(state["label"])}` } : null,
    });
    const request = {
      targetTypeName: typeName,
      sourceProviderAddress: "x/y/z",
      sourceSchemaVersion: 3,
      sourceState: json({ label: "a" }),
    };

    const known = await all.MoveResourceState(
      new P.MoveResourceState.Request({ ...request, sourceTypeName: "old_thing" }),
    );
    const other = await all.MoveResourceState(new P.MoveResourceState.Request({ ...request, sourceTypeName: "lost" }));

    expect(objectFromWire(type, known.targetState)).toEqual({ name: "x/y/z/3/a", size: null, id: null });
    expect(identityOf(known.targetIdentity)).toEqual({ name: "x/y/z/3/a", size: null });
    expect(other.diagnostics?.map(({ detail }) => detail)).toEqual([
      "Resources of type toy_thing do not take over what lost of x/y/z has made.",
    ]);
  });
});

describe("plans", () => {
  const plan = async (change: Partial<Resource<string>>, clientCapabilities: typeof deferring | null) => {
    const proposed = objectToWire(type, { name: "a", size: null, id: null });
    const request = { typeName, priorState: objectToWire(type, null), proposedNewState: proposed, config: proposed };
    return (await calls(change)).PlanResourceChange(
      new P.PlanResourceChange.Request({ ...request, clientCapabilities, priorPrivate: Buffer.from('{"n":"1"}') }),
    );
  };

  it.each([
    ["config" as const, 1],
    ["prerequisite" as const, 3],
  ])("put a resource off for want of its %s, where the client can", async (deferred, reason) => {
    const change: Partial<Resource<string>> = {
      plan: ({ proposed }) => Promise.resolve({ planned: proposed, deferred }),
    };

    expect((await plan(change, deferring)).deferred).toEqual({ reason });
    expect((await plan(change, null)).deferred).toBeUndefined();
  });

  it("hand what they keep for themselves to the apply", async () => {
    const { plannedPrivate } = await plan(
      {
        plan: ({ proposed }, call) => {
          call.private?.set("n", `${call.private.get("n")}2`);
          return Promise.resolve({ planned: proposed });
        },
      },
      null,
    );

    expect(plannedPrivate).toEqual(Buffer.from('{"n":"12"}'));
  });
});
