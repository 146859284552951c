import type { Readable } from "node:stream";
import { Progress } from "../framework/progress";
import type { ProxmoxApi } from "../proxmox/api";
import { deleteIso, type IsoPlace, sizeInDatastore } from "./datastore";

/** An ISO as it is to lie in a datastore. It need not be anywhere as a whole. */
export interface IsoToSend {
  /** In bytes. */
  readonly size: number;

  /** That Proxmox is to compare, in hex. */
  readonly sha256: string;

  /** The bytes, from the first. */
  open(): Readable;
}

/**
 * Uploads an ISO, unless the very file is there already. After a failure nothing of it is left.
 *
 * The name holds a hash of all inputs, so a file of that name and of another size is the rest of an upload that broke
 * off: it makes way. A byte that falls over on the way costs the upload, not the host: Proxmox compares the sum.
 *
 * @param present size of the file of that name that is in the datastore, if there is one
 */
export async function uploadIso(
  api: ProxmoxApi,
  iso: IsoToSend,
  place: IsoPlace,
  present: number | null,
  signal: AbortSignal,
): Promise<void> {
  if (present === iso.size) return;
  if (present !== null) await deleteIso(api, place, signal);
  signal.throwIfAborted();
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
        sha256: iso.sha256,
        stream: iso.open(),
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
      { cause: error },
    );
  }
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
