import fc from "fast-check";
import { changesTo, createForm } from "../../../../lib/provider/resources/vm/model";
import { readConfig } from "../../../../lib/provider/resources/vm/read-config";
import type { Disk, NetworkDevice, VmState } from "../../../../lib/provider/resources/vm/state";
import { LIMITS, knows } from "../../../../lib/provider/resources/vm/disk-options";
import { fuzzCases } from "../../../fuzz";
import { aVm } from "./a-vm";

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const rate = fc.integer({ min: 1, max: 10_000 }).map((value) => value / 4);

const disk = fc
  .record({
    interface: fc.constantFrom("virtio0", "virtio15", "scsi0", "scsi30", "sata5", "ide0"),
    datastore_id: fc.constantFrom("local-lvm", "ceph"),
    size_gib: fc.integer({ min: 1, max: 4096 }),
    import_from: fc.constant(null),
    serial: maybe(fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/)),
    discard: fc.boolean(),
    iothread: fc.boolean(),
    backup: fc.boolean(),
    replicate: fc.boolean(),
    ssd: fc.boolean(),
    ro: fc.boolean(),
    cache: maybe(fc.constantFrom("none", "writeback", "directsync")),
    aio: maybe(fc.constantFrom("native", "threads", "io_uring")),
    limits: maybe(fc.record(Object.fromEntries(LIMITS.map((name) => [name, maybe(rate)])))),
  })
  // What a bus does not know, the plan does not hold.
  .map((one): Disk => {
    const fitting = { iothread: one.iothread, ro: one.ro, ssd: one.ssd };
    for (const option of ["iothread", "ro", "ssd"] as const) fitting[option] &&= knows(one, option);
    return { ...one, ...fitting, limits: one.limits as Disk["limits"] };
  });

const nic: fc.Arbitrary<NetworkDevice> = fc.record({
  bridge: fc.constantFrom("vmbr0", "vmbr9"),
  mac_address: fc.integer({ min: 0, max: 255 }).map((last) => `BC:24:11:00:00:${last.toString(16).padStart(2, "0")}`),
  model: fc.constantFrom("virtio", "e1000"),
  vlan_id: maybe(fc.integer({ min: 1, max: 4094 })),
  trunks: maybe(fc.array(fc.constantFrom("20", "30-39"), { maxLength: 2 })),
  mtu: maybe(fc.constantFrom(1, 1500, 9000)),
  queues: maybe(fc.integer({ min: 1, max: 64 })),
  rate: maybe(rate),
  link_down: fc.boolean(),
  firewall: fc.boolean(),
  addresses: fc.constant(null),
});

const vm: fc.Arbitrary<VmState> = fc
  .record({
    disks: maybe(fc.uniqueArray(disk, { selector: (one) => one.interface, maxLength: 4 })),
    network_devices: maybe(fc.array(nic, { maxLength: 3 })),
    sockets: fc.integer({ min: 1, max: 4 }),
    cpu_limit: maybe(rate),
    cpu_units: maybe(fc.integer({ min: 1, max: 262_144 })),
    numa: fc.boolean(),
    memory_minimum_mib: maybe(fc.integer({ min: 16, max: 4096 })),
    serial_ports: fc.integer({ min: 0, max: 4 }),
    rng: maybe(
      fc.record({
        source: fc.constantFrom("/dev/urandom", "/dev/random"),
        max_bytes: maybe(fc.nat()),
        period: maybe(fc.integer({ min: 1 })),
      }),
    ),
    vga: maybe(fc.record({ type: fc.constantFrom("std", "serial0"), memory: maybe(fc.integer({ min: 4, max: 512 })) })),
    watchdog: maybe(
      fc.record({ model: fc.constantFrom("i6300esb", "ib700"), action: fc.constantFrom("reset", "none") }),
    ),
    efi_disk: maybe(fc.record({ datastore_id: fc.constant("local-lvm"), pre_enrolled_keys: fc.boolean() })),
    tpm_state: maybe(fc.record({ datastore_id: fc.constant("ceph"), version: fc.constantFrom("v1.2", "v2.0") })),
    tags: maybe(fc.uniqueArray(fc.constantFrom("a", "b", "c")).map((tags) => tags.sort())),
  })
  .map((changes) => aVm(changes));

/** What Proxmox makes of a form: volumes for what is to be made, and its own order of properties. */
function asProxmoxKeepsIt(form: ReturnType<typeof createForm>): Record<string, string | number> {
  const kept = Object.entries(form).flatMap(([key, value]): [string, string | number][] => {
    if (value === undefined || key === "vmid") return [];
    if (typeof value === "boolean") return [[key, value ? 1 : 0]];
    const [, store, size, rest = ""] = /^file=([^:]+):(\d+)(?:,(.*))?$/.exec(String(value)) ?? [];
    if (store === undefined) return [[key, value]];
    const properties = [...rest.split(",").filter((part) => part !== ""), `size=${size}G`].sort();
    return [[key, [`${store}:vm-102-${key}`, ...properties].join(",")]];
  });
  return Object.fromEntries(kept);
}

describe("A VM that was written", () => {
  it("reads as it was written, and needs no change", () => {
    fc.assert(
      fc.property(vm, (wanted) => {
        const config = asProxmoxKeepsIt(createForm(wanted));

        const actual = readConfig(config, wanted);

        expect(actual).toEqual(wanted);
        expect(changesTo(actual, config, wanted)).toEqual({ form: null, needsStop: false, resizes: [] });
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("is turned into any other by a change that is then nothing more", () => {
    fc.assert(
      fc.property(vm, vm, (before, other) => {
        const wanted = { ...other, disks: before.disks, efi_disk: before.efi_disk, tpm_state: before.tpm_state };
        const config = asProxmoxKeepsIt(createForm(before));

        const { form } = changesTo(readConfig(config, wanted), config, wanted);

        const { delete: gone = "", ...set } = form ?? {};
        const changed = { ...config, ...asProxmoxKeepsIt(set) };
        for (const key of String(gone).split(",")) Reflect.deleteProperty(changed, key);
        expect(changesTo(readConfig(changed, wanted), changed, wanted).form).toBeNull();
      }),
      { numRuns: fuzzCases() },
    );
  });
});
