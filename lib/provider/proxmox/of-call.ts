import type { Client } from "../configuration";
import type { Call } from "../framework/resource";
import type { ProxmoxApi } from "./api";

/** The API of the configured provider; says on first use what users have to know of the connection. */
export function proxmoxOf(call: Call<Client>): ProxmoxApi {
  const api = call.client.proxmox();
  for (const warning of api.takeWarnings()) call.warn(warning);
  return api;
}
