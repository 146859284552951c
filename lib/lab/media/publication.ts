import { createHash } from "node:crypto";
import type { SigningKey } from "./openpgp";
import type { NamedFile, ReleaseFiles } from "./release";

/** What the lab's internet serves: URL path → bytes. */
export type Publication = ReadonlyMap<string, Buffer>;

/** Lays the files of a release out as Fedora does: each beside its signature, and the stream metadata that names them. */
export function publish(files: ReleaseFiles, key: SigningKey, origin: string): Publication {
  const published = new Map<string, Buffer>();
  for (const file of [files.iso, files.kernel, files.initramfs, files.rootfs]) {
    published.set(pathOf(files, file), file.data);
    published.set(`${pathOf(files, file)}.sig`, key.sign(file.data));
  }
  published.set("/signing-key.pgp", key.publicKey);
  published.set("/streams/stable.json", json(streamMetadata(files, origin)));
  return published;
}

/** The release as a project pins it. */
export function releasePin(files: ReleaseFiles, origin: string): unknown {
  const pin = (file: NamedFile): unknown => {
    const url = origin + pathOf(files, file);
    return { url, sha256: sha256(file.data), signature: `${url}.sig` };
  };
  return {
    coreos: {
      stream: "stable",
      architecture: "x86_64",
      release: files.release,
      iso: pin(files.iso),
      kernel: pin(files.kernel),
      initramfs: pin(files.initramfs),
      rootfs: pin(files.rootfs),
    },
  };
}

function streamMetadata(files: ReleaseFiles, origin: string): unknown {
  const artifact = (file: NamedFile): unknown => {
    const location = origin + pathOf(files, file);
    return { location, signature: `${location}.sig`, sha256: sha256(file.data) };
  };
  return {
    stream: "stable",
    metadata: { "last-modified": "2026-08-04T12:00:00Z", generator: "slipway lab" },
    architectures: {
      x86_64: {
        artifacts: {
          metal: {
            release: files.release,
            formats: {
              iso: { disk: artifact(files.iso) },
              pxe: {
                kernel: artifact(files.kernel),
                initramfs: artifact(files.initramfs),
                rootfs: artifact(files.rootfs),
              },
            },
          },
        },
        images: {},
      },
    },
  };
}

function pathOf(files: ReleaseFiles, file: NamedFile): string {
  return `/prod/streams/stable/builds/${files.release}/x86_64/${file.name}`;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
