import type { ProxmoxApi } from "../../../../lib/provider/proxmox/api";

/** VM 102, which is started and stopped, and says so. */
export class FakeVm {
  /** What was changed, in order: "PUT boot order=…", "POST start", … */
  readonly calls: string[] = [];

  /** Paths that were read, in order. */
  readonly reads: string[] = [];
  boot = "order=virtio0;net0";

  /** Where it is; undefined if it is gone. */
  node: string | undefined = "pve3";

  /** Seconds since it was switched on. */
  uptime: number | undefined;

  /** What its guest does when it is started with this boot order. */
  onStart: (order: string) => unknown = () => undefined;
  private isRunning = true;

  /** @param machine SMBIOS UUID */
  constructor(public machine: string) {}

  readonly api: ProxmoxApi = {
    tokenId: "slipway@pve!test",
    get: (path) => {
      this.reads.push(path);
      return Promise.resolve(
        path.endsWith("/config")
          ? { boot: this.boot, smbios1: `uuid=${this.machine.toUpperCase()}` }
          : { status: this.isRunning ? "running" : "stopped", uptime: this.uptime },
      );
    },
    post: (path) => {
      const action = path.slice(path.lastIndexOf("/") + 1);
      this.calls.push(`POST ${action}`);
      this.isRunning = action === "start";
      if (action === "start") this.onStart(this.boot);
      return Promise.resolve("UPID:test");
    },
    put: (_path, parameters) => {
      this.boot = String(parameters?.boot);
      this.calls.push(`PUT boot ${this.boot}`);
      return Promise.resolve(null);
    },
    delete: () => Promise.reject(new Error("nothing is to be deleted")),
    upload: () => Promise.reject(new Error("nothing is to be uploaded")),
    waitForTask: () => Promise.resolve(),
    listVms: () =>
      Promise.resolve(
        this.node === undefined
          ? []
          : [{ vmid: 102, type: "qemu", node: this.node, status: "running", name: "web", pool: undefined }],
      ),
  };
}
