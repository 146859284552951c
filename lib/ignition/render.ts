import { refuseErrors, type Problem } from "../values/config-error";
import { refuseLate } from "../values/late-left";
import { withoutUndefined } from "../values/without-undefined";
import { kernelArguments, settings } from "./rendering/settings";
import { minimal, withNewer } from "./rendering/minimal";
import { passwd } from "./rendering/passwd";
import { storage } from "./rendering/storage";
import { systemd } from "./rendering/systemd";
import type { IgnitionConfig } from "./schema";
import { entriesAt, error, valueAt } from "./together/entries";
import { resources } from "./together/resources";
import { validateIgnition } from "./validate";

/**
 * Writes a config as the JSON that Ignition reads: nothing that says nothing, no default spelled out, and always the
 * same bytes for the same config. Lists whose order means nothing are sorted.
 *
 * @throws ConfigError if the config is unsound, if a value of it is still late or a document in it is not rendered yet
 */
export function renderIgnition(config: IgnitionConfig): string {
  return rendered(config, false);
}

/**
 * The same of a config that Ignition merges into another. Defaults that are spelled out are written: they take the
 * place of what the other config has.
 *
 * @throws ConfigError as {@link renderIgnition} does
 */
export function renderChildIgnition(config: IgnitionConfig): string {
  return rendered(config, true);
}

/**
 * What {@link renderIgnition} or, of a config that is merged, {@link renderChildIgnition} writes, without their checks:
 * for whoever knows that they have nothing to say against the config.
 */
export function writeIgnition(config: IgnitionConfig, merged: boolean): string {
  return written(withoutUndefined(config), merged);
}

function rendered(given: IgnitionConfig, defaults: boolean): string {
  const config = withoutUndefined(given);
  refuseErrors([...validateIgnition(config), ...nestedDocuments(config)], "ignition");
  refuseLate(config, "ignition");
  return written(config, defaults);
}

function written(config: IgnitionConfig, defaults: boolean): string {
  const sections = withNewer(config, {
    ignition: settings(config),
    kernelArguments: kernelArguments(config.kernelArguments),
    passwd: passwd(config.passwd),
    storage: storage(config.storage),
    systemd: systemd(config.systemd),
  });
  return JSON.stringify(minimal(sections, defaults));
}

/** What this module has no words for. */
function nestedDocuments(config: IgnitionConfig): readonly Problem[] {
  const documents = resources(config).filter(({ item }) => valueAt(item, "document") !== undefined);
  const units = entriesAt(config, "systemd", "units").filter(({ item }) => item["unit"] !== undefined);
  return [...documents, ...units].map(({ path }) =>
    error("nested-document", path, "a document within the config is not rendered yet", {
      fix: "render the whole as a document of kind ignition",
    }),
  );
}
