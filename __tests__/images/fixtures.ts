import { installServices, type InstallServicesProps } from "../../lib/images/install-services";
import type { ImageFile, ServiceImage } from "../../lib/images/files";
import { renderConfig } from "../../lib/dnsmasq/render";
import { renderScript } from "../../lib/ipxe/render";
import { fillLate } from "../../lib/values/late";

export const props: InstallServicesProps = {
  dnsmasq: {
    address: "10.20.0.2",
    network: "10.20.0.0",
    netmask: "255.255.255.0",
    router: "10.20.0.1",
    dnsServers: ["10.20.0.1"],
  },
  http: {
    serverAddress: "10.20.0.2",
    release: "44.1.2",
    kernel: "kernel.x86_64",
    initramfs: "initramfs.img",
    rootfs: "rootfs.img",
  },
  sftp: { vmName: "install", hostKeyGeneration: 1, authorizedKeys: ["ssh-ed25519 AAAAC3Nza ops@example"] },
  downloader: {
    release: "44.1.2",
    files: [
      { url: "https://builds.example/44.1.2/kernel.x86_64", sha256: "a1".repeat(32) },
      { url: "https://builds.example/44.1.2/initramfs.img", sha256: "b2".repeat(32) },
    ],
  },
};

export const services: readonly ServiceImage[] = installServices(props);
export const allUnits = services.flatMap(({ units }) => units);
export const allFiles = services.flatMap(({ buildContext, files }) => [...buildContext, ...files]);

/** A file as it will stand on the machine; what the provider fills in is marked. */
export function contentOf(path: string): string {
  const file = allFiles.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`there is no file ${path}`);
  return textOf(fillLate(file, ({ from }) => `<${from}>`) as ImageFile);
}

function textOf({ contents }: ImageFile): string {
  switch (contents.kind) {
    case "text":
      return [contents.text].flat().join("");
    case "dnsmasq":
      return renderConfig(contents.config);
    case "ipxe":
      return renderScript(contents.script);
    case "bytes":
      return Buffer.from(contents.base64, "base64").toString("latin1");
  }
}
