import { requirePrivilege } from "../../../lib/provider/proxmox/privileges";
import { refused, ScriptedApi } from "./scripted-api";

const asked = (answer: unknown): Promise<void> =>
  requirePrivilege(new ScriptedApi().on("GET /access/permissions", answer), "/vms", "VM.Allocate");

describe("requirePrivilege", () => {
  it("goes on with a token that has the privilege", async () => {
    await expect(asked({ "/vms": { "VM.Allocate": 1 } })).resolves.toBeUndefined();
  });

  it("refuses a token that has others", async () => {
    await expect(asked({ "/vms": { "VM.Audit": 1 } })).rejects.toThrow("Permission check failed (/vms, VM.Allocate)");
  });

  it.each([
    ["nothing", null],
    ["an empty list", []],
    ["a list for the path", { "/vms": [] }],
    ["other paths", { "/storage": { "Datastore.Audit": 1 } }],
    ["that it may not be asked", refused(403, "Permission check failed")],
  ])("leaves it to the call itself where Proxmox answers %s", async (_name, answer) => {
    await expect(asked(answer)).resolves.toBeUndefined();
  });

  it("refuses a token that Proxmox does not know", async () => {
    await expect(asked(refused(401, "invalid token value!"))).rejects.toThrow("invalid token value!");
  });
});
