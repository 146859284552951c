import { readEmbedded } from "./embedded";
import type { ImageReader } from "./iso9660";
import type { LiveIso } from "./live-iso";
import { refusal } from "./problem";

/**
 * Refuses a live ISO into which somebody has put something already: what is there would be lost without a word.
 *
 * @throws ConfigError that names what was found
 */
export async function refuseCustomised(image: ImageReader, iso: LiveIso): Promise<void> {
  const { files, kernelArguments } = await readEmbedded(image, iso);
  const changed = kernelArguments !== undefined && kernelArguments !== iso.kernelArguments?.original;
  if (files.size === 0 && !changed) return;
  throw refusal("already-customised", ["source"], {
    what: "the live ISO has been customised already, and what is in it would be replaced",
    got: [...[...files.keys()].slice(0, 10), ...(changed ? ["other kernel arguments"] : [])].join(", "),
    fix: "use the ISO as published; `coreos-installer iso reset` makes it so again",
  });
}
