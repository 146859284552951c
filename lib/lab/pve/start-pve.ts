import { EventEmitter, once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import type { AddressInfo, Server, Socket } from "node:net";
import { join } from "node:path";
import { Cluster } from "./cluster";
import { createApiServer } from "./http/server";
import type { PveSimulator } from "./simulator";
import { powerOff } from "./vm/power";
import { VirtualMachine } from "./vm/virtual-machine";
import type { PveEvents, PveOptions, VmState } from "./types";

const host = "127.0.0.1";

/** Starts the API and resolves when it listens. */
export async function startPve(options: PveOptions): Promise<PveSimulator> {
  mkdirSync(options.directory, { recursive: true });
  rmSync(join(options.directory, "staging"), { recursive: true, force: true });
  const cluster = new Cluster(options);
  const events = new EventEmitter<PveEvents>();
  const server = createApiServer(cluster, options, events);
  const sockets = socketsOf(server);
  server.listen(options.port ?? 0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    port,
    endpoint: `https://${host}:${port}`,
    events,
    vms: () => cluster.vmsByNumber(),
    vm: (vmid) => cluster.vms.get(vmid),
    isoPath: (volid, node) => isoPath(cluster, volid, node),
    isos: () => isos(cluster),
    powerOff: async (vmid) => {
      const vm = cluster.vms.get(vmid);
      await vm?.exclusively(() => powerOff(cluster, vm, "stop"));
    },
    poweredOff: (vmid) => cluster.vms.get(vmid)?.powerOff(),
    move: (vmid, node) => move(cluster, vmid, node),
    addForeignVm: ({ vmid, node, name }) => {
      const vm = new VirtualMachine(vmid, cluster.node(node).name);
      vm.config = { memory: "8192", name };
      cluster.vms.set(vmid, vm);
    },
    removeForeignVm: (vmid) => {
      cluster.vms.delete(vmid);
    },
    expireToken: (tokenId, at) => cluster.access.expireToken(tokenId, at),
    stop: () => (stopped ??= stop(cluster, server, sockets)),
  };
}

async function stop(cluster: Cluster, server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  cluster.tasks.stop();
  const closed = once(server, "close");
  server.close();
  sockets.forEach((socket) => socket.destroy());
  await closed;
}

/** Open connections, those included that have not got through their TLS handshake. */
function socketsOf(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

function isos(cluster: Cluster): string[] {
  const storages = [...cluster.nodes.keys()].flatMap((node) => cluster.storages.ofNode(node));
  return storages.flatMap((storage) => [...storage.files].filter(([, { kind }]) => kind === "iso").map(([id]) => id));
}

function isoPath(cluster: Cluster, volid: string, node: string): string {
  const file = cluster.storages.find(node, volid.split(":")[0] ?? "").files.get(volid);
  if (file === undefined) {
    throw new Error(`volume '${volid}' does not exist on node '${node}'`);
  }
  return file.path;
}

function move(cluster: Cluster, vmid: number, node: string): void {
  const vm: VmState | undefined = cluster.vms.get(vmid);
  if (vm === undefined || !cluster.nodes.has(node)) {
    throw new Error(`no VM ${vmid}, or no node '${node}'`);
  }
  cluster.moveVm(cluster.vm(vm.node, vmid), node);
}
