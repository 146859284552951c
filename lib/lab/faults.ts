import { hostClock } from "./clock";
import type { Fault, FaultRequest, TaskFault, TaskFaultRequest } from "./pve/types";
import type { Stage } from "./types";

/** A request to the install VM's SFTP server. */
export interface SftpFaultRequest {
  readonly operation: "open" | "write" | "close" | "rename" | "remove" | "mkdir" | "rmdir" | "other";

  /** Path of the file as the client sees it; of the old name for a rename, "" for what has none. */
  readonly path: string;
}

/**
 * What a test may do to such a request before it is carried out: refuse it with a message, cut the connection, or leave
 * it without an answer for good.
 */
export type SftpFault = { readonly failure: string } | { readonly cut: true } | { readonly silent: true };

/** What a test can make go wrong. Everything works until a field is set; `clear` mends everything. */
export class Faults {
  /** Changes what the lab's internet serves for a path: the bytes to send instead, or nothing for a 404. */
  download: ((path: string, bytes: Buffer) => Buffer | undefined) | undefined;

  /** Cuts a download after so many bytes. */
  dropDownloadAfter: ((path: string) => number | undefined) | undefined;

  /** Refuses a connection to an address inside the lab. */
  refuseConnection: ((address: string, port: number) => boolean) | undefined;

  /** Cuts a connection inside the lab after so many bytes from the client. */
  dropConnectionAfter: ((address: string, port: number) => number | undefined) | undefined;

  /** Milliseconds to wait before a connection inside the lab is answered. */
  delayConnection: ((address: string, port: number) => number) | undefined;

  /** Answers a request to the Proxmox API otherwise. */
  api: ((request: FaultRequest) => Fault | undefined) | undefined;

  /** Lets a task of Proxmox take longer, or end with an error. Asked once a task, when it starts. */
  task: ((task: TaskFaultRequest) => TaskFault | undefined) | undefined;

  /** Keeps a machine at a stage that it has reached until this settles. */
  stage: ((vmId: number, stage: Stage) => Promise<unknown> | undefined) | undefined;

  /** Machines that do not hear a request to shut down. */
  deaf: ((vmId: number) => boolean) | undefined;

  /** Answers a request to SFTP otherwise. */
  sftp: ((request: SftpFaultRequest) => SftpFault | undefined) | undefined;

  /** The file system below SFTP has no room left: files can be made, and nothing be written into them. */
  sftpDiskFull = false;

  /** SFTP offers only the plain rename, which takes the place of nothing. Seen by sessions that begin then. */
  withoutPosixRename = false;

  /** What the clocks of the lab's hosts are ahead of the real one, in milliseconds; negative when they are behind. */
  get clockSkewMs(): number {
    return hostClock.skewMs;
  }

  set clockSkewMs(milliseconds: number) {
    hostClock.skewMs = milliseconds;
  }

  clear(): void {
    this.download = undefined;
    this.dropDownloadAfter = undefined;
    this.refuseConnection = undefined;
    this.dropConnectionAfter = undefined;
    this.delayConnection = undefined;
    this.api = undefined;
    this.task = undefined;
    this.stage = undefined;
    this.deaf = undefined;
    this.sftp = undefined;
    this.sftpDiskFull = false;
    this.withoutPosixRename = false;
    this.clockSkewMs = 0;
  }
}

/** A fault that happens to the first `count` that it would happen to, and then no more. */
export function times<In, Out>(count: number, fault: (given: In) => Out | undefined): (given: In) => Out | undefined {
  let left = count;
  return (given) => {
    const found = left > 0 ? fault(given) : undefined;
    if (found !== undefined) left -= 1;
    return found;
  };
}
