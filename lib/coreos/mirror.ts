/** Where Fedora publishes streams and images. */
export const FEDORA_ORIGIN = "https://builds.coreos.fedoraproject.org";

/**
 * The address of a file on a mirror: what comes after host and port stays the same.
 *
 * @param mirror an `http:` or `https:` URL, a `file:` URL or a folder of this machine
 * @param path absolute path of a URL, such as `/streams/stable.json`
 */
export function onMirror(mirror: string, path: string): string {
  return mirror.replace(/\/+$/, "") + path;
}

/** Path, query left out, of an `http:` or `https:` URL; undefined of anything else. */
export function pathOfUrl(url: string): string | undefined {
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).pathname : undefined;
}

/** A file that the stream metadata names, as a mirror has it. Only addresses of Fedora's are turned. */
export function mirrored(location: string, mirror: string | undefined): string {
  const path = location.startsWith(`${FEDORA_ORIGIN}/`) ? pathOfUrl(location) : undefined;
  return mirror === undefined || path === undefined ? location : onMirror(mirror, path);
}
