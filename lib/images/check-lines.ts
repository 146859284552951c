import { shorten } from "../values/check";
import { refuseErrors, type Problem } from "../values/config-error";
import type { MaybeLate } from "../values/late";

/** What the known values of a list have to look like, each of which becomes a line of a file, or part of one. */
export interface LineRule {
  readonly code: string;
  readonly pattern: RegExp;
  readonly what: string;
  readonly allowed: string;
}

/** @throws ConfigError for every known value that does not fit; one that does could not end its line */
export function checkLines(name: string, values: readonly MaybeLate<string>[], rule: LineRule): void {
  refuseErrors(
    values.flatMap((value, index): readonly Problem[] => {
      if (typeof value !== "string" || rule.pattern.test(value)) return [];
      const { code, what, allowed } = rule;
      return [
        { code, severity: "error", path: [name, index], what, got: shorten(value), allowed, fix: "correct the value" },
      ];
    }),
  );
}

export const PUBLIC_KEY: LineRule = {
  code: "images/not-a-public-key",
  pattern: /^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,3}(?: [\u0020-\u007e]*)?$/,
  what: "this is not a public SSH key",
  allowed: "one line such as `ssh-ed25519 AAAA… comment`",
};

export const SHA256: LineRule = {
  code: "images/not-a-sha256",
  pattern: /^[0-9a-f]{64}$/,
  what: "this is not a sha256",
  allowed: "64 lower-case hex digits",
};

/** The last part of the URL becomes the name of a file. */
export const FILE_URL: LineRule = {
  code: "images/not-a-url",
  pattern: /^https?:\/\/[\u0021-\u007e]+\/[A-Za-z0-9][A-Za-z0-9._-]*$/,
  what: "this is not the URL of a file",
  allowed: "an http or https URL that ends in a file name of letters, digits and `._-`",
};

export const RELEASE: LineRule = {
  code: "images/not-a-release",
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  what: "this is not a release",
  allowed: "a name such as 44.20260802.3.1",
};
