import { DataProxmoxVirtualEnvironmentVms } from "@cdktf/provider-proxmox/lib/data-proxmox-virtual-environment-vms";
import { TerraformStack, type Precondition, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { Proxmox } from "../proxmox";
import { sharedId } from "../shared-id";
import { attributeText, structureExpression } from "../structure";
import type { VmSpec } from "../vm-spec";

const FREE = "alltrue([for vm in own.vms : vm.vm_id != own.id || vm.name == own.name])";

/**
 * Refuses a VM id that another VM has. bpg/proxmox would take that VM for its own, and later destroy it.
 *
 * Its own VM is known by its name: OpenTofu evaluates a precondition at every plan, so the id alone tells nothing.
 */
export function freeVmId(
  scope: Construct,
  spec: VmSpec,
  proxmox: Proxmox,
  provider: { readonly provider?: TerraformProvider },
): Precondition {
  const stack = TerraformStack.of(scope);
  const id = sharedId(proxmox, "vms");
  const existing = stack.node.tryFindChild(id) as DataProxmoxVirtualEnvironmentVms | undefined;
  const vms = existing ?? new DataProxmoxVirtualEnvironmentVms(stack, id, provider);
  const own = { vms: vms.interpolationForAttribute("vms"), id: spec.vmId, name: spec.name };
  return {
    condition: structureExpression(own, (data) => `alltrue([for own in [${data}] : ${FREE}])`),
    errorMessage: attributeText(
      `VM id ${spec.vmId} is taken by another VM than "${spec.name}". Choose another vmId, or remove that VM.`,
    ),
  };
}
