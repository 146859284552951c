import type { Codes } from "../../values/code";

/** Codes about single values, sources, accounts and units. */
export const VALUE_CODES = {
  "ignition/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "ignition/misplaced-late": {
    meaning: "a late value stands for a whole list or object",
    fix: "give the list, and what it holds as late values; constructs take a token for a list",
  },
  "ignition/invalid-type": {
    meaning: "not a text",
    fix: "give a text, or a list of its pieces",
    stricter: "Ignition takes `null`, and what is missing, for an empty text",
  },
  "ignition/empty": {
    meaning: "the text is empty",
    fix: "give a value, or leave the key out",
    stricter: "an empty text says nothing, or is an empty argument or line on the machine",
  },
  "ignition/ill-formed-text": {
    meaning: "half of a surrogate pair, for which there are no bytes",
    fix: "remove it, or give the bytes in base64",
    stricter: "the text would be changed silently",
  },
  "ignition/unsafe-value": {
    meaning: "a control character would end the line or the name",
    fix: "remove it",
    stricter: "a text would become two lines, names or arguments on the machine",
  },
  "ignition/out-of-range": {
    meaning: "the number is out of range",
    fix: "stay in the range that it names",
    stricter: "the number means something else, or nothing, on the machine",
  },
  "ignition/unknown-value": {
    meaning: "the value is none of those that there are",
    fix: "take one of them",
    stricter: "an empty text says nothing",
  },
  "ignition/account-name": {
    meaning: "this is no name of a user or group",
    fix: "take another",
    stricter: "useradd and groupadd fail on the machine",
  },
  "ignition/account-field": {
    meaning: "a colon would end the field of `/etc/passwd`",
    fix: "leave it out",
    stricter: "useradd fails on the machine",
  },
  "ignition/base64": {
    meaning: "the text is not base64",
    fix: 'encode it by `Buffer.toString("base64")`',
    stricter: "the key is ours, so to Ignition the content would be missing",
  },
  "ignition/hash": {
    meaning: "this is not `sha256-…` or `sha512-…`",
    fix: "copy the whole hash, with its function before it",
    stricter: "letters that are no hex digits fail on the machine",
  },
  "ignition/hash-case": {
    meaning: "the hash of a config that is fetched has upper-case letters, so no content has it",
    fix: "write it in lower case",
    stricter: "it is compared as a text, with one in lower case, on the machine",
  },
  "ignition/source": {
    meaning: "this is no URL that Ignition can fetch",
    fix: "use one of the schemes that it names",
    stricter: "a URL without a server, or with characters that only some programs take, fails on the machine",
  },
  "ignition/unverified-source": {
    meaning: "whatever the server sends is used",
    fix: "give the hash of the content",
    warning: true,
  },
  "ignition/unverified-merge": {
    meaning: "a config is fetched without a hash, so whoever answers decides what the machine is",
    fix: "give its hash; in a stack, `unverified: true` says that it needs none",
    stricter: "the spec asks for no hash",
  },
  "ignition/header-name": {
    meaning: "this is no name of an HTTP header",
    fix: "correct it",
    stricter: "the request is refused on the machine",
  },
  "ignition/headers-without-http": { meaning: "only a source fetched over HTTP has headers", fix: "remove them" },
  "ignition/proxy": {
    meaning: "the proxy is no URL of a scheme that Ignition knows",
    fix: "write `http://…` or `https://…`",
    stricter: "a scheme has one form, in lower case",
  },
  "ignition/secret-literal": {
    meaning: "the text looks like a secret, which everybody would have who sees the config or the plan",
    fix: "let the machine fetch it; in a stack, use a sensitive variable",
    warning: true,
  },
  "ignition/unit-name": {
    meaning: "this is no name of a systemd unit",
    fix: "correct it; a quadlet is a file, so use `addQuadlet`",
    stricter: "only the suffix is looked at; systemd takes no such name",
  },
  "ignition/dropin-name": {
    meaning: "this is no name of a drop-in",
    fix: "let it end in `.conf`",
    stricter: "only the suffix is looked at; a slash leads elsewhere",
  },
  "ignition/unit-syntax": {
    meaning: "a line of the unit is neither a section nor `Name=value`",
    fix: "correct the line",
    stricter: "systemd passes over such lines, and says so in the journal only",
  },
  "ignition/no-install-section": {
    meaning: "the unit is enabled, but nothing starts it",
    fix: "add `[Install]` with `WantedBy=`",
    warning: true,
  },
  "ignition/nested-document": {
    meaning: "a document within the config is not rendered yet",
    fix: "render the whole as a document of kind `ignition`",
  },
  "ignition/*": {
    meaning: "the config has the wrong shape",
    fix: "see [wrong shapes](#wrong-shapes)",
    stricter: "Ignition passes over keys that it does not know, and takes `null` and what is missing for nothing",
  },
} as const satisfies Codes;
