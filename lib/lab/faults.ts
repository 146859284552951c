import type { Fault, FaultRequest } from "./pve/types";

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

  clear(): void {
    this.download = undefined;
    this.dropDownloadAfter = undefined;
    this.refuseConnection = undefined;
    this.dropConnectionAfter = undefined;
    this.delayConnection = undefined;
    this.api = undefined;
  }
}
