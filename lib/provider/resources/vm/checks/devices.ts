import type { Problem } from "../../../../values/config-error";
import type { ValueObject } from "../../../framework/values";
import { DATASTORE } from "./disks";
import { judgeAll, matches, objectOf, oneOf, problem, type Rules, whole } from "./judge";

const DISPLAYS = "std, virtio, virtio-gl, vmware, cirrus, qxl to qxl4, serial0 to serial3 or none";

const RULES: Readonly<Record<string, Rules>> = {
  efi_disk: { datastore_id: DATASTORE },
  tpm_state: { datastore_id: DATASTORE, version: oneOf("vm/tpm-version", "v1.2", "v2.0") },
  rng: {
    source: oneOf("vm/rng", "/dev/urandom", "/dev/random", "/dev/hwrng"),
    max_bytes: whole("vm/rng", 0, 2 ** 31 - 1),
    period: whole("vm/rng", 1, 2 ** 31 - 1),
  },
  vga: {
    type: matches("vm/vga", /^(std|virtio|virtio-gl|vmware|cirrus|qxl[234]?|serial[0-3]|none)$/, DISPLAYS),
    memory: whole("vm/vga", 4, 512),
  },
  watchdog: {
    model: oneOf("vm/watchdog", "i6300esb", "ib700"),
    action: oneOf("vm/watchdog", "reset", "shutdown", "poweroff", "pause", "debug", "none"),
  },
  cdrom: {
    interface: matches("vm/cdrom-interface", /^(ide[0-3]|sata[0-5])$/, "ide0 to ide3 or sata0 to sata5"),
    volume_id: matches("vm/cdrom-volume", /^[A-Za-z][A-Za-z0-9_.-]*:iso\/[^\s,/]+$/, "<datastore>:iso/<file name>"),
  },
};

/** What is wrong with the devices that a VM has once. */
export function deviceProblems(config: ValueObject): readonly Problem[] {
  return [
    ...Object.entries(RULES).flatMap(([name, rules]) => judgeAll(objectOf(config[name]), rules, [name])),
    ...displayProblems(config),
  ];
}

/** A display on a serial console that is not there. */
function displayProblems({ vga, serial_ports: ports }: ValueObject): readonly Problem[] {
  const type = objectOf(vga)?.type;
  const [, number] = /^serial([0-3])$/.exec(typeof type === "string" ? type : "") ?? [];
  const count = ports === null ? 1 : ports;
  if (number === undefined || typeof count !== "number" || Number(number) < count) return [];
  const what = `the VM has no such serial port: serial_ports is ${count}`;
  return [problem("vm/vga", ["vga", "type"], what, `serial${number}`, "a port that is there, or another display")];
}
