import { z } from "zod";
import { apiPath, type ProxmoxApi } from "../proxmox/api";
import { ProxmoxError } from "../proxmox/errors";
import { requirePrivilege } from "../proxmox/privileges";
import type { IsoPlace } from "./datastore";

const Status = z.object({ content: z.string(), active: z.number().optional(), enabled: z.number().optional() });

/**
 * Refuses what Proxmox would refuse only after a long download and upload.
 *
 * @throws Error that says what the datastore, or the token on it, lacks
 */
export async function requireUpload(api: ProxmoxApi, place: IsoPlace, signal: AbortSignal): Promise<void> {
  await requireIsoContent(api, place, signal);
  await requirePrivilege(api, `/storage/${place.datastore}`, "Datastore.AllocateTemplate", signal);
}

async function requireIsoContent(api: ProxmoxApi, { node, datastore }: IsoPlace, signal: AbortSignal): Promise<void> {
  const status = await statusOf(api, apiPath`/nodes/${node}/storage/${datastore}/status`, signal);
  // What Proxmox does not say here, the upload itself will tell.
  if (status === undefined) return;
  const contents = status.content.split(",").filter((content) => content !== "");
  if (!contents.includes("iso")) {
    throw new Error(
      `datastore "${datastore}" takes no ISOs, only ${contents.join(", ") || "nothing"}: set datastore_id to one with content type iso (\`pvesm status --content iso\` lists them), or add the type to it (Datacenter, Storage, Content)`,
    );
  }
  if (status.enabled === 0 || status.active === 0) {
    throw new Error(`datastore "${datastore}" is not ${status.enabled === 0 ? "enabled" : "active"} on node ${node}`);
  }
}

async function statusOf(
  api: ProxmoxApi,
  path: string,
  signal: AbortSignal,
): Promise<z.infer<typeof Status> | undefined> {
  try {
    return Status.safeParse(await api.get(path, {}, signal)).data;
  } catch (error) {
    if (error instanceof ProxmoxError && error.status === 403) return undefined;
    throw error;
  }
}
