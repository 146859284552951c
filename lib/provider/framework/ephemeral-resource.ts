import type { ConfigOf, ModelOf } from "./model";
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
export interface EphemeralResource<Client, S extends Schema = Schema> {
  /** Without the provider's prefix. */
  readonly name: string;
  readonly schema: S;

  /** Checks that need no provider; unknown values must be let through. */
  validate?(config: ConfigOf<S>): readonly Diagnostic[];

  /** Nothing in `config` is unknown: OpenTofu waits until it is known. */
  open(input: { config: ConfigOf<S, never> }, call: Call<Client>): Promise<Opened<ModelOf<S>>>;

  renew?(input: { private: string | undefined }, call: Call<Client>): Promise<Omit<Opened<never>, "result">>;

  close?(input: { private: string | undefined }, call: Call<Client>): Promise<void>;
}
