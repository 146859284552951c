import { EventEmitter } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { access } from "./access";
import { startBastion, type Bastion } from "./bastion/bastion";
import { hostClock } from "./clock";
import { makeCredentials, tokenName, tokenUser, type Credentials } from "./credentials";
import { Faults } from "./faults";
import { LabHypervisor } from "./hypervisor";
import type { MachineObserver } from "./machine/machine";
import { startInternet, type Internet } from "./media/internet";
import { signingKey } from "./media/openpgp";
import { publish, releasePin } from "./media/publication";
import { makeRelease } from "./media/release";
import { VirtualNetwork } from "./network/virtual-network";
import type { PveSimulator } from "./pve/simulator";
import { startPve } from "./pve/start-pve";
import type { VmState } from "./pve/types";
import type { Lab, LabEnvironment, LabEvents, LabOptions, Stage } from "./types";

export type { Lab, LabEnvironment, LabEvents, LabOptions, RequestEvent, Stage, StageEvent } from "./types";
export { guestStages, installStages } from "./types";

const release = "44.20260802.3.1";
const bridge = "vmbr1";
const datastores = { iso: "local", disks: "local-lvm" };

/** Starts a lab: a Proxmox VE API, an SSH bastion and a little internet on loopback, and machines that behave. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { directory, log = () => undefined } = options;
  // What an earlier lab in the same folder wrote is not this one's.
  for (const old of ["console", "requests.log"]) rmSync(join(directory, old), { recursive: true, force: true });
  mkdirSync(join(directory, "console"), { recursive: true });
  const nodes = options.nodes ?? ["pve1", "pve2", "pve3"];
  const faults = new Faults();
  faults.clockSkewMs = options.clockSkewMs ?? 0;
  const credentials = makeCredentials(directory, new Date(hostClock.now()));
  const network = new VirtualNetwork(faults);
  const events = new EventEmitter<LabEvents>();
  const consoleFile = (vmId: number): string => join(directory, "console", `${vmId}.log`);
  const requestsLog = join(directory, "requests.log");
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
    network.close();
    faults.clear();
  };
  try {
    const internet = await startInternet(faults, options.ports?.internet);
    started.push(() => internet.stop());
    const releaseFile = publishRelease(directory, internet);
    const bastion = await startBastion({
      network,
      hostKey: credentials.bastionKey,
      authorizedKey: credentials.sshPublicKey,
      port: options.ports?.bastion ?? 0,
      log,
    });
    started.push(() => bastion.stop());
    const api: { running?: PveSimulator } = {};
    const hypervisor = new LabHypervisor({
      network,
      observer: observerFor(events, log),
      stageDelayMs: options.stageDelayMs ?? 150,
      consoleFile: (vm) => consoleFile(vm.vmid),
      isoPath: (vm, volid) => api.running?.isoPath(volid, vm.node) ?? "",
    });
    started.push(() => hypervisor.stopAll());
    const pve = await startApi(options, nodes, credentials, hypervisor, faults);
    api.running = pve;
    if (options.tokenExpiresAt !== undefined) {
      pve.expireToken(`${tokenUser}!${tokenName}`, options.tokenExpiresAt);
    }
    started.push(() => pve.stop());
    pve.events.on("request", (record) => {
      appendFileSync(requestsLog, `${JSON.stringify(record)}\n`);
      events.emit("request", { service: "proxmox", method: record.method, path: record.path, status: record.status });
    });
    const environment = environmentOf({
      directory,
      nodes,
      credentials,
      bastion,
      endpoint: pve.endpoint,
      releaseFile,
      requestsLog,
    });
    writeFileSync(join(directory, "lab.json"), `${JSON.stringify(environment, null, 2)}\n`);
    const console = (vmId: number): string =>
      existsSync(consoleFile(vmId)) ? readFileSync(consoleFile(vmId), "utf8") : "";
    const restartService = (address: string, port: number, downMs: number): void =>
      network.restart(address, port, downMs);
    return { environment, events, pve, faults, console, restartService, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The key that signs what the lab publishes, as Fedora's sign what Fedora does. */
