import { createHash } from "node:crypto";
import { get } from "node:http";
import { lastName } from "../machine/file-tree";
import type { FileView } from "../machine/file-view";

interface Wanted {
  readonly sha256: string;
  readonly url: string;
}

const list = "/etc/slipway/downloader/images.sha256";
const images = "/srv/images";

/** Fetches a release as the downloader's script does: nothing if it is there and sound, all or nothing otherwise. */
export async function download(view: FileView, release: string, signal: AbortSignal): Promise<void> {
  const text = view.text(list);
  if (text === undefined) throw new Error(`${list}: No such file or directory`);
  if (!/^[A-Za-z0-9._-]+$/.test(release)) throw new Error("SLIPWAY_RELEASE: names no release");
  const wanted = readList(text);
  const target = `${images}/${release}`;
  if (!wanted.every((file) => isSound(view, target, file))) {
    const fetched: { name: string; data: Buffer }[] = [];
    for (const file of wanted) {
      const data = await fetchFromInternet(file.url, signal);
      const name = lastName(file.url);
      if (sha256(data) !== file.sha256) throw new Error(`${name}: FAILED: computed checksum did NOT match`);
      fetched.push({ name, data });
    }
    if (view.isDirectory(target)) {
      for (const name of view.list(target)) view.remove(`${target}/${name}`);
    } else view.makeDirectory(target);
    for (const { name, data } of fetched) view.write(`${target}/${name}`, data);
  }
  keepTwo(view, release);
}

function readList(text: string): Wanted[] {
  return text.split("\n").flatMap((line) => {
    if (line.trim() === "") return [];
    const [, sum, url] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
    if (sum === undefined || url === undefined) throw new Error(`${list}: improperly formatted checksum line`);
    return [{ sha256: sum, url }];
  });
}

function isSound(view: FileView, folder: string, { sha256: expected, url }: Wanted): boolean {
  const node = view.find(`${folder}/${lastName(url)}`);
  return node?.kind === "file" && sha256(node.data) === expected;
}

/** Keeps this release and the one before it. */
function keepTwo(view: FileView, release: string): void {
  const previous = view.text(`${images}/.current`)?.trim();
  if (previous === release) return;
  for (const name of view.list(images)) {
    const folder = `${images}/${name}`;
    if (!view.isDirectory(folder) || [release, previous, "lost+found"].includes(name)) continue;
    for (const file of view.list(folder)) view.remove(`${folder}/${file}`);
    view.removeDirectory(folder);
  }
  view.write(`${images}/.current`, Buffer.from(`${release}\n`));
}

/** The lab's internet is on loopback; no other host is ever asked. */
function fetchFromInternet(url: string, signal: AbortSignal): Promise<Buffer> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "http:" || hostname !== "127.0.0.1") {
    return Promise.reject(
      new Error(`Could not resolve host: ${hostname} (the lab has no other internet than its own)`),
    );
  }
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`fetching ${url}: HTTP status ${response.statusCode}`));
      });
    });
    request.on("error", reject);
  });
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
