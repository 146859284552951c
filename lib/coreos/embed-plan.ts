import { gzipSync } from "node:zlib";
import { ConfigError, type Problem } from "../values/config-error";
import { type CpioEntry, writeCpio } from "./cpio";
import { editKernelArguments, KERNEL_ARGUMENT, REPLACEMENT } from "./kernel-arguments";
import type { LiveIso } from "./live-iso";

/** What goes into a live ISO. */
export interface Customisation {
  /** The rendered Ignition config. */
  readonly ignition: Buffer;

  /** Appended to the arguments that the image has as published. */
  readonly kernelArguments?: readonly string[];

  /** Taken out of them, before anything is appended. */
  readonly deletedKernelArguments?: readonly string[];

  /** `KEY=OLD=NEW`, done last. */
  readonly replacedKernelArguments?: readonly string[];

  /** NetworkManager keyfiles for the first boot, by file name. */
  readonly networkKeyfiles?: Readonly<Record<string, string>>;
}

/** What NetworkManager reads. */
export const KEYFILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,200}\.nmconnection$/;

/** Bytes that stand in an image in place of its own. */
export interface Patch {
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * Turns a customisation into the patches of a live ISO, ordered by offset. The same input gives the same bytes.
 *
 * @throws ConfigError with every problem, such as a config that is too large for the image's embed area
 */
export function embedPlan(iso: LiveIso, customisation: Customisation): readonly Patch[] {
  const problems: Problem[] = [];
  const patches = [...ignitionPatch(iso, customisation, problems), ...argumentPatches(iso, customisation, problems)];
  if (problems.length > 0) throw new ConfigError(problems);
  return patches.sort((a, b) => a.offset - b.offset);
}

function ignitionPatch(iso: LiveIso, customisation: Customisation, problems: Problem[]): readonly Patch[] {
  const keyfiles = Object.entries(customisation.networkKeyfiles ?? {});
  for (const [name] of keyfiles) {
    if (!KEYFILE_NAME.test(name)) {
      problems.push({
        code: "coreos/keyfile-name",
        severity: "error",
        path: ["networkKeyfiles", name],
        what: "NetworkManager reads only files named *.nmconnection",
        got: JSON.stringify(name),
        allowed: "letters, digits, dots, dashes and underscores, then .nmconnection",
        fix: "rename the keyfile",
      });
    }
  }
  const { offset, length } = iso.ignition;
  const packed = pack(writeCpio(members(customisation.ignition, keyfiles)), length);
  if (packed.length <= length)
    return [{ offset, bytes: Buffer.concat([packed, Buffer.alloc(length - packed.length)]) }];
  problems.push({
    code: "coreos/config-too-large",
    severity: "error",
    path: ["ignition"],
    what: "the Ignition config does not fit into the image, even compressed",
    got: `${packed.length} bytes compressed, ${customisation.ignition.length} bytes plain`,
    allowed: `${length} bytes`,
    fix: "move large files out of the config and let it fetch them by URL and hash",
  });
  return [];
}

function members(ignition: Buffer, keyfiles: readonly (readonly [string, string])[]): readonly CpioEntry[] {
  const config: CpioEntry = { path: "config.ign", mode: 0o100600, content: ignition };
  if (keyfiles.length === 0) return [config];
  const folders = ["etc", "etc/coreos-firstboot-network"];
  const sorted = [...keyfiles].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    config,
    ...folders.map((path) => ({ path, mode: 0o040755, content: Buffer.alloc(0) })),
    ...sorted.map(([name, text]) => ({
      path: `etc/coreos-firstboot-network/${name}`,
      mode: 0o100600,
      content: Buffer.from(text),
    })),
  ];
}

/** Compresses only where it must: gzip's bytes may differ between versions of zlib, plain cpio's never do. */
function pack(cpio: Buffer, length: number): Buffer {
  if (cpio.length <= length) return cpio;
  const packed = gzipSync(cpio, { level: 9 });
  packed.writeUInt8(255, 9); // "unknown operating system", so that Linux and macOS agree
  return packed;
}

function argumentPatches(iso: LiveIso, customisation: Customisation, problems: Problem[]): readonly Patch[] {
  const {
    kernelArguments: append = [],
    deletedKernelArguments: remove = [],
    replacedKernelArguments: replace = [],
  } = customisation;
  if (append.length + remove.length + replace.length === 0) return [];
  problems.push(
    ...unreadable("kernelArguments", append),
    ...unreadable("deletedKernelArguments", remove),
    ...unreadable("replacedKernelArguments", replace),
    ...noReplacements(replace),
  );
  if (iso.kernelArguments === undefined) {
    problems.push({
      code: "coreos/no-kernel-arguments",
      severity: "error",
      path: ["kernelArguments"],
      what: "the kernel arguments of this image cannot be changed",
      fix: "use a newer Fedora CoreOS live ISO",
    });
    return [];
  }
  const text = editKernelArguments(iso.kernelArguments.original, { append, delete: remove, replace });
  return iso.kernelArguments.regions.flatMap(({ offset, length, end, pad }) => {
    const room = length - end.length;
    if (text.length <= room) return [{ offset, bytes: Buffer.from((text + end).padEnd(length, pad), "latin1") }];
    if (!problems.some(({ code }) => code === "coreos/kernel-arguments-too-long")) {
      problems.push({
        code: "coreos/kernel-arguments-too-long",
        severity: "error",
        path: ["kernelArguments"],
        what: "the kernel arguments do not fit into the image",
        got: `${text.length} bytes, of which ${iso.kernelArguments?.original.length ?? 0} are the image's own`,
        allowed: `${room} bytes`,
        fix: "use fewer or shorter arguments",
      });
    }
    return [];
  });
}

function unreadable(name: string, kernelArguments: readonly string[]): readonly Problem[] {
  return kernelArguments.flatMap((argument, index) =>
    KERNEL_ARGUMENT.test(argument)
      ? []
      : [
          {
            code: "coreos/kernel-argument",
            severity: "error",
            path: [name, index],
            what: "a kernel argument holds a space or a character that boot loaders cannot read",
            got: JSON.stringify(argument),
            allowed: "visible ASCII",
            fix: "give each argument an item of its own",
          },
        ],
  );
}

function noReplacements(replacements: readonly string[]): readonly Problem[] {
  return replacements.flatMap((replacement, index) =>
    REPLACEMENT.test(replacement)
      ? []
      : [
          {
            code: "coreos/kernel-argument-replacement",
            severity: "error",
            path: ["replacedKernelArguments", index],
            what: "this does not say what is replaced by what",
            got: JSON.stringify(replacement),
            allowed: "KEY=OLD=NEW",
            fix: "write the key, the value that is there and the one to come",
          },
        ],
  );
}
