import { z } from "zod";
import { check } from "../values/check";
import { refuseErrors } from "../values/config-error";
import { mirrored } from "./mirror";
import { refusal } from "./problem";

/** Which image of a stream is meant. */
export interface ImageQuestion {
  /** As Fedora names it: `x86_64`, `aarch64`, `ppc64le`, `s390x`. */
  readonly architecture: string;

  /** As Fedora names it: `metal`, `qemu`, `proxmoxve`. */
  readonly platform: string;

  /** As Fedora names it: `iso`, `pxe`, `qcow2.xz`, `raw.xz`. */
  readonly format: string;

  /** Base of the mirror from which addresses of Fedora's are to be fetched. */
  readonly mirror?: string | undefined;
}

/** One file of an image. */
export interface StreamArtifact {
  /** A URL, or a path on this machine where the mirror is a folder. */
  readonly url: string;

  /** 64 hex digits. */
  readonly sha256: string;

  /** Where its detached OpenPGP signature is. */
  readonly signature: string;

  /** sha256 of what is in it, for one that is compressed. */
  readonly uncompressedSha256: string | undefined;
}

/** An image as a stream has it now. */
export interface StreamImage {
  /** Such as `44.20260802.3.1`. */
  readonly release: string;

  /** By role: `disk`; for `pxe` `kernel`, `initramfs` and `rootfs`. */
  readonly artifacts: Readonly<Record<string, StreamArtifact>>;
}

const url = z
  .string()
  .max(2048)
  .regex(/^https?:\/\/[^\s"'\\<>]+$/, "not an http: or https: URL");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "not 64 lower-case hex digits");
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "not a plain word");

const artifactSchema = z.object({
  location: url,
  signature: url,
  sha256,
  "uncompressed-sha256": sha256.optional(),
});
const platformSchema = z.object({
  release: word,
  formats: z.record(z.string(), z.record(z.string(), artifactSchema)),
});
const metadataSchema = z.object({
  architectures: z.record(z.string(), z.object({ artifacts: z.record(z.string(), z.unknown()) })),
});

/** Finds an image in stream metadata: release, names and addresses are read there, never built. */
export function imageOf(streamMetadata: unknown, question: ImageQuestion): StreamImage {
  refuseErrors(check(metadataSchema, streamMetadata, "coreos"), "stream metadata");
  const { architectures } = metadataSchema.parse(streamMetadata);
  const { artifacts } = found(architectures, question.architecture, "architecture");
  const platform: unknown = found(artifacts, question.platform, "platform");
  refuseErrors(check(platformSchema, platform, "coreos"), `stream metadata/${question.platform}`);
  const { release, formats } = platformSchema.parse(platform);
  const format = found(formats, question.format, "format");
  return {
    release,
    artifacts: Object.fromEntries(
      Object.entries(format).map(([role, one]) => [
        role,
        {
          url: mirrored(one.location, question.mirror),
          sha256: one.sha256,
          signature: mirrored(one.signature, question.mirror),
          uncompressedSha256: one["uncompressed-sha256"],
        },
      ]),
    ),
  };
}

function found<T>(all: Readonly<Record<string, T>>, name: string, what: "architecture" | "platform" | "format"): T {
  const one = Object.hasOwn(all, name) ? all[name] : undefined;
  if (one !== undefined) return one;
  throw refusal(`unknown-${what}`, [what], {
    what: `the stream has no images for this ${what}`,
    got: name,
    allowed: Object.keys(all).join(", ").slice(0, 500),
    fix: "choose one of these",
  });
}
