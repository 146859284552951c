import { createHash } from "node:crypto";
import { basename } from "node:path";
import { downloadVerified } from "../../../coreos/download";
import { embedPlan, type Patch } from "../../../coreos/embed-plan";
import { withImageFile } from "../../../coreos/image-file";
import { readLiveIso } from "../../../coreos/live-iso";
import { patchedStream } from "../../../coreos/patched-stream";
import { bareUrl } from "../../../values/bare-url";
import { Progress } from "../../framework/progress";
import type { ProxmoxApi } from "../../proxmox/api";
import { deleteIso, type IsoPlace, sizeInDatastore } from "./datastore";

/** An ISO that exists only as a file and what is to stand in it. */
export interface CustomIso {
  readonly path: string;
  readonly patches: readonly Patch[];
  readonly size: number;
}

/** What an ISO is made of. */
export interface Ingredients {
  readonly url: string;
  readonly sha256: string;
  readonly cacheDirectory: string;
  readonly ignition: Buffer;
  readonly kernelArguments: readonly string[];
}

/** Brings the published ISO into the cache and works out what to change in it. */
export async function prepare(ingredients: Ingredients, signal: AbortSignal): Promise<CustomIso> {
  const { url, sha256, cacheDirectory: directory, ignition, kernelArguments } = ingredients;
  const progress = new Progress(`download of ${basename(bareUrl(url))}`);
  const onProgress = (received: number, total: number | undefined): void => progress.bytes(received, total);
  const path = await downloadVerified({ url, sha256: sha256.toLowerCase(), directory, signal, onProgress });
  return withImageFile(path, async (image) => {
    const iso = await readLiveIso(image);
    return { path, patches: embedPlan(iso, { ignition, kernelArguments }), size: iso.size };
  });
}

/**
 * Uploads an ISO, unless the very file is there already. After a failure nothing of it is left.
 *
 * The name holds a hash of all inputs, so a file of that name and of another size is the rest of an upload that broke
 * off: it makes way. The customised bytes are read twice, once for the sum that Proxmox is to compare and once to be
 * sent: the second reading comes out of memory, and a byte that falls over on the way costs the upload, not the host.
 *
 * @param present size of the file of that name that is in the datastore, if there is one
 */
export async function uploadIso(
  api: ProxmoxApi,
  iso: CustomIso,
  place: IsoPlace,
  present: number | null,
  signal: AbortSignal,
): Promise<void> {
  if (present === iso.size) return;
  if (present !== null) await deleteIso(api, place, signal);
  const sha256 = await sum(iso, signal);
  const progress = new Progress(`upload of ${place.volumeId}`);
  let task: string | undefined;
  try {
    task = await api.upload(
      {
        node: place.node,
        storage: place.datastore,
        content: "iso",
        fileName: place.volumeId.slice(place.volumeId.indexOf("/") + 1),
        size: iso.size,
        sha256,
        stream: patchedStream(iso.path, iso.patches),
        onProgress: (sent) => progress.bytes(sent, iso.size),
      },
      signal,
    );
    await api.waitForTask(task, signal);
    const arrived = await sizeInDatastore(api, place, signal);
    if (arrived === iso.size) return;
    throw new Error(
      arrived === null
        ? `${place.volumeId} is not in the datastore after its upload`
        : `${place.volumeId} has ${arrived} bytes after its upload, and was sent with ${iso.size}`,
    );
  } catch (error) {
    if (await isRemoved(api, task, place)) throw error;
    throw new Error(
      `what has arrived of ${place.volumeId} may still be in the datastore: apply again, which sees to it`,
      {
        cause: error,
      },
    );
  }
}

async function sum(iso: CustomIso, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of patchedStream(iso.path, iso.patches)) {
    signal.throwIfAborted();
    hash.update(block as Buffer);
  }
  return hash.digest("hex");
}

/** Takes away what has arrived, whole or not, since no state will know of it. A task under way would still put it there. */
async function isRemoved(api: ProxmoxApi, task: string | undefined, place: IsoPlace): Promise<boolean> {
  const signal = AbortSignal.timeout(LAST_MS);
  try {
    await api.waitForTask(task, signal).catch(() => undefined);
    if ((await sizeInDatastore(api, place, signal)) !== null) await deleteIso(api, place, signal);
    return true;
  } catch {
    // The failure that led here says more.
    return false;
  }
}

/** What an interrupted user still waits for. */
const LAST_MS = 10_000;
