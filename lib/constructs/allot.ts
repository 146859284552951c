import type { Construct } from "constructs";
import { VM_ID_RANGE } from "../values/vm-id";
import { isClaimed } from "./claims";
import type { Proxmox } from "./proxmox";
import type { Subnet } from "./subnet";

const FIRST_VM_ID = 101;
const FIRST_GUEST = 11;

/** The next VM id that no other machine of the app has in this cluster. */
export function nextVmId(anywhere: Construct, proxmox: Proxmox): number {
  let id = FIRST_VM_ID;
  while (id < VM_ID_RANGE.max && isClaimed(anywhere, "vm-id", proxmox.identity, id)) id += 1;
  return id;
}

/** The next address that no other machine of the app has in this network. A full network is refused. */
export function nextAddress(anywhere: Construct, subnet: Subnet): string {
  let index = FIRST_GUEST;
  while (index < subnet.cidr.size - 1 && isClaimed(anywhere, "address", subnet.bridge, subnet.cidr.nth(index))) {
    index += 1;
  }
  return subnet.cidr.nth(index);
}
