import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { aCall } from "../../proxmox/call";
import { ScriptedApi } from "../../proxmox/scripted-api";
import { aPublishedIso, ignition } from "./a-published-iso";

describe("slipway_coreos_iso", () => {
  const { asPublished, created, plan, proposed } = aPublishedIso();

  describe("plan", () => {
    it("knows the file's name from its inputs", async () => {
      const { planned, replace } = await plan();

      expect(planned).toEqual({
        ...proposed(),
        ignition_sha512: expect.stringMatching(/^[0-9a-f]{128}$/) as string,
        ignition_size: expect.any(Number) as number,
        network_keyfiles_sha512: null,
        file_name: expect.stringMatching(/^install-[0-9a-f]{16}\.iso$/) as string,
        volume_id: `local:iso/${String(planned.file_name)}`,
      });
      expect(replace).toEqual([]);
      expect((await plan()).planned.file_name).toBe(planned.file_name);
    });

    it.each<[string, ValueObject, string]>([
      ["config", {}, ignition("other")],
      ["ISO", { source: { ...asPublished, sha256: "0".repeat(64) } }, ignition()],
      ["kernel argument", { kernel_arguments: ["quiet"] }, ignition()],
      ["kernel argument taken away", { kernel_arguments_delete: ["quiet"] }, ignition()],
      ["kernel argument exchanged", { kernel_arguments_replace: ["a=b=c"] }, ignition()],
      ["keyfile", { network_keyfiles_wo: { "ens18.nmconnection": "[connection]\nid=ens18\n" } }, ignition()],
    ])("gives another %s another name", async (_name, changes, ignitionWo) => {
      const { planned } = await plan(changes, ignitionWo);

      expect(planned.file_name).toMatch(/^install-[0-9a-f]{16}\.iso$/);
      expect(planned.file_name).not.toBe((await plan()).planned.file_name);
    });

    it("writes no secret into the plan", async () => {
      expect(JSON.stringify((await plan()).planned)).not.toMatch(/private( |%20)key/);
    });

    it("finds nothing to do where nothing has changed", async () => {
      const prior = await created();

      expect(await plan({}, ignition(), prior)).toEqual({ planned: prior, replace: [] });
    });

    it("replaces the ISO when the config changes", async () => {
      const prior = await created();

      const { planned, replace } = await plan({}, ignition("other"), prior);

      expect(replace).toEqual([["file_name"]]);
      expect(planned.volume_id).not.toBe(prior.volume_id);
      expect(planned.size).toBe(UNKNOWN);
    });

    it("replaces the ISO while the config is not known", async () => {
      const prior = await created();

      const { planned, replace } = await plan({}, UNKNOWN, prior);

      expect(replace).toEqual([["file_name"]]);
      expect([planned.ignition_sha512, planned.file_name, planned.volume_id]).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
    });

    it("knows no name while the provider is not configured", async () => {
      const call = { ...aCall(new ScriptedApi()), client: undefined };

      expect((await plan({}, ignition(), null, call)).planned.file_name).toBe(UNKNOWN);
    });
  });
});
