import type { Cluster } from "../cluster";
import { node } from "../parameters/parameter";
import type { Call, Route } from "./route";

const interfaceTypes = [
  "bridge",
  "bond",
  "eth",
  "alias",
  "vlan",
  "fabric",
  "OVSBridge",
  "OVSBond",
  "OVSPort",
  "OVSIntPort",
  "vnet",
  "any_bridge",
  "any_local_bridge",
  "include_sdn",
];

export const nodeRoutes: readonly Route[] = [
  { method: "GET", path: "/nodes", parameters: {}, handle: listNodes },
  {
    method: "GET",
    path: "/nodes/{node}/status",
    parameters: { node },
    permission: { path: "/nodes/{node}", privileges: ["Sys.Audit"] },
    handle: nodeStatus,
  },
  {
    method: "GET",
    path: "/nodes/{node}/version",
    parameters: { node },
    handle: ({ cluster, values }) => {
      cluster.node(values.text("node"));
      return { release: "9.1", repoid: "42db4a6cf33dac83", version: "9.1.1" };
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/network",
    parameters: { node, type: { type: "string", optional: true, enum: interfaceTypes } },
    handle: listInterfaces,
  },
];

/** Load is shown to those who may audit the node. */
function listNodes({ cluster, caller }: Call): unknown[] {
  return [...cluster.nodes.values()].map((options) => ({
    id: `node/${options.name}`,
    level: "",
    node: options.name,
    ssl_fingerprint: "",
    status: "online",
    type: "node",
    ...(cluster.access.has(caller, `/nodes/${options.name}`, ["Sys.Audit"]) ? nodeLoad(cluster, options.name) : {}),
  }));
}

/** Figures of a node, from the machines that run on it. */
export function nodeLoad(cluster: Cluster, name: string): Record<string, number> {
  const { memoryMiB = 65_536, cores = 16 } = cluster.node(name);
  const running = cluster.vmsByNumber().filter((vm) => vm.node === name && vm.running);
  return {
    cpu: Math.min(1, (0.01 * running.length) / cores),
    disk: 4 * 1024 ** 3,
    maxcpu: cores,
    maxdisk: 64 * 1024 ** 3,
    maxmem: memoryMiB * 1024 ** 2,
    mem: 1024 ** 3 + running.reduce((sum, vm) => sum + vm.memoryBytes, 0),
    uptime: Math.floor(Date.now() / 1000) - cluster.startedAt + 1,
  };
}

function nodeStatus({ cluster, values }: Call): unknown {
  const load = nodeLoad(cluster, values.text("node"));
  const { mem = 0, maxmem = 0, disk = 0, maxdisk = 0, maxcpu = 1, cpu = 0, uptime = 0 } = load;
  return {
    "boot-info": { mode: "efi", secureboot: 0 },
    cpu,
    cpuinfo: { cores: maxcpu, cpus: maxcpu, model: "simulated", sockets: 1 },
    "current-kernel": { machine: "x86_64", release: "6.17.2-1-pve", sysname: "Linux", version: "simulated" },
    loadavg: ["0.00", "0.00", "0.00"],
    memory: { available: maxmem - mem, free: maxmem - mem, total: maxmem, used: mem },
    pveversion: "pve-manager/9.1.1/42db4a6cf33dac83",
    rootfs: { avail: maxdisk - disk, free: maxdisk - disk, total: maxdisk, used: disk },
    uptime,
  };
}

function listInterfaces({ cluster, caller, values }: Call): unknown[] {
  const type = values.optionalText("type");
  const wanted = type === undefined || ["bridge", "any_bridge", "any_local_bridge", "include_sdn"].includes(type);
  const bridges = cluster.bridges(values.text("node")).filter((bridge) => {
    const path = `/sdn/zones/localnetwork/${bridge}`;
    return cluster.access.has(caller, path, ["SDN.Audit", "SDN.Use"], true) || type === undefined || type === "bridge";
  });
  return wanted ? bridges.map((iface, index) => bridge(iface, index)) : [];
}

/** The first bridge carries the node's own address, which is where its SSH server is looked for. */
function bridge(iface: string, index: number): Record<string, unknown> {
  const own = { address: "127.0.0.1", cidr: "127.0.0.1/8", gateway: "127.0.0.1", netmask: "8" };
  return {
    active: 1,
    autostart: 1,
    bridge_fd: "0",
    bridge_ports: `eno${index + 1}`,
    bridge_stp: "off",
    bridge_vlan_aware: 1,
    families: ["inet"],
    iface,
    method: index === 0 ? "static" : "manual",
    method6: "manual",
    priority: index + 1,
    type: "bridge",
    ...(index === 0 ? own : {}),
  };
}
