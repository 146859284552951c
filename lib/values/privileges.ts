/** What Slipway needs of Proxmox VE's privileges: the one table that provider, constructs and docs share. */

/** Where a role is granted. */
export type Place =
  "vms" | "iso-datastore" | "disk-datastore" | "bridge" | "pool" | "nodes" | "cluster" | "hardware-rng";

/** What not every stack uses. */
export type Feature = "placement" | "start_order" | "high_availability" | "pool_change" | "hardware_rng";

/** Privileges that are wanted together, at one place. */
export interface Need {
  /** Name of the role that holds just these. */
  readonly role: string;
  readonly place: Place;
  /** Wanted only where this is used; always if there is none. */
  readonly feature?: Feature;
  /** Each privilege, and what it is needed to do. */
  readonly uses: Readonly<Record<string, string>>;
}

export const NEEDS: readonly Need[] = [
  {
    role: "SlipwayVm",
    place: "vms",
    uses: {
      "VM.Allocate": "create and remove VMs",
      "VM.Audit": "see VMs and their configuration",
      "VM.Config.CDROM": "attach and change ISOs",
      "VM.Config.CPU": "set cores and CPU type",
      "VM.Config.Disk": "add and grow disks, and set the boot order",
      "VM.Config.HWType": "set machine type, controllers, display and serial ports",
      "VM.Config.Memory": "set the memory",
      "VM.Config.Network": "add NICs and their firewall filters",
      "VM.Config.Options": "set name, description, tags, firmware and protection",
      "VM.PowerMgmt": "start and stop VMs",
    },
  },
  {
    role: "SlipwayIso",
    place: "iso-datastore",
    uses: {
      // Proxmox lets nobody delete an ISO who may not administer its storage.
      "Datastore.Allocate": "delete ISOs",
      "Datastore.AllocateTemplate": "upload ISOs",
      "Datastore.Audit": "see and attach ISOs",
    },
  },
  {
    role: "SlipwayDisk",
    place: "disk-datastore",
    uses: { "Datastore.AllocateSpace": "make and grow disks", "Datastore.Audit": "see disks" },
  },
  { role: "SlipwayNetwork", place: "bridge", uses: { "SDN.Use": "attach NICs to the bridge" } },
  {
    role: "SlipwayPlacement",
    place: "nodes",
    feature: "placement",
    uses: { "Sys.Audit": "see the load of the nodes" },
  },
  {
    role: "SlipwayStartOrder",
    place: "cluster",
    feature: "start_order",
    uses: { "Sys.Modify": "set a VM's place in its node's start order" },
  },
  {
    role: "SlipwayHa",
    place: "cluster",
    feature: "high_availability",
    uses: {
      "Sys.Audit": "see members and rules of high availability",
      "Sys.Console": "make a VM a member of high availability",
    },
  },
  {
    role: "SlipwayPool",
    place: "pool",
    feature: "pool_change",
    uses: { "Pool.Allocate": "move VMs into the pool and out of it", "Pool.Audit": "see who is in the pool" },
  },
  {
    role: "SlipwayHardwareRng",
    place: "hardware-rng",
    feature: "hardware_rng",
    uses: { "Mapping.Use": "feed a VM's random numbers from the host's own device" },
  },
];

/** Everything that only some stacks use. */
export const FEATURES: readonly Feature[] = NEEDS.flatMap(({ feature }) => (feature === undefined ? [] : [feature]));

/** Places of one cluster. */
export interface Places {
  /** @default - any VM: `/vms` */
  readonly vmIds?: readonly number[];
  readonly isoDatastores?: readonly string[];
  readonly diskDatastores?: readonly string[];
  /** Bridges, or VNets of an SDN zone as `zone/vnet`. */
  readonly bridges?: readonly string[];
  /** @default - any node: `/nodes` */
  readonly nodes?: readonly string[];
  /** @default - VMs are in no pool */
  readonly poolId?: string;
  readonly features?: readonly Feature[];
}

/** One role, and where it is granted. */
export interface Grant {
  readonly path: string;
  readonly need: Need;
}

/** Every place where something is needed. What VMs need is granted on their pool, or on each of them, or on all. */
export function grantsFor(places: Places): readonly Grant[] {
  return NEEDS.filter(({ feature }) => feature === undefined || places.features?.includes(feature) === true).flatMap(
    (need) => pathsOf(need.place, places).map((path) => ({ path, need })),
  );
}

/** What a privilege is needed for, at a path; `undefined` if Slipway does not need it there. */
export function neededFor(privilege: string, path: string): string | undefined {
  const found = NEEDS.find(({ place, uses }) => PATTERNS[place].test(path) && Object.hasOwn(uses, privilege));
  return found?.uses[privilege];
}

const PATTERNS: Readonly<Record<Place, RegExp>> = {
  vms: /^\/(vms|pool)(\/|$)/,
  "iso-datastore": /^\/storage\//,
  "disk-datastore": /^\/storage\//,
  bridge: /^\/sdn\//,
  pool: /^\/pool\//,
  nodes: /^\/nodes(\/|$)/,
  cluster: /^\/$/,
  "hardware-rng": /^\/mapping\//,
};

function pathsOfVms(places: Places): readonly string[] {
  return places.poolId === undefined ? pathsOfEachVm(places) : [`/pool/${places.poolId}`];
}

/** The paths of the VMs themselves, whatever pool they are in. */
export function pathsOfEachVm({ vmIds }: Places): readonly string[] {
  return vmIds === undefined ? ["/vms"] : vmIds.map((id) => `/vms/${id}`);
}

function pathsOf(place: Place, places: Places): readonly string[] {
  switch (place) {
    case "vms":
      return pathsOfVms(places);
    case "iso-datastore":
      return (places.isoDatastores ?? []).map((name) => `/storage/${name}`);
    case "disk-datastore":
      return (places.diskDatastores ?? []).map((name) => `/storage/${name}`);
    case "bridge":
      return (places.bridges ?? []).map((name) => `/sdn/zones/${name.includes("/") ? name : `localnetwork/${name}`}`);
    case "pool":
      return places.poolId === undefined ? [] : [`/pool/${places.poolId}`];
    case "nodes":
      return places.nodes === undefined ? ["/nodes"] : places.nodes.map((name) => `/nodes/${name}`);
    case "cluster":
      return ["/"];
    case "hardware-rng":
      return ["/mapping/hwrng"];
  }
}
