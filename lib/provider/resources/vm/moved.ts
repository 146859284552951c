import type { MoveSource } from "../../framework/resource";
import type { PartOf } from "../../framework/model";
import type { schema } from "./schema";

const SOURCES = /^proxmox_virtual_environment_vm$/;
const PROVIDER = /(^|\/)bpg\/proxmox$/;

/**
 * What is to be kept of a VM that bpg/proxmox has made, so that `moved` brings it here: its id alone, the rest is read
 * from Proxmox itself, as at an import.
 */
export function moveVm({ provider, type, state }: MoveSource): PartOf<typeof schema> | null {
  if (!PROVIDER.test(provider) || !SOURCES.test(type)) return null;
  const id = Number(state.vm_id);
  return Number.isInteger(id) && id >= 100 ? { vm_id: id } : null;
}
