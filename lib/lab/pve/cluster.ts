import { rmSync } from "node:fs";
import { AccessControl } from "./access/access-control";
import { failure } from "./api-error";
import { Storages } from "./storage/storages";
import { TaskList } from "./tasks";
import type { DiskState, Hypervisor, NodeOptions, PveOptions } from "./types";
import { HighAvailability } from "./vm/high-availability";
import type { VirtualMachine } from "./vm/virtual-machine";

export interface Pool {
  comment?: string;
  readonly storages: Set<string>;
}

/** Everything that the API knows. */
export class Cluster {
  readonly access: AccessControl;
  readonly storages: Storages;
  readonly tasks: TaskList;
  readonly vms = new Map<number, VirtualMachine>();
  readonly pools = new Map<string, Pool>();
  readonly nodes: ReadonlyMap<string, NodeOptions>;
  readonly hypervisor: Hypervisor;
  readonly startedAt = Math.floor(Date.now() / 1000);
  readonly ha: HighAvailability;
  firewallOptions: Record<string, string | number> = {};

  constructor(options: PveOptions) {
    this.nodes = new Map(options.nodes.map((node) => [node.name, node]));
    this.storages = new Storages(options.directory, options.nodes, options.storages);
    this.tasks = new TaskList(options.taskDelay, options.lateTasks, options.taskFaults);
    this.access = new AccessControl(options, (path) => this.poolOf(path));
    this.hypervisor = options.hypervisor;
    this.ha = new HighAvailability(this);
  }

  node(name: string): NodeOptions {
    const node = this.nodes.get(name);
    if (node === undefined) {
      throw failure(
        `hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`,
      );
    }
    return node;
  }

  bridges(node: string): readonly string[] {
    return this.node(node).bridges ?? ["vmbr0", "vmbr1"];
  }

  /** The VM, if it is on that node: elsewhere, its file is not there. */
  vm(node: string, vmid: number): VirtualMachine {
    const vm = this.vms.get(vmid);
    if (vm === undefined || vm.node !== this.node(node).name) {
      throw failure(`Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`);
    }
    return vm;
  }

  pool(id: string): Pool {
    const pool = this.pools.get(id);
    if (pool === undefined) {
      throw failure(`pool '${id}' does not exist`);
    }
    return pool;
  }

  vmsByNumber(): VirtualMachine[] {
    return [...this.vms.values()].sort((a, b) => a.vmid - b.vmid);
  }

  /** Forgets a disk and whatever was written on it. */
  freeDisk(node: string, disk: DiskState): void {
    const storage = this.storages.find(node, disk.volid.split(":")[0] ?? "");
    storage.images.delete(disk.volid);
    rmSync(disk.directory, { recursive: true, force: true });
  }

  /** Local disks go with their VM. */
  moveVm(vm: VirtualMachine, target: string): void {
    for (const disk of vm.disks.values()) {
      const id = disk.volid.split(":")[0] ?? "";
      const image = this.storages.find(vm.node, id).images.get(disk.volid);
      this.storages.find(vm.node, id).images.delete(disk.volid);
      if (image !== undefined) {
        this.storages.find(target, id).images.set(disk.volid, image);
      }
    }
    vm.node = target;
  }

  private poolOf(path: string): string | undefined {
    const [, kind, id = ""] = path.split("/");
    if (kind === "vms") {
      return this.vms.get(Number(id))?.pool;
    }
    return kind === "storage" ? [...this.pools].find(([, { storages }]) => storages.has(id))?.[0] : undefined;
  }
}
