import { AdoptionDriver } from "./adoption-driver";
import { checkConfig } from "./check-config";
import { DataSourceDriver } from "./data-source-driver";
import { EphemeralDriver } from "./ephemeral-driver";
import type { ProviderFunction } from "./function";
import { report, type Outcome } from "./report";
import type { Provider } from "./resource";
import { ResourceDriver } from "./resource-driver";
import type { Schema } from "./schema";
import { Session } from "./session";
import type { Diagnostic, ValueObject } from "./values";
import { unknownPaths } from "./write-only";

interface Driven<Driver> {
  readonly schema: Schema;
  readonly driver: Driver;
}

/** A provider as OpenTofu drives it, in terms of values. */
export class ProviderDriver<Client> {
  readonly session = new Session<Client>();
  readonly resources: ReadonlyMap<string, Driven<ResourceDriver<Client>>>;
  /** Of the same resources: how they come to what they have not made. */
  readonly adoptions: ReadonlyMap<string, Driven<AdoptionDriver<Client>>>;
  readonly dataSources: ReadonlyMap<string, Driven<DataSourceDriver<Client>>>;
  readonly ephemeralResources: ReadonlyMap<string, Driven<EphemeralDriver<Client>>>;
  readonly functions: ReadonlyMap<string, ProviderFunction>;

  constructor(readonly provider: Provider<Client>) {
    const { name, resources, dataSources, ephemeralResources = [], functions = [] } = provider;
    const { session } = this;
    this.resources = byType(name, resources, (each) => new ResourceDriver(each, session, name));
    this.adoptions = byType(name, resources, (each) => new AdoptionDriver(each, session, `${name}_${each.name}`));
    this.dataSources = byType(name, dataSources, (each) => new DataSourceDriver(each, session, name));
    this.ephemeralResources = byType(name, ephemeralResources, (each) => new EphemeralDriver(each, session, name));
    this.functions = new Map(functions.map((each) => [each.name, each]));
  }

  async validate(config: ValueObject): Promise<readonly Diagnostic[]> {
    const violations = checkConfig(this.provider.schema.attributes, config);
    if (violations.length > 0) return violations;
    const { value, diagnostics } = await this.report<readonly Diagnostic[]>(
      "check",
      () => this.provider.validate?.(config) ?? [],
      [],
    );
    return [...value, ...diagnostics];
  }

  async configure(config: ValueObject): Promise<readonly Diagnostic[]> {
    const known = unknownPaths(config).length === 0;
    const { diagnostics } = await this.report(
      "configure",
      async (warn) => this.session.configured(await this.provider.configure(config, { warn }), known),
      undefined,
    );
    return diagnostics;
  }

  private report<T>(verb: string, operation: Parameters<typeof report<T>>[2], fallback: T): Promise<Outcome<T>> {
    return report(`${verb} provider ${this.provider.name}`, this.session.signal, operation, () => fallback);
  }
}

function byType<Each extends { readonly name: string; readonly schema: Schema }, Driver>(
  prefix: string,
  all: readonly Each[],
  drive: (each: Each) => Driver,
): ReadonlyMap<string, Driven<Driver>> {
  return new Map(all.map((each) => [`${prefix}_${each.name}`, { schema: each.schema, driver: drive(each) }]));
}
