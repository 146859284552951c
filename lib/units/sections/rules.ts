import type { TextRule } from "../text";

/** What several sections of quadlets agree on. */
export const RESOURCE_NAME: TextRule = {
  pattern: /^[A-Za-z0-9%][A-Za-z0-9_.%-]*$/,
  allowed: "letters, digits and `_.-`",
};

export const SERVICE_NAME: TextRule = {
  pattern: /^[A-Za-z0-9:_.-]+$/,
  allowed: "the name of a service, without its suffix",
};

export const ADDRESS: TextRule = { pattern: /^[0-9A-Fa-f.:]+$/, allowed: "an IP address" };

export const NETWORK: TextRule = {
  pattern: /^[0-9A-Fa-f.:]+(?:\/\d{1,3}|-[0-9A-Fa-f.:]+)$/,
  allowed: "a network such as `10.89.0.0/24`",
};

export const DURATION: TextRule = {
  pattern: /^(?:0|disable|(?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/,
  allowed: "a duration such as `30s` or `1m30s`",
};

export const SIZE: TextRule = { pattern: /^\d+[bkmg]?$/, allowed: "a number of bytes, or a size such as `512m`" };

export const PULL = ["always", "missing", "never", "newer"] as const;
