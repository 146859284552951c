import type { ValueObject } from "../../../../lib/provider/framework/values";
import { aCall, failureOf } from "../../proxmox/call";
import type { ScriptedApi } from "../../proxmox/scripted-api";
import { aConfig, aVm } from "./a-vm";
import { folder, resource, stopped, theirs, withVm } from "./scripted-vm";

/** As of a VM that another tool has made, or an old Proxmox. */
const nameless = Object.fromEntries(Object.entries(aConfig()).filter(([key]) => key !== "smbios1")) as ReturnType<
  typeof aConfig
>;

function importable(api: ScriptedApi): ScriptedApi {
  return api
    .on(`GET ${folder}/firewall/options`, { digest: "da39a3ee5e6b4b0d3255bfef95601890afd80709" })
    .on(`GET ${folder}/firewall/ipset`, [])
    .on("GET /cluster/ha/resources", []);
}

describe("slipway_vm, of a VM without an SMBIOS UUID", () => {
  it("refuses to import it, since another one with its id could not be told from it", async () => {
    const call = aCall(importable(withVm(nameless)));
    const state = (await resource.importState?.("102", call)) as ValueObject;

    const error = await failureOf(resource.read({ state }, call));

    expect(error.diagnostics).toEqual([
      {
        severity: "error",
        summary: "Unable to import VM 102",
        detail:
          "It has no SMBIOS UUID, so another VM that gets its id could not be told from it. Give it one on its node, `qm set 102 --smbios1 uuid=$(uuidgen)`, which counts from its next start, and import it again.",
        path: ["vm_id"],
      },
    ]);
  });

  it("refuses to remove what a state names by its id alone", async () => {
    const api = withVm(theirs, stopped);

    const error = await failureOf(resource.delete({ prior: aVm({ smbios_uuid: "" }) }, aCall(api)));

    expect(error.diagnostics).toMatchObject([{ summary: 'Unable to remove VM "web"', path: ["smbios_uuid"] }]);
    expect(api.changes).toEqual([]);
  });
});
