import { PROVIDER_ADDRESS as constructsAddress } from "../../lib/constructs/provider-address";
import { PROVIDER_ADDRESS } from "../../lib/provider/address";

it("the provider and the constructs, which import nothing of each other, mean the same address", () => {
  expect(PROVIDER_ADDRESS).toBe(constructsAddress);
});
