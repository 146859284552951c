import type { IgnitionSettings, KernelArguments } from "../schema";
import { remoteResource, resource } from "./resource";
import { text, unless } from "./scalars";

export function settings(section: IgnitionSettings | undefined): object {
  return {
    version: section?.version ?? "3.4.0",
    config: { merge: section?.config?.merge?.map(resource), replace: remoteResource(section?.config?.replace) },
    timeouts: {
      httpResponseHeaders: unless(10, section?.timeouts?.httpResponseHeaders),
      httpTotal: unless(0, section?.timeouts?.httpTotal),
    },
    security: { tls: { certificateAuthorities: section?.security?.tls?.certificateAuthorities?.map(resource) } },
    proxy: {
      httpProxy: text(section?.proxy?.httpProxy),
      httpsProxy: text(section?.proxy?.httpsProxy),
      noProxy: section?.proxy?.noProxy?.map(text),
    },
  };
}

export function kernelArguments(section: KernelArguments | undefined): object {
  return { shouldExist: section?.shouldExist?.map(text), shouldNotExist: section?.shouldNotExist?.map(text) };
}
