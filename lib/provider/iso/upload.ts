import type { Readable } from "node:stream";
import { z } from "zod";
import { Progress } from "../framework/progress";
import { parseAnswer } from "../proxmox/answer";
import { apiPath, type ProxmoxApi } from "../proxmox/api";
import { mayBeDone } from "../proxmox/errors";
import { pause } from "../proxmox/wait";
import { deleteIso, type IsoPlace, sizeInDatastore } from "./datastore";

const Tasks = z.array(z.object({ upid: z.string() }));

/** An ISO as it is to lie in a datastore. It need not be anywhere as a whole. */
export interface IsoToSend {
  /** In bytes. */
  readonly size: number;

  /** That Proxmox is to compare, in hex. */
  readonly sha256: string;

  /** The bytes, from the first. */
  open(): Readable;

  /**
   * Settles once it is known that these are the right bytes; before, nothing is taken away for them.
   *
   * @default - they are known to be
   */
  readonly verified?: Promise<unknown>;
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
  if (present !== null) {
    // It may be the right one, and what is to take its place the wrong one.
    await iso.verified;
    await deleteIso(api, place, signal);
  }
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
    if (await isRemoved(api, task, place, mayBeDone(error))) throw error;
    throw new Error(
      `what has arrived of ${place.volumeId} may still be in the datastore: apply again, which sees to it`,
      { cause: error },
    );
  }
}

/**
 * Takes away what has arrived, whole or not, since no state will know of it. A task under way would still put it there.
 *
 * @param isUnheard the answer that names the task did not come: it is one of those that run
 */
async function isRemoved(
  api: ProxmoxApi,
  task: string | undefined,
  place: IsoPlace,
  isUnheard: boolean,
): Promise<boolean> {
  const signal = AbortSignal.timeout(LAST_MS);
  try {
    const tasks = task === undefined && isUnheard ? await copiesUnderWay(api, place, signal) : [task];
    for (const one of tasks) await api.waitForTask(one, signal).catch(() => undefined);
    signal.throwIfAborted();
    if ((await sizeInDatastore(api, place, signal)) !== null) await deleteIso(api, place, signal);
    return true;
  } catch {
    // The failure that led here says more.
    return false;
  }
}

/** The tasks of the token that put uploads in their places, on that node. */
async function copiesUnderWay(api: ProxmoxApi, { node }: IsoPlace, signal: AbortSignal): Promise<readonly string[]> {
  // A server that has read the last byte needs a moment to begin.
  await pause(4, signal);
  const path = apiPath`/nodes/${node}/tasks`;
  const running = await api.get(path, { source: "active", typefilter: "imgcopy" }, signal);
  return parseAnswer(Tasks, running, path).map(({ upid }) => upid);
}

/** What an interrupted user still waits for. */
const LAST_MS = 10_000;
