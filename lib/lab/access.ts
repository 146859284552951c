import { tokenName, tokenUser } from "./credentials";
import type { AclEntry, PveOptions } from "./pve/types";

/** The roles that Slipway's token needs, and no privilege more. */
export const roles: Readonly<Record<string, readonly string[]>> = {
  SlipwayVm: [
    "VM.Allocate",
    "VM.Audit",
    "VM.Config.CDROM",
    "VM.Config.CPU",
    "VM.Config.Disk",
    "VM.Config.HWType",
    "VM.Config.Memory",
    "VM.Config.Network",
    "VM.Config.Options",
    "VM.PowerMgmt",
  ],
  // Proxmox lets nobody delete an ISO who may not administer its storage.
  SlipwayIso: ["Datastore.Allocate", "Datastore.AllocateTemplate", "Datastore.Audit"],
  SlipwayDisk: ["Datastore.AllocateSpace", "Datastore.Audit"],
  SlipwayNetwork: ["SDN.Use"],
};

/**
 * One user with one token, which is given just those roles.
 *
 * @param also privileges by path that it is given beside them
 */
export function access(
  secret: string,
  places: { readonly iso: string; readonly disks: string; readonly bridge: string },
  also: Readonly<Record<string, readonly string[]>> = {},
): Pick<PveOptions, "users" | "roles" | "acl"> {
  const granted: readonly (readonly [path: string, role: string])[] = [
    ["/vms", "SlipwayVm"],
    [`/storage/${places.iso}`, "SlipwayIso"],
    [`/storage/${places.disks}`, "SlipwayDisk"],
    [`/sdn/zones/localnetwork/${places.bridge}`, "SlipwayNetwork"],
    ...Object.keys(also).map((path, index) => [path, `Also${index}`] as const),
  ];
  const more = Object.fromEntries(Object.values(also).map((privileges, index) => [`Also${index}`, privileges]));
  // A separated token has what both it and its user were given.
  const subjects = [tokenUser, `${tokenUser}!${tokenName}`];
  const acl: AclEntry[] = granted.flatMap(([path, role]) => subjects.map((subject) => ({ path, role, subject })));
  return { users: [{ id: tokenUser, tokens: [{ id: tokenName, secret }] }], roles: { ...roles, ...more }, acl };
}
