import type { TextRule } from "../text";

/** What several sections of quadlets agree on. */
export const RESOURCE_NAME: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/,
  allowed: "letters, digits and `_.-`",
};

export const SERVICE_NAME: TextRule = {
  pattern: /^[A-Za-z0-9:_][A-Za-z0-9:_.@-]{0,200}$/,
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

/** Podman splits these at commas, so a comma would make two of one. */
export const DNS_OPTION: TextRule = { pattern: /^[A-Za-z0-9:._-]+$/, allowed: "an option such as `ndots:2`" };

export const DOMAIN: TextRule = { pattern: /^(?:\.|[A-Za-z0-9_][A-Za-z0-9_.-]*)$/, allowed: "a domain" };

export const HOST_NAME: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/,
  allowed: "letters, digits and `_.-`",
};

export const GROUP: TextRule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
  allowed: "the name or number of a group",
};

export const EXTRA_HOST: TextRule = {
  pattern: /^[A-Za-z0-9._;-]+:(?:host-gateway|[0-9A-Fa-f.:]+|\[[0-9A-Fa-f:.]+\])$/,
  allowed: "`name:address`",
};

export const ID_MAP: TextRule = {
  pattern: /^[+@u]{0,2}\d+(?::@?\d+(?::\d+)?)?$/,
  allowed: "`container:host:count`",
};

/** A name in /etc/subuid. */
export const SUBORDINATE: TextRule = { pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, allowed: "the name of a user" };

export const LOG_OPTION: TextRule = {
  pattern: /^[a-z][a-z0-9-]*=[^\s"'\\,](?:[^"'\\,]*[^\s"'\\,])?$/,
  allowed: "`name=value` without quotes, backslashes and commas",
};

export const RESOURCE_LABEL: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_./:@-]*$/,
  allowed: "letters, digits and `_./:@-`",
};

/** A path or name that ends up in a command line and, as it is, in other directives of the service. */
export const PLACE: TextRule = {
  pattern: /^(?:\/|[A-Za-z0-9._-])[^\s"'\\$;]*$/,
  allowed: "a path without blanks, quotes, `$` and `;`",
};

/** The name of an image to give: a registry is not needed, podman puts `localhost/` before it. */
export const IMAGE_TAG: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/,
  allowed: "the name of an image",
};
