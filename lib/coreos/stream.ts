import { z } from "zod";
import { check } from "../values/check";
import { refuseErrors } from "../values/config-error";
import { refusal } from "./problem";

/** A file of a release. */
export interface Artifact {
  /** Where it is: `https:` or, in a closed network, `http:`; its content is vouched for by the hash. */
  readonly url: string;

  /** 64 hex digits. */
  readonly sha256: string;

  /** Where its detached OpenPGP signature is. */
  readonly signature: string;
}

/** One release of Fedora CoreOS, as pinned in `slipway.lock.json`. */
export interface CoreosRelease {
  readonly stream: string;
  readonly architecture: string;
  readonly release: string;
  readonly iso: Artifact;
  readonly kernel: Artifact;
  readonly initramfs: Artifact;
  readonly rootfs: Artifact;
}

const url = z.string().regex(/^https?:\/\/[^\s"'\\<>]+$/, "not an http: or https: URL");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "not 64 lower-case hex digits");
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "not a plain word");
const artifact = z.object({ url, sha256, signature: url });
const pin = z.object({
  coreos: z.object({
    stream: word,
    architecture: word,
    release: word,
    iso: artifact,
    kernel: artifact,
    initramfs: artifact,
    rootfs: artifact,
  }),
});

const published = z.object({ location: url, signature: url, sha256 });
const metadata = z.object({
  stream: word,
  architectures: z.record(
    z.string(),
    z.object({
      artifacts: z.object({
        metal: z
          .object({
            release: word,
            formats: z.object({
              iso: z.object({ disk: published }),
              pxe: z.object({ kernel: published, initramfs: published, rootfs: published }),
            }),
          })
          .optional(),
      }),
    }),
  ),
});

/** Reads the pinned release out of the parsed `slipway.lock.json`. Other parts of that file are none of its business. */
export function parseRelease(json: unknown): CoreosRelease {
  refuseErrors(check(pin, json, "coreos"));
  return pin.parse(json).coreos;
}

/** The current release of a stream, from its published metadata: names are read there, never built. */
export function releaseOf(streamMetadata: unknown, architecture: string): CoreosRelease {
  refuseErrors(check(metadata, streamMetadata, "coreos"), "stream metadata");
  const { stream, architectures } = metadata.parse(streamMetadata);
  const metal = Object.hasOwn(architectures, architecture) ? architectures[architecture]?.artifacts.metal : undefined;
  if (metal === undefined) {
    throw refusal("unknown-architecture", ["architectures", architecture], {
      what: `stream ${stream} has no bare-metal images for this architecture`,
      got: architecture,
      allowed: Object.keys(architectures).join(", "),
      fix: "choose one of these",
    });
  }
  const { iso, pxe } = metal.formats;
  return {
    stream,
    architecture,
    release: metal.release,
    iso: pinned(iso.disk),
    kernel: pinned(pxe.kernel),
    initramfs: pinned(pxe.initramfs),
    rootfs: pinned(pxe.rootfs),
  };
}

function pinned({ location, sha256: digest, signature }: z.infer<typeof published>): Artifact {
  return { url: location, sha256: digest, signature };
}
