import type { IConstruct } from "constructs";

/** Id, in whichever stack, for what belongs to a construct and exists once a stack: `shop/prod/proxmox`, `vms` → `prod-proxmox-vms`. */
export function sharedId(owner: IConstruct, suffix: string): string {
  return [...owner.node.path.split("/").slice(1), suffix].join("-");
}
