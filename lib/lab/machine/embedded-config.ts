import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readCpioArchives } from "../media/cpio";
import { Iso9660Reader } from "../media/iso9660-reader";
import { releaseOfRootfs, wantedRootfsPath, type WantedRootfs } from "../media/release";

/** What the firmware and the live system find on the CD. */
export interface LiveMedium {
  readonly release: string;

  /** The embedded Ignition config, if there is one. */
  readonly ignition: Buffer | undefined;
  readonly kernelArguments: readonly string[];

  /** Size of the whole medium. */
  readonly isoBytes: number;
}

interface KernelArgumentRegions {
  readonly files: readonly {
    readonly path: string;
    readonly offset: number;
    readonly pad?: string;
    readonly end?: string;
  }[];
  readonly size: number;
}

/** Reads a live ISO as its boot loader, kernel and initramfs do. @throws Error with what the console would show */
export function readLiveMedium(isoPath: string): LiveMedium {
  const iso = Iso9660Reader.open(isoPath);
  try {
    const area = embedArea(iso);
    const members = area === undefined ? [] : readCpioArchives(area);
    return {
      release: verifiedRelease(iso),
      ignition: members.find(({ name }) => name.replace(/^\.?\//, "") === "config.ign")?.data,
      kernelArguments: kernelArguments(iso),
      isoBytes: statSync(isoPath).size,
    };
  } finally {
    iso.close();
  }
}

function embedArea(iso: Iso9660Reader): Buffer | undefined {
  const info = iso.read("COREOS/IGNINFO.JSO");
  const {
    file,
    offset = 0,
    length,
  } = info
    ? (JSON.parse(info.toString("utf8")) as { file: string; offset?: number; length?: number })
    : { file: "images/ignition.img" };
  const extent = iso.find(file);
  return extent && iso.bytes(extent.offset + offset, length ?? extent.length - offset);
}

function kernelArguments(iso: Iso9660Reader): string[] {
  const info = iso.read("COREOS/KARGS.JSO");
  if (info === undefined) throw new Error("no coreos/kargs.json on the CD");
  const { files, size } = JSON.parse(info.toString("utf8")) as KernelArgumentRegions;
  const texts = files.map(({ path, offset, end = "\n" }) => {
    const file = iso.read(path);
    if (file === undefined) throw new Error(`${path}: not on the CD`);
    return file.toString("utf8", offset, offset + size).split(end)[0] ?? "";
  });
  const [first = ""] = texts;
  if (texts.some((text) => text !== first)) throw new Error("the boot menus disagree about the kernel arguments");
  return first.split(/\s+/).filter((word) => word !== "");
}

function verifiedRelease(iso: Iso9660Reader): string {
  const initramfs = iso.read("IMAGES/PXEBOOT/INITRD.IMG");
  const rootfs = iso.read("IMAGES/PXEBOOT/ROOTFS.IMG");
  if (initramfs === undefined || rootfs === undefined)
    throw new Error("Failed to load image: no initrd.img or rootfs.img");
  const wanted = readCpioArchives(initramfs).find(({ name }) => name === wantedRootfsPath);
  const { sha256 } = JSON.parse(wanted?.data.toString("utf8") ?? "{}") as Partial<WantedRootfs>;
  const release = releaseOfRootfs(rootfs);
  if (release === undefined || sha256 !== createHash("sha256").update(rootfs).digest("hex")) {
    throw new Error("SQUASHFS error: unable to read the root file system: it does not match the initramfs");
  }
  return release;
}
