import type { Path, Problem } from "../../values/config-error";
import { encodeDataUrl } from "../data-url";
import { textOf, valueAt, warning } from "./entries";
import { resources } from "./resources";

/**
 * Bytes of a config that every way onto a machine takes which Slipway knows: so large is the area of the live ISO that
 * a config is embedded in. Google Cloud takes as much; an SMBIOS or `fw_cfg` argument half; OpenStack, DigitalOcean and
 * Azure 64 KiB; AWS 16 KiB. A server has no limit, so this only warns.
 */
export const LARGEST_CONFIG = 262_144;

/** Contents so large that the config, be the rest as small as it may, does not fit where configs must. */
export function size(config: unknown): readonly Problem[] {
  return resources(config).flatMap(({ path, item }) => {
    const bytes = bytesOf(item);
    // Base64 has four characters for three bytes: what is small enough so needs no closer look.
    if (bytes === undefined || (bytes.length / 3) * 4 + 64 <= LARGEST_CONFIG) return [];
    const length = typeof bytes === "string" ? bytes.length : encodeDataUrl(bytes).source.length;
    return length > LARGEST_CONFIG ? [tooLarge(path, length)] : [];
  });
}

/** A `data:` URL stands for itself. */
function bytesOf(item: unknown): Buffer | string | undefined {
  const base64 = valueAt(item, "base64");
  if (typeof base64 === "string") return Buffer.from(base64, "base64");
  const source = textOf(valueAt(item, "source"));
  if (source !== undefined) return source.startsWith("data:") ? source : undefined;
  const text = textOf(item);
  // No character has more than three bytes, and a pair of them four.
  return text === undefined || text.length * 4 < LARGEST_CONFIG ? undefined : Buffer.from(text);
}

function tooLarge(path: Path, length: number): Problem {
  return warning("large-contents", path, "the content alone is larger than a config may be on most platforms", {
    got: `${length} bytes as a data: URL`,
    allowed: `at most ${LARGEST_CONFIG} bytes, as the live ISO takes; AWS takes 16384`,
    fix: "serve it, and give its URL and hash",
  });
}
