import { createHash } from "node:crypto";
import { downloadVerified } from "../../../coreos/download";
import { embedPlan, type Patch } from "../../../coreos/embed-plan";
import { withImageFile } from "../../../coreos/image-file";
import { readLiveIso } from "../../../coreos/live-iso";
import { patchedStream } from "../../../coreos/patched-stream";
import type { ProxmoxApi } from "../../proxmox/api";
import { requirePrivilege } from "../../proxmox/privileges";
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
  const path = await downloadVerified({ url, sha256: sha256.toLowerCase(), directory, signal });
  return withImageFile(path, async (image) => {
    const iso = await readLiveIso(image);
    return { path, patches: embedPlan(iso, { ignition, kernelArguments }), size: iso.size };
  });
}

/**
 * Uploads an ISO, unless the very file is there already.
 *
 * The name holds a hash of all inputs, so a file of that name and of another size is the rest of an upload that broke
 * off: it makes way. The customised bytes are read twice, once for the sum that Proxmox is to compare and once to be
 * sent: the second reading comes out of memory, and a byte that falls over on the way costs the upload, not the host.
 */
export async function uploadIso(api: ProxmoxApi, iso: CustomIso, place: IsoPlace, signal: AbortSignal): Promise<void> {
  const present = await sizeInDatastore(api, place, signal);
  if (present === iso.size) return;
  await requirePrivilege(api, `/storage/${place.datastore}`, "Datastore.AllocateTemplate", signal);
  if (present !== null) await deleteIso(api, place, signal);
  const sha256 = await sum(iso, signal);
  try {
    const task = await api.upload(
      {
        node: place.node,
        storage: place.datastore,
        content: "iso",
        fileName: place.volumeId.slice(place.volumeId.indexOf("/") + 1),
        size: iso.size,
        sha256,
        stream: patchedStream(iso.path, iso.patches),
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
    await removeRest(api, iso, place);
    throw error;
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

/** Leaves no half file behind, as far as that can still be seen to: the next apply would remove it as well. */
async function removeRest(api: ProxmoxApi, iso: CustomIso, place: IsoPlace): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  try {
    const size = await sizeInDatastore(api, place, signal);
    if (size !== null && size !== iso.size) await deleteIso(api, place, signal);
  } catch {
    // The failure that led here says more.
  }
}
