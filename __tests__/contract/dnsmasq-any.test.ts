import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { CODES } from "../../lib/dnsmasq/codes";
import { configLines, extensionLines, renderConfig, renderExtension } from "../../lib/dnsmasq/render";
import { validateConfig, validateExtension } from "../../lib/dnsmasq/validate";
import { CODES as VALUE_CODES } from "../../lib/values/codes";
import type { Code } from "../../lib/values/code";
import type { Problem } from "../../lib/values/config-error";
import { mutatedConfig, mutatedGuest, soundConfig, soundGuest } from "../dnsmasq/arbitrary";
import { fuzzCases } from "../fuzz";
import type { Mutant } from "../mutated";
import { fromPackage, withFolder } from "./judges/judge";

const dnsmasq = fromPackage("dnsmasq", "dnsmasq-base");
const judged = dnsmasq === undefined ? it.skip : it;
const CODE: Readonly<Record<string, Code>> = { ...CODES, ...VALUE_CODES };

jest.setTimeout(900_000);

/** What dnsmasq says of each configuration: nothing if it takes it. One shell runs it on all of them. */
function complaints(configs: readonly string[]): readonly string[] {
  return withFolder((folder) => {
    configs.forEach((config, index) => writeFileSync(join(folder, `${index}.conf`), config));
    const script =
      'for file in $(seq 0 "$1"); do "$0" --test --conf-file="$file.conf" 2>&1 || true; echo "= $file"; done';
    const { stdout } = spawnSync("sh", ["-c", script, dnsmasq ?? "", String(configs.length - 1)], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const said = stdout.split(/= \d+\n/).slice(0, -1);
    expect(said).toHaveLength(configs.length);
    return said.map((text) => text.replace("dnsmasq: syntax check OK.\n", ""));
  });
}

const unchecked = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** Tells mutants apart by whether we take them. */
function sorted<T>(
  mutants: readonly Mutant<T>[],
  validate: (value: T) => readonly Problem[],
): { readonly taken: readonly T[]; readonly refused: readonly (Mutant<T> & { readonly codes: readonly string[] })[] } {
  const found = mutants.map((mutant) => ({ ...mutant, codes: validate(mutant.value).map(({ code }) => code) }));
  return {
    taken: found.filter(({ codes }) => codes.length === 0).map(({ value }) => value),
    refused: found.filter(({ codes }) => codes.length > 0),
  };
}

/** Mutants that we refuse for a reason that is written nowhere, though dnsmasq takes them. */
function unexplained<T>(
  refused: readonly (Mutant<T> & { readonly codes: readonly string[] })[],
  write: (value: T) => string,
): readonly unknown[] {
  const said = complaints(refused.map(({ value }) => write(value)));
  return refused
    .filter(({ codes }, index) => said[index] === "" && !codes.some((code) => CODE[code]?.stricter !== undefined))
    .map(({ path, text, codes }) => ({ path: path.join("."), text, codes }));
}

describe("dnsmasq", () => {
  judged("takes every base configuration that we take", () => {
    const configs = fc.sample(soundConfig, fuzzCases()).map(renderConfig);

    const refused = complaints(configs).flatMap((complaint, index) =>
      complaint === "" ? [] : [[complaint, configs[index]]],
    );

    expect(refused).toEqual([]);
  });

  judged("takes every guest that we take, all in one file", () => {
    const guests = fc.sample(soundGuest, fuzzCases()).map((guest, index) => ({
      ...guest,
      // It refuses the same address twice.
      address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    }));

    expect(complaints([guests.map(renderExtension).join("")])).toEqual([""]);
  });

  judged("takes what we take of base configurations of which one text was replaced, and refuses what we refuse", () => {
    const { taken, refused } = sorted(fc.sample(mutatedConfig, fuzzCases()), validateConfig);

    const inFolders = taken.filter((config) => config.mode === "proxy" || config.guests?.form !== "files");
    expect(complaints(inFolders.map(renderConfig)).filter((complaint) => complaint !== "")).toEqual([]);
    expect(unexplained(refused, (config) => unchecked(configLines(config)))).toEqual([]);
  });

  judged("takes what we take of guests of which one text was replaced, and refuses what we refuse", () => {
    const { taken, refused } = sorted(fc.sample(mutatedGuest, fuzzCases()), validateExtension);

    expect(complaints(taken.map(renderExtension)).filter((complaint) => complaint !== "")).toEqual([]);
    expect(unexplained(refused, (guest) => unchecked(extensionLines(guest)))).toEqual([]);
  });
});
