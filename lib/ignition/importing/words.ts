import type { Problem } from "../../values/config-error";

/** What helps in JSON, where the rules' own advice is for data in TypeScript, which has keys that JSON has not. */
const FIXES: Readonly<Record<string, string>> = {
  "ignition/unverified-merge": 'give the hash of the config: "verification":{"hash":"sha512-…"}',
  "ignition/unverified-source": 'give the hash of the content: "verification":{"hash":"sha512-…"}',
  "ignition/ill-formed-text": "remove it, or give the bytes as data:;base64,…",
};

/** A problem of a config that was read from JSON, with advice that can be followed there. */
export function inJson(problem: Problem): Problem {
  const fix = FIXES[problem.code];
  return fix === undefined ? problem : { ...problem, fix };
}
