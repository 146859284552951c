import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ConfigError } from "../values/config-error";
import { PROVIDER_ADDRESS, PROVIDER_PLATFORMS } from "./provider-address";

const NAME = "terraform-provider-slipway";

/** The provider in one file, as it travels with this package. */
export interface ProviderBundle {
  readonly file: string;
  readonly version: string;
}

/** @throws ConfigError if the provider has not been built */
export function findBundle(from = __dirname): ProviderBundle {
  for (let folder = resolve(from); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "dist", "provider", NAME);
    const about = join(folder, "dist", "provider", "version.json");
    if (!existsSync(about)) continue;
    const { version } = JSON.parse(readFileSync(about, "utf8")) as { readonly version: string };
    return { file, version };
  }
  throw new ConfigError([
    {
      code: "provider/not-built",
      severity: "error",
      path: [],
      what: "the bundle of the slipway provider is not there",
      allowed: `dist/provider/${NAME} above ${from}`,
      fix: "run `npm start` or `npm test` once, which build it",
    },
  ]);
}

/** Puts the bundle where OpenTofu looks for providers before it asks a registry. A version in place is never overwritten. */
export function layBundle({ file, version }: ProviderBundle, folder: string): void {
  for (const platform of PROVIDER_PLATFORMS) {
    const target = join(folder, "terraform.d", "plugins", PROVIDER_ADDRESS, version, platform, `${NAME}_v${version}`);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    const temporary = `${target}.${process.pid}`;
    copyFileSync(file, temporary);
    chmodSync(temporary, 0o755);
    renameSync(temporary, target);
  }
}
