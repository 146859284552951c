import { ProxmoxError } from "../../../../lib/provider/proxmox/errors";
import { apiToken, clientOf, failureOf, servingPve } from "./serving-pve";

describe("connectProxmox", () => {
  const serving = servingPve();

  describe("errors", () => {
    it.each([
      ["hostname lookup 'pve9' failed - failed to get address info", "The cluster has no node of that name"],
      ["VM is locked (backup)", "`qm unlock` on its node frees it"],
    ])("says what to do about %s", async (reason, advice) => {
      const pve = await serving({ status: 500, reason });

      const error = await failureOf(clientOf(pve).post("/nodes/pve9/qemu"));

      expect(error.message.split("\n")).toEqual([
        `POST /nodes/pve9/qemu: 500 ${reason}`,
        expect.stringContaining(advice),
      ]);
    });

    it("names the token and what it lacks", async () => {
      const pve = await serving({ status: 403, reason: "Permission check failed (/vms/102, VM.Allocate|VM.Clone)" });

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu"));

      expect(error).toBeInstanceOf(ProxmoxError);
      expect(error.message).toBe(
        "POST /nodes/pve1/qemu: 403 Permission check failed (/vms/102, VM.Allocate|VM.Clone)\n" +
          'The API token "slipway@pve!ci" lacks VM.Allocate or VM.Clone on /vms/102, which it needs to create and remove VMs. A token with privilege separation has only what was given to the token itself.',
      );
    });

    it("names the token that is not accepted, and never its secret", async () => {
      const pve = await serving({ status: 401, json: { message: `no such token ${apiToken}\n`, data: null } });

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toBe(
        "GET /version: 401 no such token slipway@pve!ci=…\n" +
          'Proxmox does not accept the API token "slipway@pve!ci": is its secret right, and is it still valid?',
      );
    });

    it("says of a token that was accepted before that it has ended, and what to do", async () => {
      const pve = await serving({ json: { data: 1 } }, { status: 401, reason: "token expired" });
      const client = clientOf(pve);
      await client.get("/version");

      const error = await failureOf(client.post("/nodes/pve1/qemu"));

      expect(error.message).toBe(
        "POST /nodes/pve1/qemu: 401 token expired\n" +
          'Proxmox accepts the API token "slipway@pve!ci" no longer: it has ended, or was removed, while this ran. ' +
          "Let it last longer, `pveum user token modify slipway@pve ci --expire 0` on a node, or set a new one; " +
          "then apply again, which goes on from what is done.",
      );
    });

    it("lists what Proxmox says of single parameters", async () => {
      const json = {
        message: "Parameter verification failed.\n",
        errors: { cores: "type check ('integer') failed - got 'x'" },
      };
      const pve = await serving({ status: 400, json });

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu"));

      expect(error).toMatchObject({ status: 400, fields: { cores: "type check ('integer') failed - got 'x'" } });
      expect(error.message).toBe(
        "POST /nodes/pve1/qemu: 400 Parameter verification failed.\n  cores: type check ('integer') failed - got 'x'",
      );
    });

    it.each([
      [500, "Configuration file 'nodes/pve1/qemu-server/102.conf' does not exist", true],
      [500, "no such IPSet 'ipfilter-net0'", true],
      [404, "Not found", true],
      [500, "unable to create VM 102 - VM 102 already exists on node 'pve2'", false],
      [403, "Permission check failed", false],
    ])("knows whether %i %s means that nothing is there", async (status, reason, notFound) => {
      const pve = await serving({ status, reason });

      expect(await failureOf(clientOf(pve).delete("/x"))).toMatchObject({ notFound });
    });

    it("refuses an answer that is not one of the API", async () => {
      const pve = await serving({ text: "<html>a proxy's login page</html>" });

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toBe(
        "GET /version: 200 the answer is not one of the Proxmox API: is something else at the endpoint, or a proxy or login page in between?",
      );
    });
  });
});
