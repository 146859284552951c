import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const release = "44.20260802.3.1";

function artifact(name: string, digit: string): Record<"url" | "sha256" | "signature", string> {
  const url = `https://builds.example.org/${release}/x86_64/fedora-coreos-${release}-live-${name}`;
  return { url, sha256: digit.repeat(64), signature: `${url}.sig` };
}

/** The pinned release of the examples. */
export const EXAMPLE_RELEASE = {
  stream: "stable",
  architecture: "x86_64",
  release,
  iso: artifact("iso.x86_64.iso", "1"),
  kernel: artifact("kernel.x86_64", "2"),
  initramfs: artifact("initramfs.x86_64.img", "3"),
  rootfs: artifact("rootfs.x86_64.img", "4"),
};

/**
 * The environment of the example stacks: three nodes, a bastion, two guests.
 *
 * @param folder where the files that it names are written
 */
export function exampleSettings(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return {
    PROXMOX_VE_ENDPOINT: "https://pve1.example.org:8006",
    PROXMOX_VE_CA_FILE: file("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
    SLIPWAY_DRIVER: "native",
    SLIPWAY_NODES: "pve1,pve2,pve3",
    SLIPWAY_BASTION: "root@pve1.example.org:22",
    SLIPWAY_BASTION_HOST_KEY: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHBhc3Rpb24=",
    SLIPWAY_IDENTITY_FILE: "/home/ops/.ssh/id_ed25519",
    SLIPWAY_SSH_PUBLIC_KEY_FILE: file("id_ed25519.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops\n"),
    SLIPWAY_RELEASE_FILE: file("slipway.lock.json", JSON.stringify({ coreos: EXAMPLE_RELEASE })),
  };
}
