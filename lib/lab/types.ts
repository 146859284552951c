import type { EventEmitter } from "node:events";
import type { Faults } from "./faults";
import type { PveSimulator } from "./pve/simulator";

/** How far a guest has come, in the order in which it goes. */
export const guestStages = ["powered on", "DHCP", "iPXE", "config checked", "written", "booted", "reported"] as const;

/** How far an install VM has come. Its three services start in any order. */
export const installStages = ["powered on", "ignition", "dnsmasq", "http", "sftp", "healthy"] as const;

export type Stage = (typeof guestStages)[number] | (typeof installStages)[number];

/** A machine has reached a stage. */
export interface StageEvent {
  readonly vmId: number;
  readonly name: string;
  readonly stage: Stage;

  /** Milliseconds since 1970. */
  readonly at: number;
  readonly detail?: string;
}

/** A request to the Proxmox API or to an install VM's HTTP service has been answered. */
export interface RequestEvent {
  readonly service: "proxmox" | "http";
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface LabEvents {
  stage: [StageEvent];

  /** A machine cannot reach `stage`; `detail` is why, as its console says it. */
  stuck: [StageEvent];
  request: [RequestEvent];
}

/** Where everything is. Holds no secret: those lie in the files that it names. Also written to `lab.json`. */
export interface LabEnvironment {
  /** The Proxmox API, `https://127.0.0.1:<port>`. */
  readonly endpoint: string;

  /** PEM certificate that the API's certificate is checked against. */
  readonly caFile: string;
  readonly apiTokenFile: string;
  readonly sealSecretFile: string;

  /** Private key of the operator, for the bastion and the install VM's SFTP. */
  readonly sshIdentityFile: string;
  readonly sshPublicKeyFile: string;
  readonly bastion: { readonly host: string; readonly port: number; readonly user: string; readonly hostKey: string };
  readonly nodes: readonly string[];
  readonly datastores: { readonly iso: string; readonly disks: string };

  /** The pinned Fedora CoreOS release: URLs on the lab's own HTTP server. */
  readonly releaseFile: string;

  /** OpenPGP public key that signs that release. */
  readonly signingKeysFile: string;
  readonly bridge: string;

  /** One line of JSON for each request to the Proxmox API. */
  readonly requestsLog: string;

  /** Folder of the machines' consoles, one `<vmid>.log` each. */
  readonly consoleDirectory: string;
}

export interface LabOptions {
  /** Everything that the lab writes lies below it. */
  readonly directory: string;

  /** @default any free port each */
  readonly ports?: { readonly api?: number; readonly bastion?: number; readonly internet?: number };

  /** @default ["pve1", "pve2", "pve3"] */
  readonly nodes?: readonly string[];

  /** What the API token may do beside what every stack needs: privileges by path. @default - nothing */
  readonly alsoGranted?: Readonly<Record<string, readonly string[]>>;

  /** How long each task of the Proxmox API takes. @default 0 */
  readonly taskSeconds?: number;

  /** How long tasks of one type ("qmcreate", "imgcopy") take beside that, in milliseconds. @default - no longer */
  readonly taskDelay?: (type: string) => number;

  /** Answers "no such task" to the first question for each task's status, as a busy cluster does. @default false */
  readonly lateTasks?: boolean;

  /** When the lab's token ends to be accepted, in seconds since 1970. @default - never */
  readonly tokenExpiresAt?: number;

  /**
   * What the clocks of the lab's hosts are ahead, in milliseconds; negative when they are behind. The API's certificate
   * begins a day before what they say.
   *
   * @default 0
   */
  readonly clockSkewMs?: number;

  /** How long a machine takes from each stage to the next, in milliseconds. @default 150 */
  readonly stageDelayMs?: number;

  /** Told what happens, a line each. @default - nobody */
  readonly log?: (line: string) => void;
}

/** A running lab. */
export interface Lab {
  readonly environment: LabEnvironment;
  readonly events: EventEmitter<LabEvents>;
  readonly pve: PveSimulator;
  readonly faults: Faults;

  /**
   * Restarts what serves a port of a machine, such as its SSH server: every connection is lost, and for some
   * milliseconds there is no new one.
   */
  restartService(address: string, port: number, downMs: number): void;

  /** Lines on a machine's console so far. */
  console(vmId: number): string;

  /** Switches every machine off and closes every socket. */
  stop(): Promise<void>;
}
