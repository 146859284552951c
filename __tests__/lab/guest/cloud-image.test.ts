import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCidataIso } from "../../../lib/coreos/cidata";
import { Faults } from "../../../lib/lab/faults";
import { LabHypervisor } from "../../../lib/lab/hypervisor";
import { writeIso9660 } from "../../../lib/lab/media/iso9660-writer";
import { VirtualNetwork } from "../../../lib/lab/network/virtual-network";
import type { VmState } from "../../../lib/lab/pve/types";

const directory = mkdtempSync(join(tmpdir(), "slipway-image-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const KEYFILE = `[connection]
id=slipway
type=ethernet

[ipv4]
method=manual
address1=10.20.0.12/24,10.20.0.1
`;

const CONFIG = {
  ignition: { version: "3.4.0" },
  storage: {
    files: [
      { path: "/etc/hostname", mode: 0o644, contents: { source: "data:,web%0A" } },
      {
        path: "/etc/NetworkManager/system-connections/slipway.nmconnection",
        mode: 0o600,
        contents: { source: `data:,${encodeURIComponent(KEYFILE)}` },
      },
    ],
  },
};

/** A VM whose disk was made from an image, with a CD. */
function anImageVm(): VmState {
  const config = {
    name: "web",
    boot: "order=virtio0",
    virtio0: "local-lvm:vm-102-disk-0,size=10G",
    ide2: "local:iso/web.iso,media=cdrom",
    net0: "virtio=BC:24:11:00:00:66,bridge=vmbr1",
  };
  const contents = { kind: "written", data: { importedFrom: "/images/fcos.qcow2" } } as const;
  const disk = { volid: "local-lvm:vm-102-disk-0", sizeBytes: 10 * 1024 ** 3, contents, directory: "" };
  return { vmid: 102, node: "pve1", config, active: config, disks: new Map([["virtio0", disk]]), running: true };
}

/** How far a VM comes with a CD, in two boots, and what its console shows. */
async function boots(cd: Buffer): Promise<{ readonly stages: readonly string[]; readonly console: string }> {
  writeFileSync(join(directory, "web.iso"), cd);
  rmSync(join(directory, "console.log"), { force: true });
  const stages: string[] = [];
  const machines = new LabHypervisor({
    network: new VirtualNetwork(new Faults()),
    stageDelayMs: 0,
    consoleFile: () => join(directory, "console.log"),
    isoPath: () => join(directory, "web.iso"),
    observer: {
      stage: (_vm, stage) => stages.push(stage),
      stuck: (_vm, stage) => stages.push(`stuck at ${stage}`),
      request: () => undefined,
    },
  });
  const vm = anImageVm();
  for (let boot = 0; boot < 2; boot += 1) {
    await machines.start(vm);
    await machines.settled(vm.vmid);
  }
  await machines.stopAll();
  return { stages, console: readFileSync(join(directory, "console.log"), "utf8") };
}

describe("a disk that was made from an image", () => {
  it("boots with the config on a CD labelled cidata, which counts at the first boot alone", async () => {
    const ignition = Buffer.from(JSON.stringify(CONFIG));

    const { stages, console } = await boots(writeCidataIso({ ignition, instanceId: "web" }));

    expect(stages).toEqual(["powered on", "booted", "powered on", "booted"]);
    expect(console.match(/reading user-data from the CD in ide2/g)).toHaveLength(1);
    expect(console.match(/Welcome to Fedora CoreOS \(proxmoxve image\) on web/g)).toHaveLength(2);
  });

  it("boots without a config where the CD has another label or no long names, and has no network then", async () => {
    const { stages, console } = await boots(writeIso9660("CONFIG", [{ path: "USERDATA", data: Buffer.from("{}") }]));

    expect(stages).toEqual(["powered on", "stuck at booted", "powered on", "stuck at booted"]);
    expect(console).toContain("ignition: no config provided by user");
  });

  it("stops at a config that Ignition refuses", async () => {
    const { stages, console } = await boots(writeCidataIso({ ignition: Buffer.from("{}"), instanceId: "web" }));

    expect(stages[1]).toBe("stuck at booted");
    expect(console).toContain("You are in emergency mode.");
  });
});
