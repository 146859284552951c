import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folder of a lab with an image of 10 GiB on one node, as somebody has put it there: `local:import/fedora-coreos.qcow2`. */
export class LabWithImage {
  readonly directory = mkdtempSync(join(tmpdir(), "slipway-lab-image-"));

  constructor(node: string) {
    const folder = join(this.directory, "pve/storage", node, "local/import");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "fedora-coreos.qcow2"), "");
    truncateSync(join(folder, "fedora-coreos.qcow2"), 10 * 1024 ** 3);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
