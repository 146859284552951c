import { z } from "zod";
import { parseAnswer } from "../proxmox/answer";
import { apiPath, type ProxmoxApi } from "../proxmox/api";
import { isNotFound } from "../proxmox/errors";

/** A file in a datastore, and the node through which it is reached. */
export interface IsoPlace {
  readonly node: string;
  readonly datastore: string;
  /** `<datastore>:iso/<file name>`. */
  readonly volumeId: string;
}

const Content = z.array(z.object({ volid: z.string(), size: z.number() }));

/** Size of an ISO, in bytes; null if there is none of that name. */
export async function sizeInDatastore(
  api: ProxmoxApi,
  { node, datastore, volumeId }: IsoPlace,
  signal: AbortSignal,
): Promise<number | null> {
  const path = apiPath`/nodes/${node}/storage/${datastore}/content`;
  const files = parseAnswer(Content, await api.get(path, { content: "iso" }, signal), path);
  return files.find(({ volid }) => volid === volumeId)?.size ?? null;
}

/** Deletes an ISO; one that is gone is deleted already. */
export async function deleteIso(api: ProxmoxApi, place: IsoPlace, signal: AbortSignal): Promise<void> {
  try {
    const path = apiPath`/nodes/${place.node}/storage/${place.datastore}/content/${place.volumeId}`;
    await api.waitForTask(await api.delete(path, {}, signal), signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
