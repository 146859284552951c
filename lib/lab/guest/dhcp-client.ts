import { bootOrder, hasRng, nicsOf, type Nic } from "../machine/hardware";
import { Stuck, type Machine } from "../machine/machine";
import { pause } from "../machine/pause";
import type { DhcpReply, DhcpRequest } from "../network/dhcp";

/** A lease, and the card that has it. */
export interface Lease extends DhcpReply {
  readonly nic: Nic;
}

const attempts = 4;
const firstWaitMs = 20;

/** Asks for an address on each card in the boot order. */
export async function requestLease(machine: Machine, program: "iPXE" | "UEFI"): Promise<Lease> {
  const { active } = machine.vm;
  const uefi = active["bios"] === "ovmf";
  if (uefi && !hasRng(active)) {
    throw new Stuck("DHCP", "BdsDxe: failed to start UEFI PXEv4: no source of randomness (the VM has no rng0)");
  }
  const nics = nicsOf(machine.vm);
  const order = bootOrder(active).filter((key) => key.startsWith("net"));
  for (const key of order) {
    const nic = nics.find((card) => card.key === key);
    const lease = nic && (await ask(machine, nic, requestFor(nic, program, uefi)));
    if (lease) return lease;
  }
  throw new Stuck(
    "DHCP",
    order.length === 0
      ? "No bootable device."
      : `${program}: no DHCP offer on ${order.join(", ")}: No configuration methods succeeded`,
  );
}

function requestFor(nic: Nic, program: "iPXE" | "UEFI", uefi: boolean): DhcpRequest {
  const architecture = uefi ? 7 : 0;
  return {
    mac: nic.mac,
    vendorClass: `PXEClient:Arch:${String(architecture).padStart(5, "0")}:UNDI:00${uefi ? "3016" : "2001"}`,
    architecture,
    options: program === "iPXE" ? [60, 77, 93, 94, 97, 175] : [60, 93, 94, 97],
    ...(program === "iPXE" ? { userClass: "iPXE" } : {}),
  };
}

async function ask(machine: Machine, nic: Nic, request: DhcpRequest): Promise<Lease | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    for (const server of machine.network.dhcpServersOn(nic.bridge)) {
      const reply = server.answer(request);
      if (reply !== undefined) return { ...reply, nic };
    }
    await pause(firstWaitMs * 2 ** attempt, machine.signal);
  }
  return undefined;
}
