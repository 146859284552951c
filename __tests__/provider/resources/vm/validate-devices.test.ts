import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { LIMITS } from "../../../../lib/provider/resources/vm/disk-options";
import { validateVm } from "../../../../lib/provider/resources/vm/validate";
import { aDisk, aNic, aVm } from "./a-vm";

function refusals(changes: ValueObject) {
  return validateVm({ ...aVm(), ...changes }).map(({ detail, path }) => [detail.split(" ")[0]?.trim(), path]);
}

const sata = (changes: ValueObject = {}): ValueObject => ({
  ...aDisk({ interface: "sata0", iothread: false }),
  ...changes,
});
const limits = (changes: ValueObject): ValueObject => ({
  ...Object.fromEntries(LIMITS.map((name) => [name, null])),
  ...changes,
});
const ha = (changes: ValueObject): ValueObject => ({
  state: null,
  max_restart: null,
  max_relocate: null,
  failback: null,
  comment: null,
  nodes: null,
  strict: null,
  ...changes,
});

describe("validateVm of disks", () => {
  it.each(["virtio15", "scsi30", "sata5", "ide3"])("accepts one at %s", (place) => {
    expect(refusals({ disks: [aDisk(), sata({ interface: place })] })).toEqual([]);
  });

  it.each<[string, ValueObject, readonly (string | number)[]]>([
    ["vm/disk-interface", { disks: [aDisk(), sata({ interface: "sata6" })] }, ["disks", 1, "interface"]],
    ["vm/disk-interface", { disks: [aDisk(), sata({ interface: "ide4" })] }, ["disks", 1, "interface"]],
    ["vm/disk-option", { disks: [aDisk({ cache: "fast" })] }, ["disks", 0, "cache"]],
    ["vm/disk-option", { disks: [aDisk({ aio: "sync" })] }, ["disks", 0, "aio"]],
    ["vm/disk-option", { disks: [aDisk({ aio: "native", cache: "writeback" })] }, ["disks", 0, "aio"]],
    ["vm/disk-option", { disks: [aDisk({ ssd: true })] }, ["disks", 0, "ssd"]],
    ["vm/disk-option", { disks: [aDisk(), sata({ iothread: true })] }, ["disks", 1, "iothread"]],
    ["vm/disk-option", { disks: [aDisk(), sata({ ro: true })] }, ["disks", 1, "ro"]],
    ["vm/import-from", { disks: [aDisk({ import_from: "/etc/shadow" })] }, ["disks", 0, "import_from"]],
    ["vm/import-from", { disks: [aDisk({ import_from: "local:import/a.qcow2,x=1" })] }, ["disks", 0, "import_from"]],
    ["vm/disk-limit", { disks: [{ ...aDisk(), limits: limits({ iops: 0.5 }) }] }, ["disks", 0, "limits", "iops"]],
    ["vm/disk-limit", { disks: [{ ...aDisk(), limits: limits({ mbps: 0 }) }] }, ["disks", 0, "limits", "mbps"]],
    [
      "vm/disk-limit",
      { disks: [{ ...aDisk(), limits: limits({ mbps_max: 10, mbps_wr_max: 5 }) }] },
      ["disks", 0, "limits", "mbps_max"],
    ],
    [
      "vm/duplicate-disk",
      { disks: [aDisk(), sata({ interface: "ide2" })], cdrom: { interface: null, volume_id: "local:iso/a.iso" } },
      ["disks", 1, "interface"],
    ],
  ])("refuses %s: %j", (code, changes, path) => {
    expect(refusals(changes)).toEqual([[code, path]]);
  });

  it.each(["none", "directsync", null])("accepts native I/O with the cache %s", (cache) => {
    expect(refusals({ disks: [aDisk({ aio: "native", cache })] })).toEqual([]);
  });
});

