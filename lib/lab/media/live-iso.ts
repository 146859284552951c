import { writeIso9660 } from "./iso9660-writer";

/** Size of the area of the live ISO into which an Ignition config is embedded. */
export const embedAreaSize = 262_144;

const kernelArgumentsSize = 1139;

/** Makes the live ISO of a release: the embed area empty, the kernel arguments the default ones. */
export function liveIso(
  release: string,
  boot: { readonly kernel: Buffer; readonly initramfs: Buffer; readonly rootfs: Buffer },
): Buffer {
  const defaults = `coreos.liveiso=fedora-coreos-${release} ignition.firstboot ignition.platform.id=metal`;
  const region = (defaults + "\n").padEnd(kernelArgumentsSize, "#");
  const grub = withRegion(
    `set default="1"\nset timeout=5\nmenuentry 'Fedora CoreOS (Live)' {\n\tlinux /images/pxeboot/vmlinuz `,
    region,
    `\n\tinitrd /images/pxeboot/initrd.img /images/ignition.img\n}\n`,
  );
  const isolinux = withRegion(
    `serial 0\ndefault vesamenu.c32\ntimeout 50\nlabel linux\n  kernel /images/pxeboot/vmlinuz\n  append initrd=/images/pxeboot/initrd.img,/images/ignition.img `,
    region,
    `\n`,
  );
  const kargs = {
    default: defaults,
    files: [
      { path: "EFI/fedora/grub.cfg", offset: grub.offset, pad: "#", end: "\n" },
      { path: "isolinux/isolinux.cfg", offset: isolinux.offset, pad: "#", end: "\n" },
    ],
    size: kernelArgumentsSize,
  };
  return writeIso9660(`fedora-coreos-${release}`.slice(0, 32), [
    { path: "COREOS/IGNINFO.JSO", data: json({ file: "images/ignition.img" }) },
    { path: "COREOS/KARGS.JSO", data: json(kargs) },
    { path: "COREOS/FEATURES.JSO", data: json({ "installer-config": true, "live-initrd-network": true }) },
    { path: "EFI/FEDORA/GRUB.CFG", data: grub.data },
    { path: "ISOLINUX/ISOLINUX.CFG", data: isolinux.data },
    { path: "IMAGES/EFIBOOT.IMG", data: Buffer.alloc(32 * 1024, 0xe5) },
    { path: "IMAGES/IGNITION.IMG", data: Buffer.alloc(embedAreaSize) },
    { path: "IMAGES/PXEBOOT/VMLINUZ", data: boot.kernel },
    { path: "IMAGES/PXEBOOT/INITRD.IMG", data: boot.initramfs },
    { path: "IMAGES/PXEBOOT/ROOTFS.IMG", data: boot.rootfs },
  ]);
}

function withRegion(before: string, region: string, after: string): { offset: number; data: Buffer } {
  return { offset: Buffer.byteLength(before), data: Buffer.from(before + region + after) };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
