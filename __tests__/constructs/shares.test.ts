import { GuestVm, ImageVm, type VmSizing } from "../../lib";
import { ForeignResource } from "./foreign";
import { anInstallVm, aProxmox, aSubnet, synthesizeStack } from "./synth";

const SHARES: VmSizing = { sockets: 2, numa: true, cpuLimit: 1.5, cpuUnits: 50, memoryMinimumMiB: 4096 };
const HA = { maxRestart: 3, nodes: { pve1: 2, pve2: 1 } };

/** One machine of each kind, all with the same shares, and what is made of them. */
function machines(driver: "bpg" | "native", type: string): readonly Readonly<Record<string, unknown>>[] {
  const { resource } = synthesizeStack((stack) => {
    const proxmox = aProxmox(stack, { driver });
    const subnet = aSubnet(stack);
    const install = anInstallVm(stack, { proxmox, subnet, memoryMiB: 8192, ...SHARES, ha: HA });
    new GuestVm(stack, "db", { install, memoryMiB: 8192, ...SHARES, ha: HA });
    const image = "local:import/a.qcow2";
    new ImageVm(stack, "web", { proxmox, subnet, image, memoryMiB: 8192, ...SHARES, ha: HA });
  });
  return Object.values(resource?.[type] ?? {});
}

describe("Install VMs and guests of both kinds", () => {
  it("share their node and are members of high availability as they are told, by the native driver", () => {
    const whole = {
      cores: 2,
      cpu_limit: 1.5,
      cpu_units: 50,
      ha: { max_restart: 3, nodes: { pve1: 2, pve2: 1 } },
      memory_mib: 8192,
      memory_minimum_mib: 4096,
      numa: true,
      sockets: 2,
    };

    expect(machines("native", "slipway_vm")).toMatchObject([whole, whole, whole]);
  });

  it("do so by bpg/proxmox too, each with a membership and a rule of its own", () => {
    const whole = {
      cpu: { cores: 2, limit: 1.5, numa: true, sockets: 2, type: "x86-64-v2-AES", units: 50 },
      memory: { dedicated: 8192, floating: 4096 },
    };
    const member = { max_restart: 3, state: "started" };
    const rule = { nodes: { pve1: 2, pve2: 1 }, type: "node-affinity" };

    expect(machines("bpg", "proxmox_virtual_environment_vm")).toMatchObject([whole, whole, whole]);
    expect(machines("bpg", "proxmox_haresource")).toMatchObject([member, member, member]);
    expect(machines("bpg", "proxmox_harule")).toMatchObject([rule, rule, rule]);
  });

  it.each([
    [
      "native",
      "slipway_vm",
      { cpu_limit: "${ipam_share.share.limit}", memory_minimum_mib: "${ipam_share.share.least}" },
    ],
    [
      "bpg",
      "proxmox_virtual_environment_vm",
      { cpu: { limit: "${ipam_share.share.limit}" }, memory: { floating: "${ipam_share.share.least}" } },
    ],
  ] as const)("take their shares from elsewhere, by driver %s", (driver, type, expected) => {
    const { resource } = synthesizeStack((stack) => {
      const share = new ForeignResource(stack, "share");
      anInstallVm(stack, {
        proxmox: aProxmox(stack, { driver }),
        cpuLimit: share.getNumberAttribute("limit"),
        memoryMinimumMiB: share.getNumberAttribute("least"),
      });
    });

    expect(Object.values(resource?.[type] ?? {})).toMatchObject([expected]);
  });
});
