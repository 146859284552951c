import { FunctionFailure, type Parameter, type ProviderFunction } from "../framework/function";
import type { ProviderDriver } from "../framework/provider-driver";
import { diagnosticsOf } from "../framework/report";
import { valueFromWire, valueToWire } from "../wire/dynamic-value";
import { typeToJson } from "../wire/type-json";
import { tfplugin6 as P } from "./generated/messages";

/** The calls that concern functions. They come before the provider is configured as well. */
export function functionCalls<Client>({ functions, session }: ProviderDriver<Client>) {
  return {
    GetFunctions: async (): Promise<P.GetFunctions.Response.$Properties> => ({
      functions: functionMessages(functions),
    }),

    CallFunction: async (request: P.CallFunction.Request): Promise<P.CallFunction.Response.$Properties> => {
      const called = functions.get(request.name);
      if (called === undefined) return { error: { text: `There is no function "${request.name}".` } };
      try {
        const given = request.arguments.map((sent, index) => argumentOf(called, sent, index));
        return { result: valueToWire(called.returns, await called.call(...given)) };
      } catch (error) {
        return { error: functionError(error, called.name, session.signal) };
      }
    },
  };
}

function argumentOf(called: ProviderFunction, sent: P.DynamicValue.$Properties, index: number) {
  const parameter = called.parameters[index] ?? called.variadic;
  if (parameter === undefined) throw new FunctionFailure(`Takes ${called.parameters.length} arguments.`, index);
  // OpenTofu sends nothing at all for null.
  return valueFromWire(parameter.type, sent);
}

function functionError(error: unknown, name: string, signal: AbortSignal): P.FunctionError.$Properties {
  if (error instanceof FunctionFailure)
    return { text: error.message, ...(error.argument !== undefined && { functionArgument: error.argument }) };
  const told = diagnosticsOf(error, `call ${name}`, signal);
  return { text: told.map(({ summary, detail }) => `${summary}\n${detail}`).join("\n\n") };
}

/** The functions as the protocol has them. */
export function functionMessages(
  functions: ReadonlyMap<string, ProviderFunction>,
): Record<string, P.Function.$Properties> {
  return Object.fromEntries([...functions].map(([name, each]) => [name, functionMessage(each)]));
}

function functionMessage({ parameters, variadic, returns, ...said }: ProviderFunction): P.Function.$Properties {
  return {
    parameters: parameters.map(parameterMessage),
    ...(variadic !== undefined && { variadicParameter: parameterMessage(variadic) }),
    return: { type: typeBytes(returns) },
    summary: said.summary,
    description: said.description,
    descriptionKind: P.StringKind.MARKDOWN,
  };
}

function parameterMessage({ name, type, description, nullable }: Parameter): P.Function.Parameter.$Properties {
  return {
    name,
    type: typeBytes(type),
    allowNullValue: nullable ?? false,
    allowUnknownValues: false,
    description,
    descriptionKind: P.StringKind.MARKDOWN,
  };
}

const typeBytes = (type: Parameter["type"]): Uint8Array => Buffer.from(JSON.stringify(typeToJson(type)));
