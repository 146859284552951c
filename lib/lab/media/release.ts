import { createHash } from "node:crypto";
import { writeCpio } from "./cpio";
import { liveIso } from "./live-iso";

/** The files of one Fedora CoreOS release, as the lab makes them: small, but of the real shapes. */
export interface ReleaseFiles {
  readonly release: string;
  readonly iso: NamedFile;
  readonly kernel: NamedFile;
  readonly initramfs: NamedFile;
  readonly rootfs: NamedFile;
}

export interface NamedFile {
  readonly name: string;
  readonly data: Buffer;
}

/** What the initramfs says about the root file system that it will accept. */
export interface WantedRootfs {
  readonly release: string;
  readonly sha256: string;
}

export const wantedRootfsPath = "etc/coreos-live-want-rootfs";
const kernelMagic = "HdrS slipway lab kernel ";
const rootfsMagic = "hsqs slipway lab rootfs ";

/** Makes a release. The same name gives the same bytes. */
export function makeRelease(release: string): ReleaseFiles {
  const name = (kind: string): string => `fedora-coreos-${release}-live-${kind}`;
  const kernel = Buffer.concat([Buffer.from(`${kernelMagic}${release}\n`), filling(`kernel ${release}`, 48 * 1024)]);
  const rootfs = Buffer.concat([Buffer.from(`${rootfsMagic}${release}\n`), filling(`rootfs ${release}`, 192 * 1024)]);
  const wanted: WantedRootfs = { release, sha256: createHash("sha256").update(rootfs).digest("hex") };
  const initramfs = writeCpio([
    { name: wantedRootfsPath, mode: 0o100644, data: Buffer.from(JSON.stringify(wanted)) },
    { name: "usr/lib/modules", mode: 0o100644, data: filling(`initramfs ${release}`, 96 * 1024) },
  ]);
  return {
    release,
    iso: { name: name("iso.x86_64.iso"), data: liveIso(release, { kernel, initramfs, rootfs }) },
    kernel: { name: name("kernel.x86_64"), data: kernel },
    initramfs: { name: name("initramfs.x86_64.img"), data: initramfs },
    rootfs: { name: name("rootfs.x86_64.img"), data: rootfs },
  };
}

/** The release that a kernel is of; undefined if these bytes are no kernel. */
export function releaseOfKernel(bytes: Buffer): string | undefined {
  return releaseAfter(kernelMagic, bytes);
}

/** The release that a root file system is of; undefined if these bytes are none. */
export function releaseOfRootfs(bytes: Buffer): string | undefined {
  return releaseAfter(rootfsMagic, bytes);
}

function releaseAfter(magic: string, bytes: Buffer): string | undefined {
  if (bytes.toString("latin1", 0, magic.length) !== magic) return undefined;
  return bytes.toString("latin1", magic.length, bytes.indexOf("\n"));
}

/** Bytes that look random and are always the same. */
function filling(seed: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let block = 0; block * 64 < length; block += 1) {
    parts.push(createHash("sha512").update(`${seed} ${block}`).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}
