import type { IgnitionConfig, IgnitionSettings, KernelArguments, Proxy } from "../schema";
import { versionOf } from "../version";
import { withNewer } from "./minimal";
import { remoteResource, resource } from "./resource";
import { sortedTexts, text, unless } from "./scalars";

/** Configs to merge keep their order: a later one wins. The order of certificates and of hosts means nothing. */
export function settings(config: IgnitionConfig): object {
  const section: IgnitionSettings = config.ignition ?? {};
  const { timeouts, security } = section;
  const authorities = security?.tls?.certificateAuthorities?.map(resource);
  return withNewer(section, {
    version: versionOf(config),
    config: withNewer(section.config, {
      merge: section.config?.merge?.map(resource),
      replace: remoteResource(section.config?.replace),
    }),
    timeouts: withNewer(timeouts, {
      httpResponseHeaders: unless(10, timeouts?.httpResponseHeaders),
      httpTotal: unless(0, timeouts?.httpTotal),
    }),
    security: withNewer(security, {
      tls: withNewer(security?.tls, { certificateAuthorities: bySource(authorities) }),
    }),
    proxy: proxy(section.proxy),
  });
}

function bySource(resources: readonly (object | undefined)[] | undefined) {
  const keyed = resources?.map((item) => [JSON.stringify(item), item] as const);
  return keyed?.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function proxy(section: Proxy | undefined): object {
  return withNewer(section, {
    httpProxy: text(section?.httpProxy),
    httpsProxy: text(section?.httpsProxy),
    noProxy: sortedTexts(section?.noProxy?.map(text)),
  });
}

/** Arguments keep their order, in which they are added. */
export function kernelArguments(section: KernelArguments | undefined): object {
  return withNewer(section, {
    shouldExist: section?.shouldExist?.map(text),
    shouldNotExist: section?.shouldNotExist?.map(text),
  });
}
