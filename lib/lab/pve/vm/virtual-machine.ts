import { createHash } from "node:crypto";
import { failure } from "../api-error";
import { Turnstile } from "../turnstile";
import type { DiskState, VmConfig, VmState } from "../types";
import { VmFirewall } from "./vm-firewall";

/** How long a call waits for a task that works on the same VM, as Proxmox does. */
const patienceMs = 10_000;

/** A VM, its firewall, and the queue of those who want to work on it. */
export class VirtualMachine implements VmState {
  config: VmConfig = {};
  active: VmConfig = {};
  readonly disks = new Map<string, DiskState>();
  readonly firewall = new VmFirewall();
  readonly turnstile = new Turnstile();
  running = false;
  startedAt?: number;
  lock?: string;
  pool?: string;

  constructor(
    readonly vmid: number,
    public node: string,
  ) {}

  get name(): string {
    return String(this.config["name"] ?? `VM ${this.vmid}`);
  }

  /** The configuration that counts now: of the running machine, or what it would be started with. */
  get current(): VmConfig {
    return this.running ? this.active : this.config;
  }

  get cpus(): number {
    return Number(this.current["cores"] ?? 1) * Number(this.current["sockets"] ?? 1);
  }

  get memoryBytes(): number {
    const text = String(this.current["memory"] ?? "512").replace("current=", "");
    return Number(text) * 1024 ** 2;
  }

  /** Size of the first disk to boot from, which is what Proxmox shows. */
  get diskBytes(): number {
    const first = /order=([a-z]+\d+)/.exec(String(this.config["boot"] ?? ""))?.[1] ?? "";
    return (this.disks.get(first) ?? [...this.disks.values()][0])?.sizeBytes ?? 0;
  }

  get uptime(): number {
    return this.startedAt === undefined ? 0 : Math.max(1, Math.floor(Date.now() / 1000) - this.startedAt);
  }

  get digest(): string {
    const lines = Object.entries(this.config).map(([key, value]) => `${key}: ${value}`);
    return createHash("sha1").update(lines.sort().join("\n")).digest("hex");
  }

  /** Refuses while something else holds the VM. */
  refuseLocked(): void {
    if (this.lock !== undefined) {
      throw failure(`VM is locked (${this.lock})`);
    }
  }

  /** Waits for tasks on this VM, but not for ever. */
  exclusively<T>(work: () => Promise<T> | T): Promise<T> {
    const path = `/var/lock/qemu-server/lock-${this.vmid}.conf`;
    return this.turnstile.run(work, patienceMs, () => failure(`can't lock file '${path}' - got timeout`));
  }

  powerOff(): void {
    this.running = false;
    delete this.startedAt;
  }
}
