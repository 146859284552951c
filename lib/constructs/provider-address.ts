/** Source address of the provider. `.invalid` can be nobody's host (RFC 6761), so no registry can answer for it. */
export const PROVIDER_ADDRESS = "slipway.invalid/slipway/slipway";

/** Systems that the one bundled file is laid out for. */
export const PROVIDER_PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;
