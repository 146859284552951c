/** A machine as the API knows it. One object per VM lives from its creation to its removal. */
export interface VmState {
  readonly vmid: number;

  /** Node on which the VM is now. */
  node: string;

  /** What `GET config` answers, pending changes included, without the digest. */
  config: VmConfig;

  /** The configuration that the machine was started with, kept up to date by what can be changed while it runs. */
  active: VmConfig;

  /** Disks by option name (`virtio0`, `scsi1`, `efidisk0`), CDs apart. */
  readonly disks: Map<string, DiskState>;

  running: boolean;

  /** When the machine was started, in seconds since 1970. */
  startedAt?: number;

  /** Why others may not touch the VM: "create", "migrate", … */
  lock?: string;
}

/** Options of a VM: booleans and integers are numbers, everything else is text. */
export type VmConfig = Record<string, string | number>;

export interface DiskState {
  /** `<storage>:<name>`. */
  readonly volid: string;
  sizeBytes: number;

  /** What was written on the disk. The API never looks into it; it lives as long as the disk. */
  contents: DiskContents;

  /** A folder that belongs to this disk alone, for whatever the hypervisor wants to keep. Removed with the disk. */
  readonly directory: string;
}

export type DiskContents = { readonly kind: "blank" } | { readonly kind: "written"; readonly data: unknown };

/** What the API calls when a VM's power changes. A rejected promise fails the task with the error's message. */
export interface Hypervisor {
  /** Powers the machine on. Resolves as soon as it has power, not when it has booted. */
  start(vm: VmState): Promise<void>;

  /** Takes the power away ("stop"), asks the guest to shut down and waits ("shutdown"), or presses reset ("reset"). */
  stop(vm: VmState, how: StopKind): Promise<void>;

  /** The machine is gone, and its disks with it. */
  removed(vm: VmState): Promise<void>;
}

export type StopKind = "stop" | "shutdown" | "reset";

export interface NodeOptions {
  readonly name: string;

  /** @default ["vmbr0", "vmbr1"] */
  readonly bridges?: readonly string[];

  /** @default 65536 */
  readonly memoryMiB?: number;

  /** @default 16 */
  readonly cores?: number;
}

export type StorageContent = "iso" | "vztmpl" | "import" | "snippets" | "images" | "rootdir";

/** A storage that each node has for itself, as `local` and `local-lvm` are. */
export interface StorageOptions {
  readonly id: string;
  readonly type: "dir" | "lvmthin";
  readonly content: readonly StorageContent[];

  /** Bytes on each node. @default 256 GiB */
  readonly sizeBytes?: number;
}

export interface TokenOptions {
  readonly id: string;

  /** The UUID after `=`. */
  readonly secret: string;

  /** Privilege separation: the token has only what both it and its user were given. @default true */
  readonly separated?: boolean;

  /** When it ends to be accepted, in seconds since 1970. @default 0 - never */
  readonly expire?: number;
}

export interface UserOptions {
  /** `name@realm`. `root@pam` may do everything. */
  readonly id: string;
  readonly tokens?: readonly TokenOptions[];
}

export interface AclEntry {
  readonly path: string;

  /** `user@realm` or `user@realm!token`. */
  readonly subject: string;
  readonly role: string;

  /** @default true */
  readonly propagate?: boolean;
}

/** What a test may do to one request. `delayMs` is waited before anything else. */
export type Fault =
  /** Answers so, and does nothing. */
  | { readonly delayMs?: number; readonly status: number; readonly message: string }
  /** Cuts the connection after so many bytes of the request's body, which are all that the API gets to see. */
  | { readonly delayMs?: number; readonly dropAfterBytes: number }
  /** Does what is asked, and cuts the connection in place of the answer. */
  | { readonly delayMs?: number; readonly dropAnswer: true }
  /** Answers as ever, only later. */
  | { readonly delayMs: number };

export interface FaultRequest {
  readonly method: string;

  /** Below /api2/json, without query. */
  readonly path: string;

  /** Length of the request's body as its header says it; 0 without. */
  readonly bodyBytes: number;
}

export interface TaskFaultRequest {
  readonly node: string;

  /** Such as "qmstart" or "imgcopy". */
  readonly type: string;

  /** What it is about: a VM id, a storage, or nothing. */
  readonly id: string;
}

/** What a test may do to one task. */
export interface TaskFault {
  /** Milliseconds that it takes beside its own. */
  readonly delayMs?: number;

  /** Keeps it from ending, or from doing anything, until this settles. */
  readonly until?: Promise<unknown>;

  /** The error that it ends with, without having done anything. */
  readonly failure?: string;
}

/** One served request. Names of parameters only: values may be secret. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly string[];
  readonly status: number;

  /** `user@realm!token`, if the request was authenticated. */
  readonly subject?: string;
}

export interface PveOptions {
  /** Folder for uploaded files and disks; created if missing. */
  readonly directory: string;
  readonly certificate: string;
  readonly key: string;

  /** On 127.0.0.1. @default 0 - any free port */
  readonly port?: number;
  readonly nodes: readonly NodeOptions[];
  readonly storages: readonly StorageOptions[];
  readonly users: readonly UserOptions[];

  /** Roles beside those of Proxmox: name → privileges. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly acl?: readonly AclEntry[];

  /** Milliseconds that a task takes, the same for all or by type ("qmcreate", "imgcopy"). @default 0 */
  readonly taskDelay?: number | ((type: string) => number);

  /** Answers "no such task" to the first question for each task's status, as a busy cluster sometimes does. @default false */
  readonly lateTasks?: boolean;
  readonly faults?: (request: FaultRequest) => Fault | undefined;
  readonly taskFaults?: (task: TaskFaultRequest) => TaskFault | undefined;
  readonly hypervisor: Hypervisor;
}

export interface PveEvents {
  request: [RequestRecord];
}
