import { dataOn } from "../machine/disk-data";
import { drivesOf, smbiosUuid } from "../machine/hardware";
import { Stuck, type Machine } from "../machine/machine";
import { Aborted, pause } from "../machine/pause";
import { fetchInside } from "../network/http-client";
import { NetworkError } from "../network/virtual-network";
import { requestLease, type Lease } from "./dhcp-client";
import { Ipxe, type IpxeOutcome } from "./ipxe-script";
import { IpxeSettings } from "./ipxe-settings";

/** What a second of waiting takes in the lab. */
const MS_PER_SECOND = 2;

export interface NetbootResult {
  readonly lease: Lease;
  readonly outcome: IpxeOutcome;
}

/** Gets a lease, loads the boot script and runs it. */
export async function netboot(machine: Machine): Promise<NetbootResult> {
  const uefi = machine.vm.active["bios"] === "ovmf";
  if (uefi) await loadIpxe(machine);
  const lease = await requestLease(machine, "iPXE");
  await machine.reach("DHCP", lease.address);
  machine.print(`iPXE initialising devices... ok\nConfiguring (${lease.nic.key} ${lease.nic.mac})...... ok`);
  machine.print(`${lease.nic.key}: ${lease.address}/24 gw ${lease.options.get("3") ?? "none"}`);
  const detach = attach(machine, lease);
  try {
    const script = lease.bootFile;
    if (script === undefined || script === "") throw new Stuck("iPXE", "Nothing to boot: No such file or directory");
    if (!script.startsWith("http://"))
      throw new Stuck("iPXE", `${script}: Operation not supported (the lab's iPXE speaks http only)`);
    machine.print(`Filename: ${script}`);
    const outcome = await new Ipxe({
      settings: new IpxeSettings(lease, smbiosUuid(machine.vm.active)),
      fetch: (uri) => download(machine, lease, uri),
      print: (line) => machine.print(line),
      sleep: (seconds) => pause(seconds * MS_PER_SECOND, machine.signal),
      diskBoots: () => drivesOf(machine.vm).some(({ disk }) => dataOn(disk)?.system !== undefined),
    }).run(script);
    return { lease, outcome };
  } finally {
    detach();
  }
}

/** UEFI's own netboot loads iPXE first; without a boot file for it there is nothing to load. */
async function loadIpxe(machine: Machine): Promise<void> {
  const lease = await requestLease(machine, "UEFI");
  const { bootFile } = lease;
  if (bootFile === undefined || bootFile === "" || /\.ipxe$/.test(bootFile)) {
    throw new Stuck("DHCP", "PXE-E16: No valid offer received: no boot file for UEFI");
  }
  machine.print(`>>Start PXE over IPv4.\n  Station IP address is ${lease.address}\n  NBP filename is ${bootFile}`);
}

/** The address is the machine's for as long as it netboots. */
function attach(machine: Machine, lease: Lease): () => void {
  try {
    return machine.network.attach(lease.address);
  } catch (error) {
    throw new Stuck("DHCP", `${lease.nic.key}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function download(machine: Machine, lease: Lease, uri: string): Promise<Buffer> {
  try {
    const { status, body } = await fetchInside(machine.network, {
      url: uri,
      from: lease.address,
      signal: machine.signal,
    });
    if (status === 200) return body;
    throw new Error(words[status] ?? `HTTP status ${status}: Input/output error`);
  } catch (error) {
    if (machine.signal.aborted) throw new Aborted();
    if (error instanceof NetworkError) throw new Error("Connection reset (https://ipxe.org/0f0a6095)");
    throw error;
  }
}

const words: Readonly<Record<number, string>> = {
  403: "Permission denied (https://ipxe.org/02126599)",
  404: "No such file or directory (https://ipxe.org/2d0c618e)",
};
