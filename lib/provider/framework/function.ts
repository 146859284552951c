import type { AttributeType } from "./schema";
import type { Value } from "./values";

export interface Parameter {
  readonly name: string;
  readonly type: AttributeType;
  readonly description: string;
  /** Null may be given. Otherwise OpenTofu refuses it by itself. */
  readonly nullable?: true;
}

/**
 * A function of the provider: `provider::slipway::NAME(…)`.
 *
 * It depends on its arguments alone, since OpenTofu may call it before the provider is configured, and more than once.
 * Arguments are known: where one is not, OpenTofu does not call.
 */
export interface ProviderFunction {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** Takes what is left of the arguments, which `call` gets after the others. */
  readonly variadic?: Parameter;
  readonly returns: AttributeType;

  /** @throws FunctionFailure that says which argument is wrong, or any other error */
  call(...arguments_: readonly Value[]): Value | Promise<Value>;
}

/** What users see of a function that refuses its arguments. */
export class FunctionFailure extends Error {
  override readonly name = "FunctionFailure";

  /** @param argument index of the one that is wrong, from 0 */
  constructor(
    message: string,
    readonly argument?: number,
  ) {
    super(message);
  }
}
