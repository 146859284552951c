import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate } from "../../../lib/lab/certificate";
import type { PveSimulator } from "../../../lib/lab/pve/simulator";
import { startPve } from "../../../lib/lab/pve/start-pve";
import type { AclEntry, FaultRequest, Fault } from "../../../lib/lab/pve/types";
import type { ProxmoxApi } from "../../../lib/provider/proxmox/api";
import { connectProxmox } from "../../../lib/provider/proxmox/client";
import { type HttpRequest, httpsTransport } from "../../../lib/provider/proxmox/transport";

const { certificate, key } = createCertificate();
const tokenId = "slipway@pve!ci";
const apiToken = `${tokenId}=0d8b6b3e-1111-4111-8111-111111111111`;

/** All that the provider needs, as long as no start order is set. */
export const leastPrivileges: readonly string[] = [
  "VM.Allocate",
  "VM.Audit",
  "VM.PowerMgmt",
  "VM.Config.CDROM",
  "VM.Config.CPU",
  "VM.Config.Disk",
  "VM.Config.HWType",
  "VM.Config.Memory",
  "VM.Config.Network",
  "VM.Config.Options",
  // Proxmox wants this for the removal of an ISO, on its datastore.
  "Datastore.Allocate",
  "Datastore.AllocateSpace",
  "Datastore.AllocateTemplate",
  "Datastore.Audit",
  "SDN.Use",
];

export interface OnTheLab {
  readonly pve: PveSimulator;
  /** The provider's client, as each process of the provider has its own. */
  connect(): ProxmoxApi;
  /** Every request in order, as it was sent. */
  readonly sent: HttpRequest[];
  /** What the machines were told, in order: "start 102", "shutdown 102", … */
  readonly powered: string[];
  /** Makes machines deaf to a request to shut down. */
  readonly deaf: Set<number>;
  stop(): Promise<void>;
}

export interface LabSettings {
  readonly privileges?: readonly string[];
  readonly faults?: (request: FaultRequest) => Fault | undefined;
  /** Milliseconds that each task takes. @default 0 */
  readonly taskDelay?: number;
  readonly acl?: readonly AclEntry[];
  /** Requests that get no answer, until they are given up. */
  readonly silent?: (request: HttpRequest) => boolean;
  /** Image on `local` of node pve3, to be imported: its size in MiB. */
  readonly image?: { readonly name: string; readonly mib: number };
}

/** A simulated cluster, and the provider's own client on it with a token that has the least privileges. */
export async function onTheLab(settings: LabSettings = {}): Promise<OnTheLab> {
  const directory = mkdtempSync(join(tmpdir(), "slipway-provider-"));
  const powered: string[] = [];
  const deaf = new Set<number>();
  const sent: HttpRequest[] = [];
  if (settings.image !== undefined) addImage(directory, settings.image);
  const pve = await startPve({
    directory,
    certificate,
    key,
    nodes: [{ name: "pve1" }, { name: "pve2" }, { name: "pve3" }],
    storages: [
      { id: "local", type: "dir", content: ["iso", "import"] },
      { id: "local-lvm", type: "lvmthin", content: ["images"] },
    ],
    users: [{ id: "slipway@pve", tokens: [{ id: "ci", secret: apiToken.slice(apiToken.indexOf("=") + 1) }] }],
    roles: { Slipway: settings.privileges ?? leastPrivileges },
    acl: [
      { path: "/", subject: "slipway@pve", role: "Administrator" },
      { path: "/", subject: tokenId, role: "Slipway" },
      ...(settings.acl ?? []),
    ],
    lateTasks: true,
    taskDelay: settings.taskDelay ?? 0,
    ...(settings.faults === undefined ? {} : { faults: settings.faults }),
    hypervisor: {
      start: ({ vmid }) => note(`start ${vmid}`),
      stop: async ({ vmid }, how) => {
        await note(`${how} ${vmid}`);
        if (how === "shutdown" && deaf.has(vmid)) throw new Error("VM quit/powerdown failed - got timeout");
      },
      removed: ({ vmid }) => note(`removed ${vmid}`),
    },
  });
  async function note(event: string): Promise<void> {
    powered.push(event);
    await Promise.resolve();
  }
  const https = httpsTransport(new URL(pve.endpoint), { ca: certificate });
  const transport = (request: HttpRequest) => {
    sent.push(request);
    return settings.silent?.(request) === true ? unanswered(request) : https(request);
  };
  return {
    pve,
    connect: () => connectProxmox({ endpoint: pve.endpoint, apiToken, transport }),
    sent,
    powered,
    deaf,
    stop: async () => {
      await pve.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function unanswered({ signal }: HttpRequest): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = (): void => reject(signal?.reason as Error);
    signal?.addEventListener("abort", giveUp);
    if (signal?.aborted === true) giveUp();
  });
}

/** A sparse file, where the lab looks for what was uploaded earlier. */
function addImage(directory: string, { name, mib }: NonNullable<LabSettings["image"]>): void {
  const folder = join(directory, "storage/pve3/local/import");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), "");
  truncateSync(join(folder, name), mib * 1024 ** 2);
}
