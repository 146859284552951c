import { checkLines, type LineRule } from "./check-lines";

/** A container image by its registry name and what fixes its content. */
export interface ImagePin {
  /** Such as `docker.io/library/nginx`. */
  readonly name: string;

  /** Version that the digest belongs to; without a digest it alone chooses the image. */
  readonly tag: string;

  /**
   * `sha256:` and 64 hex digits.
   *
   * @default - the tag decides, and a registry may move it
   */
  readonly digest?: string;
}

/**
 * The images that the install VM uses unless told otherwise. They carry tags only: a digest is different for each
 * registry mirror and architecture list, so whoever runs the machine has to look it up and set it.
 */
export const DEFAULT_IMAGES = {
  nginx: { name: "docker.io/library/nginx", tag: "1.28-alpine" },
  coreosInstaller: { name: "quay.io/coreos/coreos-installer", tag: "v0.27.0" },
  /** Its dnsmasq is 2.91, the first that does not crash on SIGHUP. */
  debian: { name: "docker.io/library/debian", tag: "trixie-slim" },
  alpine: { name: "docker.io/library/alpine", tag: "3.22" },
} as const satisfies Record<string, ImagePin>;

/** Images to use in place of the default ones. */
export type InstallImages = Readonly<Partial<Record<keyof typeof DEFAULT_IMAGES, ImagePin>>>;

const IMAGE: LineRule = {
  code: "images/not-an-image",
  pattern: /^[a-z0-9][A-Za-z0-9._/:-]*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$/,
  what: "this is not a container image",
  allowed: "a name with its registry, a tag, and as digest `sha256:` and 64 hex digits",
};

/**
 * The image as podman takes it. A digest alone is written without its tag, which podman would ignore.
 *
 * @throws ConfigError if it is none
 */
export function imageName({ name, tag, digest }: ImagePin): string {
  const image = digest === undefined ? `${name}:${tag}` : `${name}@${digest}`;
  checkLines("images", [image], IMAGE);
  return image;
}
