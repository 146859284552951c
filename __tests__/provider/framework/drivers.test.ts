import { CarriedState } from "../../../lib/provider/framework/private-state";
import { ProviderDriver } from "../../../lib/provider/framework/provider-driver";
import type { Provider, Resource } from "../../../lib/provider/framework/resource";
import { DiagnosticError, failure, UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { ConfigError } from "../../../lib/values/config-error";
import { attributes, configOf } from "./a-schema";

type Client = { readonly name: string };

const config = configOf({ name: "a", key: "secret" });
const made: ValueObject = { ...config, key: null, size: 3, zone: "z", id: "i" };

function driverOf(thing: Partial<Resource<Client>>, client: ValueObject | null = { address: "x" }) {
  const resource: Resource<Client> = {
    name: "thing",
    schema: { version: 0, description: ".", attributes },
    create: () => Promise.resolve(made),
    read: ({ state }) => Promise.resolve(state),
    update: ({ planned }) => Promise.resolve(planned),
    delete: () => Promise.resolve(),
    ...thing,
  };
  const provider: Provider<Client> = {
    name: "toy",
    schema: {
      version: 0,
      description: ".",
      attributes: { address: { type: "string", mode: "optional", description: "." } },
    },
    resources: [resource],
    dataSources: [],
    configure: ({ address }) => ({ name: String(address) }),
  };
  const driver = new ProviderDriver(provider);
  const configured = client === null ? Promise.resolve([]) : driver.configure(client);
  const found = driver.resources.get("toy_thing")?.driver;
  const adoption = driver.adoptions.get("toy_thing")?.driver;
  if (found === undefined || adoption === undefined) throw new Error("the driver is missing");
  return { provider: driver, driver: found, adoption, configured };
}

async function driving(thing: Partial<Resource<Client>>, client?: ValueObject | null) {
  const { configured, ...rest } = driverOf(thing, client);
  await configured;
  return rest;
}

describe("ResourceDriver", () => {
  let logged: jest.SpyInstance;
  beforeEach(() => (logged = jest.spyOn(console, "error").mockImplementation()));
  afterEach(() => logged.mockRestore());

  describe("validate", () => {
    it("asks the resource only about what the schema accepts", async () => {
      const validate = jest.fn(() => [{ severity: "error" as const, summary: "Odd", detail: "." }]);
      const { driver } = await driving({ validate });

      expect((await driver.validate(configOf({}))).map(({ summary }) => summary)).toEqual(['Missing value for "name"']);
      expect(validate).not.toHaveBeenCalled();
      expect((await driver.validate(config)).map(({ summary }) => summary)).toEqual(["Odd"]);
    });

    it("turns a throw into a diagnostic", async () => {
      const { driver } = await driving({
        validate: () => {
          throw new ConfigError([
            { code: "toy/odd", severity: "error", path: ["a"], what: "it is odd", fix: "mend it" },
          ]);
        },
      });

      expect(await driver.validate(config)).toEqual([
        { severity: "error", summary: "it is odd", detail: "toy/odd at a\n  it is odd\n  fix: mend it" },
      ]);
    });
  });

  describe("plan", () => {
    it("plans what is proposed when the resource has nothing to add", async () => {
      const { driver } = await driving({});

      const { value, diagnostics } = await driver.plan(null, config);

      expect(diagnostics).toEqual([]);
      expect(value).toEqual({ planned: { ...config, key: null, size: 3, zone: UNKNOWN, id: UNKNOWN }, replace: [] });
    });

    it("plans the prior state for a configuration that has not changed", async () => {
      const { driver } = await driving({});

      expect((await driver.plan(made, config)).value).toEqual({ planned: made, replace: [] });
    });

    it("never lets a write-only value into the plan", async () => {
      const { driver } = await driving({
        plan: ({ config, proposed }) => Promise.resolve({ planned: { ...proposed, key: config["key"] ?? null } }),
      });

      expect((await driver.plan(null, config)).value.planned).toMatchObject({ key: null });
    });

    it("names the schema's replacements and the resource's own", async () => {
      const { driver } = await driving({
        plan: ({ proposed }) => Promise.resolve({ planned: proposed, replace: [["note"]] }),
      });

      expect((await driver.plan(made, { ...config, name: "b" })).value.replace).toEqual([["name"], ["note"]]);
      expect((await driver.plan(null, config)).value.replace).toEqual([]);
    });

    it("hands out no client while the provider's configuration is unknown", async () => {
      const plan = jest.fn<
        ReturnType<NonNullable<Resource<Client>["plan"]>>,
        Parameters<NonNullable<Resource<Client>["plan"]>>
      >(({ proposed }) => Promise.resolve({ planned: proposed }));
      const { driver, provider } = await driving({ plan }, { address: UNKNOWN });

      await driver.plan(null, config);

      expect(plan.mock.calls[0]?.[1].client).toBeUndefined();
      expect(provider.session.isPartial).toBe(true);
    });

    it("plans a destruction without asking", async () => {
      const { driver } = await driving({ plan: () => Promise.reject(new Error("asked")) });

      expect(await driver.plan(made, null)).toEqual({ value: { planned: null, replace: [] }, diagnostics: [] });
    });
  });

  describe("apply", () => {
    const planned: ValueObject = { ...made, id: UNKNOWN };

    it("creates, updates and deletes, with the warnings on the way", async () => {
      const { driver } = await driving({
        create: (_, { client, warn }) => {
          warn({ summary: "Careful", detail: client.name });
          return Promise.resolve({ ...made, key: "leaked" });
        },
        update: ({ prior, planned }) => Promise.resolve({ ...planned, id: prior["id"] ?? null }),
      });

      expect(await driver.apply(null, planned, config)).toEqual({
        value: made,
        diagnostics: [{ severity: "warning", summary: "Careful", detail: "x" }],
      });
      expect(await driver.apply(made, { ...planned, note: "n" }, config)).toEqual({
        value: { ...made, note: "n" },
        diagnostics: [],
      });
      expect(await driver.apply(made, null, null)).toEqual({ value: null, diagnostics: [] });
    });

    it("keeps what a half-done creation says is there, without what is unknown or write-only", async () => {
      const { driver } = await driving({
        create: ({ planned }) =>
          Promise.reject(
            new DiagnosticError([{ severity: "error", summary: "Broke off", detail: "." }], { ...planned, key: "k" }),
          ),
      });

      expect(await driver.apply(null, planned, config)).toEqual({
        value: { ...made, id: null },
        diagnostics: [{ severity: "error", summary: "Broke off", detail: "." }],
      });
    });

    it.each([
      ["creation", null, planned, null],
      ["update", made, planned, made],
      ["deletion", made, null, made],
    ])("answers what was there before when a %s fails", async (_name, prior, planned, state) => {
      const fail = () => Promise.reject(failure("No", "."));
      const { driver } = await driving({ create: fail, update: fail, delete: fail });

      expect((await driver.apply(prior, planned, config)).value).toEqual(state);
    });

    it("calls anything else that is thrown a bug, with the whole chain of causes", async () => {
      const { driver } = await driving({
        create: () => Promise.reject(new Error("outer", { cause: new Error("inner") })),
      });

      expect((await driver.apply(null, planned, config)).diagnostics).toEqual([
        {
          severity: "error",
          summary: "Unable to create toy_thing",
          detail: "outer: inner\nSlipway did not expect this: please report it as a bug.",
        },
      ]);
      expect(logged).toHaveBeenCalledTimes(1);
    });

    it("says that it was cancelled when it was", async () => {
      const { driver, provider } = await driving({
        create: (_, { signal }) => Promise.reject(signal.reason as Error),
      });
      provider.session.interrupt();

      expect((await driver.apply(null, planned, config)).diagnostics).toEqual([
        {
          severity: "error",
          summary: "Operation cancelled",
          detail: "Interrupted while trying to create toy_thing. Apply again to go on.",
        },
      ]);
    });

    it("refuses an unknown value in a result, and loses nothing", async () => {
      const { driver } = await driving({ create: () => Promise.resolve({ ...made, id: UNKNOWN }) });

      const { value, diagnostics } = await driver.apply(null, planned, config);

      expect(value).toEqual({ ...made, id: null });
      expect(diagnostics.map(({ detail }) => detail)).toEqual([
        "Still unknown: id. Slipway did not expect this: please report it as a bug.",
      ]);
    });

    it("refuses to work unconfigured", async () => {
      const { driver } = await driving({}, null);

      expect((await driver.apply(null, planned, config)).diagnostics.map(({ detail }) => detail)).toEqual([
        "OpenTofu has not configured the provider.",
      ]);
    });
  });

  describe("read", () => {
    it("answers null for what is gone", async () => {
      const { driver } = await driving({ read: () => Promise.resolve(null) });

      expect(await driver.read(made)).toEqual({ value: null, diagnostics: [] });
    });

    it("leaves the state as it is while the provider's configuration is unknown", async () => {
      const { driver } = await driving({ read: () => Promise.reject(new Error("asked")) }, { address: UNKNOWN });

      expect(await driver.read(made)).toEqual({ value: made, diagnostics: [] });
    });
  });

  describe("importState", () => {
    const own = new CarriedState();

    it("refuses a resource that cannot be imported", async () => {
      const { adoption } = await driving({});

      expect((await adoption.importState({ id: "a" }, own)).diagnostics).toEqual([
        {
          severity: "error",
          summary: "Unable to import toy_thing",
          detail: "Resources of this type cannot be imported.",
        },
      ]);
    });

    it("answers what the resource makes of the id", async () => {
      const { adoption } = await driving({ importState: (id) => Promise.resolve({ ...made, name: id }) });

      expect((await adoption.importState({ id: "b" }, own)).value).toEqual({ ...made, name: "b" });
    });
  });
});

describe("ProviderDriver", () => {
  it("turns a configuration that is refused into diagnostics", async () => {
    const driver = new ProviderDriver<Client>({
      name: "toy",
      schema: { version: 0, description: ".", attributes: {} },
      resources: [],
      dataSources: [],
      configure: () => {
        throw failure("No", "because", ["address"]);
      },
    });

    expect(await driver.configure({})).toEqual([
      { severity: "error", summary: "No", detail: "because", path: ["address"] },
    ]);
  });
});
