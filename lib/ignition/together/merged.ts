import { gunzipSync } from "node:zlib";
import { formatPath, type Problem } from "../../values/config-error";
import { decodeDataUrl } from "../data-url";
import { fromJson } from "../from-json";
import { inJson } from "../importing/words";
import type { IgnitionConfig } from "../schema";
import { error, textOf, valueAt } from "./entries";
import { resources } from "./resources";

/** More is not unpacked to be looked at. */
const LARGEST_UNPACKED = 16 * 1024 * 1024;

/**
 * What is wrong with the configs that are written out to be merged, which Ignition reads on the machine only. Of what
 * merely looks wrong in them secrets are told: anything else may be right once they are merged.
 *
 * @param validate answers what is wrong with one of them
 */
export function merged(config: unknown, validate: (config: IgnitionConfig) => readonly Problem[]): readonly Problem[] {
  return resources(config)
    .filter(({ path }) => path[0] === "ignition" && path[1] === "config")
    .flatMap(({ path, item }) => {
      const bytes = bytesOf(item);
      if (bytes === undefined) return [];
      const read = fromJson(bytes);
      const faults = [...read.problems, ...validate(read.config)];
      const secrets = faults.filter(({ code }) => code === "ignition/secret-literal");
      return [
        ...faults.filter(({ severity }) => severity === "error").map((fault) => wrong(path, inJson(fault))),
        ...secrets.map((secret) => ({ ...secret, path: [...path, ...secret.path] })),
      ];
    });
}

function wrong(path: Problem["path"], { code, path: inner, what, fix }: Problem): Problem {
  const place = inner.length === 0 ? "" : `${formatPath(inner)}: `;
  return error("merged-config", path, `the config to be merged is wrong: ${place}${what} (${code})`, { fix });
}

/** What is written out, in any form; undefined for what is fetched, late or no content at all. */
function bytesOf(item: unknown): Buffer | undefined {
  const base64 = valueAt(item, "base64");
  if (typeof base64 === "string") return Buffer.from(base64, "base64");
  const source = textOf(valueAt(item, "source"));
  if (source === undefined) {
    const text = textOf(item);
    return text === undefined ? undefined : Buffer.from(text);
  }
  const bytes = decodeDataUrl(source);
  return bytes === undefined || valueAt(item, "compression") !== "gzip" ? bytes : unpacked(bytes);
}

function unpacked(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_UNPACKED });
  } catch {
    // Whether the content is gzip is not decided here.
    return undefined;
  }
}
