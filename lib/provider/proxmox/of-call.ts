import type { Client } from "../configuration";
import type { Call } from "../framework/resource";
import type { ProxmoxApi } from "./api";

/** The API of the configured provider. */
export function proxmoxOf(call: Pick<Call<Client>, "client">): ProxmoxApi {
  return call.client.proxmox();
}
