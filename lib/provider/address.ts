/** The provider's source address, as in `required_providers`. No one else can own a host below `.invalid`. */
export const PROVIDER_ADDRESS = "slipway.invalid/slipway/slipway";
