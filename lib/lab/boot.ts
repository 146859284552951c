import { systemOfImage } from "./guest/cloud-image";
import { runLiveSystem } from "./guest/live-system";
import { bootInstalledSystem } from "./guest/installed-system";
import { netboot } from "./guest/netboot";
import { bootLiveMedium } from "./install-vm/install-vm";
import { dataOn, type InstalledSystem } from "./machine/disk-data";
import { bootOrder, drivesOf, isoIn } from "./machine/hardware";
import { Stuck, type Machine } from "./machine/machine";

const restartLimit = 3;

/** Runs a machine from power-on as far as it gets: its devices in boot order, and again when it restarts itself. */
export async function boot(machine: Machine): Promise<void> {
  await machine.reach("powered on");
  for (let restarts = 0; restarts < restartLimit; restarts += 1) {
    if ((await bootOnce(machine)) === "stays on") return;
    machine.release();
  }
  throw new Stuck("booted", "the machine restarts again and again");
}

async function bootOnce(machine: Machine): Promise<"restarts" | "stays on"> {
  let netbooted = false;
  for (const key of bootOrder(machine.vm.active)) {
    const volid = isoIn(machine.vm.active, key);
    if (volid !== undefined) {
      await bootLiveMedium(machine, volid);
      return "stays on";
    }
    const system = systemOn(machine, key);
    if (system !== undefined) {
      await bootInstalledSystem(machine, system);
      return "stays on";
    }
    if (!key.startsWith("net") || netbooted) continue;
    netbooted = true;
    const result = await bootFromNetwork(machine);
    if (result !== "next device") return result;
  }
  throw new Stuck(netbooted ? "iPXE" : "DHCP", "No bootable device.");
}

async function bootFromNetwork(machine: Machine): Promise<"restarts" | "stays on" | "next device"> {
  const { lease, outcome } = await netboot(machine);
  if (outcome.kind === "exit") return "next device";
  if (outcome.kind === "reboot") return "restarts";
  if (outcome.kind === "waits") throw new Stuck("iPXE", "iPXE> (nobody sits at this machine)");
  if (outcome.kind === "boot") {
    await runLiveSystem({ machine, address: lease.address, kernel: outcome.kernel, initrds: outcome.others });
    return "restarts";
  }
  const system = drivesOf(machine.vm)
    .map(({ disk }) => dataOn(disk)?.system)
    .find((found) => found !== undefined);
  if (system === undefined) return "next device";
  await bootInstalledSystem(machine, system);
  return "stays on";
}

function systemOn(machine: Machine, key: string): InstalledSystem | undefined {
  const disk = machine.vm.disks.get(key);
  return disk && (dataOn(disk)?.system ?? systemOfImage(machine, disk));
}