describe("validateVm of devices", () => {
  it.each<[string, ValueObject, readonly (string | number)[]]>([
    ["vm/serial-ports", { serial_ports: 5 }, ["serial_ports"]],
    ["vm/tpm-version", { tpm_state: { datastore_id: "local-lvm", version: "v3.0" } }, ["tpm_state", "version"]],
    ["vm/datastore", { tpm_state: { datastore_id: "a b", version: null } }, ["tpm_state", "datastore_id"]],
    ["vm/rng", { rng: { source: "/dev/sda", max_bytes: null, period: null } }, ["rng", "source"]],
    ["vm/rng", { rng: { source: null, max_bytes: -1, period: null } }, ["rng", "max_bytes"]],
    ["vm/rng", { rng: { source: null, max_bytes: null, period: 0 } }, ["rng", "period"]],
    ["vm/vga", { vga: { type: "vga", memory: null } }, ["vga", "type"]],
    ["vm/vga", { vga: { type: "std", memory: 2 } }, ["vga", "memory"]],
    ["vm/vga", { vga: { type: "serial1", memory: null } }, ["vga", "type"]],
    ["vm/watchdog", { watchdog: { model: "tco", action: null } }, ["watchdog", "model"]],
    ["vm/watchdog", { watchdog: { model: null, action: "explode" } }, ["watchdog", "action"]],
    ["vm/nic-option", { network_devices: [aNic({ queues: 65 })] }, ["network_devices", 0, "queues"]],
    ["vm/nic-option", { network_devices: [aNic({ rate: 0 })] }, ["network_devices", 0, "rate"]],
    ["vm/nic-option", { network_devices: [aNic({ model: "e1000", queues: 2 })] }, ["network_devices", 0, "queues"]],
    ["vm/nic-option", { network_devices: [aNic({ model: "e1000", mtu: 9000 })] }, ["network_devices", 0, "mtu"]],
    ["vm/trunks", { network_devices: [aNic({ trunks: ["20", "39-30"] })] }, ["network_devices", 0, "trunks", 1]],
    ["vm/trunks", { network_devices: [aNic({ trunks: ["4095"] })] }, ["network_devices", 0, "trunks", 0]],
    ["vm/trunks", { network_devices: [aNic({ trunks: ["20;30"] })] }, ["network_devices", 0, "trunks", 0]],
  ])("refuses %s: %j", (code, changes, path) => {
    expect(refusals(changes)).toEqual([[code, path]]);
  });

  it("accepts a display on the serial port that every VM has", () => {
    expect(refusals({ serial_ports: null, vga: { type: "serial0", memory: null } })).toEqual([]);
  });
});

describe("validateVm of high availability", () => {
  it.each<[string, ValueObject, readonly (string | number)[]]>([
    ["vm/ha-state", { ha: ha({ state: "enabled" }) }, ["ha", "state"]],
    ["vm/ha-state", { ha: ha({ state: "stopped" }) }, ["ha", "state"]],
    ["vm/ha-state", { started: false, ha: ha({ state: "started" }) }, ["ha", "state"]],
    ["vm/ha-limit", { ha: ha({ max_restart: -1 }) }, ["ha", "max_restart"]],
    ["vm/ha-limit", { ha: ha({ max_relocate: 1.5 }) }, ["ha", "max_relocate"]],
    ["vm/ha-comment", { ha: ha({ comment: "a\nb" }) }, ["ha", "comment"]],
    ["vm/ha-nodes", { ha: ha({ nodes: {} }) }, ["ha", "nodes"]],
    ["vm/ha-nodes", { ha: ha({ nodes: { "pve1:5": 1 } }) }, ["ha", "nodes", "pve1:5"]],
    ["vm/ha-nodes", { ha: ha({ nodes: { pve1: 1001 } }) }, ["ha", "nodes", "pve1"]],
    ["vm/ha-nodes", { ha: ha({ strict: true }) }, ["ha", "strict"]],
  ])("refuses %s: %j", (code, changes, path) => {
    expect(refusals(changes)).toEqual([[code, path]]);
  });

  it.each<ValueObject>([
    ha({}),
    ha({ state: "ignored" }),
    ha({ state: UNKNOWN, nodes: UNKNOWN, strict: true }),
    ha({ nodes: { pve1: 0, pve2: 1000 }, strict: true }),
  ])("accepts %j", (value) => {
    expect(refusals({ ha: value })).toEqual([]);
  });
});