function signingKeysFile(directory: string): string {
  return join(directory, "signing-keys.pgp");
}

function publishRelease(directory: string, internet: Internet): string {
  const files = makeRelease(release);
  const key = signingKey("Slipway lab <lab@slipway.invalid>");
  internet.serve(publish(files, key, internet.origin));
  writeFileSync(signingKeysFile(directory), key.publicKey);
  const path = join(directory, "slipway.lock.json");
  writeFileSync(path, `${JSON.stringify(releasePin(files, internet.origin), null, 2)}\n`);
  return path;
}

function startApi(
  options: LabOptions,
  nodes: readonly string[],
  credentials: Credentials,
  hypervisor: LabHypervisor,
  faults: Faults,
): Promise<PveSimulator> {
  return startPve({
    directory: join(options.directory, "pve"),
    certificate: credentials.certificate.certificate,
    key: credentials.certificate.key,
    ...(options.ports?.api === undefined ? {} : { port: options.ports.api }),
    nodes: nodes.map((name) => ({ name, bridges: ["vmbr0", bridge] })),
    storages: [
      { id: datastores.iso, type: "dir", content: ["iso", "vztmpl", "import"] },
      { id: datastores.disks, type: "lvmthin", content: ["images", "rootdir"] },
    ],
    ...access(credentials.tokenSecret, { ...datastores, bridge }, options.alsoGranted),
    taskDelay: (type) => (options.taskSeconds ?? 0) * 1000 + (options.taskDelay?.(type) ?? 0),
    ...(options.lateTasks === undefined ? {} : { lateTasks: options.lateTasks }),
    faults: (request) => faults.api?.(request),
    taskFaults: (task) => faults.task?.(task),
    hypervisor,
  });
}

function observerFor(events: EventEmitter<LabEvents>, log: (line: string) => void): MachineObserver {
  const event = (vm: VmState, stage: Stage, detail?: string): LabEvents["stage"][0] => ({
    vmId: vm.vmid,
    name: String(vm.config["name"] ?? vm.vmid),
    stage,
    at: Date.now(),
    ...(detail === undefined ? {} : { detail }),
  });
  return {
    stage(vm, stage, detail) {
      events.emit("stage", event(vm, stage, detail));
      log(`vm ${vm.vmid}: ${stage}`);
    },
    stuck(vm, stage, why) {
      events.emit("stuck", event(vm, stage, why));
      log(`vm ${vm.vmid}: stuck at ${stage}: ${why}`);
    },
    request(method, path, status) {
      events.emit("request", { service: "http", method, path, status });
    },
  };
}

interface EnvironmentParts {
  readonly directory: string;
  readonly nodes: readonly string[];
  readonly credentials: Credentials;
  readonly bastion: Bastion;
  readonly endpoint: string;
  readonly releaseFile: string;
  readonly requestsLog: string;
}

function environmentOf(parts: EnvironmentParts): LabEnvironment {
  const { credentials, bastion } = parts;
  return {
    endpoint: parts.endpoint,
    caFile: credentials.caFile,
    apiTokenFile: credentials.apiTokenFile,
    sealSecretFile: credentials.sealSecretFile,
    sshIdentityFile: credentials.sshIdentityFile,
    sshPublicKeyFile: credentials.sshPublicKeyFile,
    bastion: { host: bastion.host, port: bastion.port, user: bastion.user, hostKey: bastion.hostKey },
    nodes: parts.nodes,
    datastores,
    releaseFile: parts.releaseFile,
    signingKeysFile: signingKeysFile(parts.directory),
    bridge,
    requestsLog: parts.requestsLog,
    consoleDirectory: join(parts.directory, "console"),
  };
}
