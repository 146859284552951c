import { z } from "zod";
import { parseAnswer } from "./answer";
import type { ProxmoxApi } from "./api";
import { ProxmoxError } from "./errors";

const Permissions = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Refuses at once what Proxmox would refuse only after a long upload, or in a way that gets lost: a server that closes
 * the connection in the middle of a body is often not heard to the end.
 *
 * Where Proxmox does not say what the token may do, the call itself will tell.
 *
 * @throws ProxmoxError in Proxmox's own words
 */
export async function requirePrivilege(
  api: ProxmoxApi,
  path: string,
  privilege: string,
  signal?: AbortSignal,
): Promise<void> {
  const call = "/access/permissions";
  let granted: z.infer<typeof Permissions>[string] | undefined;
  try {
    const answer = Permissions.safeParse(await api.get(call, { path }, signal));
    granted = answer.success ? answer.data[path] : undefined;
  } catch (error) {
    if (error instanceof ProxmoxError && error.status !== 401) return;
    throw error;
  }
  if (granted === undefined || privilege in granted) return;
  throw new ProxmoxError("GET", call, 403, `Permission check failed (${path}, ${privilege})`, {}, api.tokenId);
}

/**
 * What the token may do at a path: each privilege, and whether it goes for all that is below.
 *
 * @throws ProxmoxError
 */
export async function privilegesAt(
  api: ProxmoxApi,
  path: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, boolean>> {
  const call = "/access/permissions";
  const granted = parseAnswer(Permissions, await api.get(call, { path }, signal), call)[path] ?? {};
  return new Map(Object.entries(granted).map(([privilege, below]) => [privilege, Number(below) === 1]));
}
