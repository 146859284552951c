import { FunctionFailure, type ProviderFunction } from "../../../lib/provider/framework/function";
import { failure, type Value } from "../../../lib/provider/framework/values";
import { functionCalls } from "../../../lib/provider/rpc/function-calls";
import { tfplugin6 as P } from "../../../lib/provider/rpc/generated/messages";
import { valueFromWire, valueToWire } from "../../../lib/provider/wire/dynamic-value";
import type { WireType } from "../../../lib/provider/wire/type";
import { aDriver } from "./a-provider";

const join: ProviderFunction = {
  name: "join",
  summary: "Joins.",
  description: "Joins texts.",
  parameters: [{ name: "separator", type: "string", description: "Between them.", nullable: true }],
  variadic: { name: "parts", type: { list: "number" }, description: "The parts." },
  returns: "string",
  call(separator, ...parts) {
    if (separator === "bug") throw new TypeError("a mistake");
    if (separator === "no") throw failure("Unable to join", "Not with that.");
    const empty = parts.findIndex((part) => Array.isArray(part) && part.length === 0);
    if (empty >= 0) throw new FunctionFailure("It is empty.", empty + 1);
    return parts.flat().join(String(separator));
  },
};

const calls = async () => functionCalls(await aDriver({ functions: [join] }));

async function call(name: string, ...given: readonly [WireType, Value][]) {
  const request = { name, arguments: given.map(([type, value]) => (value === null ? {} : valueToWire(type, value))) };
  return (await calls()).CallFunction(new P.CallFunction.Request(request));
}

describe("function calls", () => {
  it("tell what functions there are", async () => {
    expect(await (await calls()).GetFunctions()).toEqual({
      functions: {
        join: {
          summary: "Joins.",
          description: "Joins texts.",
          descriptionKind: 1,
          parameters: [
            {
              name: "separator",
              type: Buffer.from('"string"'),
              allowNullValue: true,
              allowUnknownValues: false,
              description: "Between them.",
              descriptionKind: 1,
            },
          ],
          variadicParameter: {
            name: "parts",
            type: Buffer.from('["list","number"]'),
            allowNullValue: false,
            allowUnknownValues: false,
            description: "The parts.",
            descriptionKind: 1,
          },
          return: { type: Buffer.from('"string"') },
        },
      },
    });
  });

  it("call one, with null for what is not sent", async () => {
    const { result } = await call("join", ["string", null], [{ list: "number" }, [1, 2]], [{ list: "number" }, [3]]);

    expect(valueFromWire("string", result)).toBe("1null2null3");
  });

  it("say which argument is refused, the first included, and leave that open where it is none", async () => {
    expect(await call("join", ["string", "-"], [{ list: "number" }, []])).toEqual({
      error: { text: "It is empty.", functionArgument: 1 },
    });
    expect(await call("join", ["string", "no"])).toEqual({ error: { text: "Unable to join\nNot with that." } });
  });

  it("call a thrown error a bug, and keep serving", async () => {
    const logged = jest.spyOn(console, "error").mockImplementation();

    const { error } = await call("join", ["string", "bug"]);

    logged.mockRestore();
    expect(error?.text).toBe("Unable to call join\na mistake\nSlipway did not expect this: please report it as a bug.");
  });

  it("refuse a function that there is not", async () => {
    expect(await call("lost")).toEqual({ error: { text: 'There is no function "lost".' } });
  });
});
