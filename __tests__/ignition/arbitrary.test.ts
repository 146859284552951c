import fc from "fast-check";
import { validateIgnition } from "../../lib/ignition/validate";
import { ignitionConfigs } from "./arbitrary";

describe("ignitionConfigs", () => {
  it("are all sound", () => {
    fc.assert(
      fc.property(ignitionConfigs, (config) => {
        const errors = validateIgnition(config).filter(({ severity }) => severity === "error");

        expect(errors).toEqual([]);
      }),
    );
  });
});
