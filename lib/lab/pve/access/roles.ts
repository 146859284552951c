/** Every privilege of Proxmox VE 9.1. */
export const privileges: readonly string[] = [
  ...group("Datastore", "Allocate", "AllocateSpace", "AllocateTemplate", "Audit"),
  ...group("Group", "Allocate"),
  ...group("Mapping", "Audit", "Modify", "Use"),
  ...group("Permissions", "Modify"),
  ...group("Pool", "Allocate", "Audit"),
  ...group("Realm", "Allocate", "AllocateUser"),
  ...group("SDN", "Allocate", "Audit", "Use"),
  ...group("Sys", "AccessNetwork", "Audit", "Console", "Incoming", "Modify", "PowerMgmt", "Syslog"),
  ...group("User", "Modify"),
  ...group("VM", "Allocate", "Audit", "Backup", "Clone", "Console", "Migrate", "PowerMgmt", "Replicate"),
  ...group("VM.Config", "CDROM", "CPU", "Cloudinit", "Disk", "HWType", "Memory", "Network", "Options"),
  ...group("VM.GuestAgent", "Audit", "FileRead", "FileSystemMgmt", "FileWrite", "Unrestricted"),
  ...group("VM", "Snapshot", "Snapshot.Rollback"),
];

const administrative = ["Permissions.Modify", "Realm.Allocate", "Sys.Modify", "Sys.PowerMgmt", "Sys.Incoming"];
const vmUser = ["VM.Audit", "VM.Backup", "VM.Config.CDROM", "VM.Config.Cloudinit", "VM.Console", "VM.PowerMgmt"];

/** The roles that are always there. */
export const builtInRoles: Readonly<Record<string, readonly string[]>> = {
  Administrator: privileges,
  NoAccess: [],
  PVEAdmin: privileges.filter((privilege) => !administrative.includes(privilege)),
  PVEAuditor: privileges.filter((privilege) => /^[A-Z][A-Za-z]*\.Audit$/.test(privilege)),
  PVEDatastoreAdmin: privileges.filter((privilege) => privilege.startsWith("Datastore.")),
  PVEDatastoreUser: ["Datastore.AllocateSpace", "Datastore.Audit"],
  PVEPoolAdmin: ["Pool.Allocate", "Pool.Audit"],
  PVEPoolUser: ["Pool.Audit"],
  PVESDNAdmin: ["SDN.Allocate", "SDN.Audit", "SDN.Use"],
  PVESDNUser: ["SDN.Audit", "SDN.Use"],
  PVESysAdmin: ["Sys.Audit", "Sys.Console", "Sys.Syslog"],
  PVETemplateUser: ["VM.Audit", "VM.Clone"],
  PVEUserAdmin: ["Group.Allocate", "Realm.AllocateUser", "User.Modify"],
  PVEVMAdmin: privileges.filter((privilege) => privilege.startsWith("VM.")),
  PVEVMUser: vmUser,
};

function group(noun: string, ...verbs: string[]): string[] {
  return verbs.map((verb) => `${noun}.${verb}`);
}
