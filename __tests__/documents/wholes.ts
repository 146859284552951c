import type { Document } from "../../lib/documents";
import { bootScript } from "../../lib/ipxe/boot-script";
import type { Unit } from "../../lib/units/schema";
import { aConfig, aGuest, aLargeConfig, aProxyConfig } from "../dnsmasq/fixtures";
import { everything } from "../ignition/everything";
import { everyQuadlet } from "../units/fixtures";

/** A document with every option of its kind. Its text is asserted where its module is tested. */
export interface Whole {
  readonly name: string;
  readonly document: Document;
}

/** One of each kind of unit that is no quadlet. */
const units: readonly Unit[] = [
  {
    name: "task.service",
    Unit: { Description: "100% of it", Documentation: ["https://example.org"], ConditionPathExists: ["!/run/done"] },
    Service: {
      Type: "oneshot",
      RemainAfterExit: true,
      ExecStartPre: [["/usr/bin/mkdir", "-p", "/var/lib/task"]],
      ExecStart: [["/usr/bin/task", "--title", 'a "quoted" title', "100%"], ["/usr/bin/true"]],
      Environment: { GREETING: "hello $USER, 50% off" },
      TimeoutStartSec: 900,
      Nice: -5,
    },
    Install: { WantedBy: ["multi-user.target"] },
  },
  { name: "task.timer", Timer: { OnCalendar: ["daily"], Persistent: true, RandomizedDelaySec: 60 } },
  { name: "task.path", Path: { PathChanged: ["/etc/task"], MakeDirectory: true } },
  { name: "task.socket", Socket: { ListenStream: ["/run/task.sock"], SocketMode: "0600" } },
  { name: "srv-data.mount", Mount: { What: "/dev/vdb", Where: "/srv/data", Type: "ext4", Options: "noatime" } },
  { name: "site.target", Unit: { Description: "The site", Requires: ["task.service"] } },
];

export const wholes: readonly Whole[] = [
  { name: "an Ignition config with every option", document: { kind: "ignition", config: everything } },
  ...[...everyQuadlet, ...units].map((unit): Whole => ({ name: unit.name, document: { kind: "unit", unit } })),
  { name: "a DHCP server", document: { kind: "dnsmasq", config: aConfig } },
  { name: "a DHCP server of several networks", document: { kind: "dnsmasq", config: aLargeConfig } },
  { name: "a proxy DHCP server", document: { kind: "dnsmasq", config: aProxyConfig } },
  { name: "a guest's lines in dnsmasq", document: { kind: "dnsmasq-extension", extension: aGuest } },
  {
    name: "the boot script",
    document: {
      kind: "ipxe",
      script: bootScript({
        serverAddress: "10.20.0.2",
        release: "44.20260601.3.0",
        kernel: "kernel.x86_64",
        initramfs: "initramfs.x86_64.img",
        rootfs: "rootfs.x86_64.img",
        kernelArguments: ["console=ttyS0", "quiet"],
        signatures: {
          kernel: "http://10.20.0.2/kernel.sig",
          initramfs: "http://10.20.0.2/initramfs.sig",
          config: "http://10.20.0.2/config.sig",
        },
      }),
    },
  },
];
