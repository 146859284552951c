import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCertificate } from "../../../lib/lab/certificate";
import { startPve } from "../../../lib/lab/pve/start-pve";
import { connectProxmox } from "../../../lib/provider/proxmox/client";

const secret = "0d8b6b3e-1111-4111-8111-111111111111";
/** The token of a user who may do everything: what a plan costs does not depend on it. */
export const tokenOf = `bench@pve!plan=${secret}`;
const POOL = "fleet";

/** A VM as one lab has it, for another. */
export interface SavedVm {
  readonly vmid: number;
  readonly node: string;
  readonly config: Readonly<Record<string, string | number>>;
}

export interface BenchCluster {
  readonly endpoint: string;
  readonly caFile: string;
  /** How many were answered so far. */
  readonly requests: number;
  save(): readonly SavedVm[];
  /** Makes the same VMs again: with their UUIDs, and running. */
  restore(vms: readonly SavedVm[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startCluster(directory: string): Promise<BenchCluster> {
  const { certificate, key } = createCertificate();
  mkdirSync(directory, { recursive: true });
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, certificate);
  const done = async (): Promise<void> => Promise.resolve();
  const pve = await startPve({
    directory,
    certificate,
    key,
    nodes: [1, 2, 3].map((number) => ({ name: `pve${number}`, memoryMiB: 4 * 1024 ** 2 })),
    storages: [{ id: "local-lvm", type: "lvmthin", content: ["images"], sizeBytes: 1024 ** 5 }],
    users: [{ id: "bench@pve", tokens: [{ id: "plan", secret, separated: false }] }],
    acl: [{ path: "/", subject: "bench@pve", role: "Administrator" }],
    hypervisor: { start: done, stop: done, removed: done },
  });
  let requests = 0;
  pve.events.on("request", () => (requests += 1));
  const api = connectProxmox({ endpoint: pve.endpoint, apiToken: tokenOf, caCertificate: certificate });
  await api.post("/pools", { poolid: POOL });
  return {
    endpoint: pve.endpoint,
    caFile,
    get requests() {
      return requests;
    },
    save: () => pve.vms().map(({ vmid, node, config }) => ({ vmid, node, config })),
    async restore(vms) {
      for (let first = 0; first < vms.length; first += 20) {
        await Promise.all(
          vms.slice(first, first + 20).map(async ({ vmid, node, config }) => {
            const { meta, vmgenid, ...options } = config;
            if (meta === undefined || vmgenid === undefined) throw new Error(`VM ${vmid} was never made`);
            const virtio0 = String(options["virtio0"])
              .replace(/^([^:]+):[^,]+/, "$1:16")
              .replace(/,size=\w+/, "");
            const task = await api.post(`/nodes/${node}/qemu`, { ...options, virtio0, vmid, pool: POOL });
            await api.waitForTask(task);
            const vm = pve.vm(vmid);
            if (vm === undefined) throw new Error(`VM ${vmid} was not made`);
            vm.running = true;
          }),
        );
      }
    },
    stop: () => pve.stop(),
  };
}
