import type { AnyTypes, TypesOf } from "./model";
import type { Call } from "./resource";
import type { Schema } from "./schema";
import type { Diagnostic } from "./values";

/** What opening answers. */
export interface Opened<Result> {
  readonly result: Result;
  /** What `renew` and `close` need to know. OpenTofu keeps it in memory only. */
  readonly private?: string;
  /** When it has to be renewed, if it is still in use then. */
  readonly renewAt?: Date;
}

/** What is there for the length of one run, and in no plan and no state: a secret, a session, a rendered document. */
export type EphemeralResource<Client, S extends Schema = Schema> = TypedEphemeralResource<Client, TypesOf<S>>;

interface TypedEphemeralResource<Client, T extends AnyTypes> {
  /** Without the provider's prefix. */
  readonly name: string;
  readonly schema: T["schema"];

  /** Checks that need no provider; unknown values must be let through. */
  validate?(config: T["config"]): readonly Diagnostic[];

  /** Nothing in `config` is unknown: OpenTofu waits until it is known. */
  open(input: { config: T["known"] }, call: Call<Client>): Promise<Opened<T["state"]>>;

  renew?(input: { private: string | undefined }, call: Call<Client>): Promise<Omit<Opened<never>, "result">>;

  close?(input: { private: string | undefined }, call: Call<Client>): Promise<void>;
}
