import { type AddressInfo, createServer } from "node:net";
import { connectProxmox } from "../../../../lib/provider/proxmox/client";
import { ConnectionError, mayBeDone } from "../../../../lib/provider/proxmox/errors";
import { apiToken, clientOf, failureOf, servingPve } from "./serving-pve";

describe("connectProxmox", () => {
  const serving = servingPve();

  describe("broken connections", () => {
    it("repeats a GET", async () => {
      const pve = await serving("cut", "cut", { json: { data: "here" } });

      expect(await clientOf(pve).get("/version")).toBe("here");
      expect(pve.seen).toHaveLength(3);
    });

    it.each([502, 503, 504, 595, 596, 599])("repeats a GET when what is in between answers %i", async (status) => {
      const pve = await serving({ status, reason: "not now" }, { json: { data: "here" } });

      expect(await clientOf(pve).get("/version")).toBe("here");
      expect(pve.seen).toHaveLength(2);
    });

    it("does not repeat a GET that Proxmox itself refuses", async () => {
      const pve = await serving({ status: 500, reason: "storage 'x' does not exist" });

      await expect(clientOf(pve).get("/version")).rejects.toMatchObject({ status: 500 });
      expect(pve.seen).toHaveLength(1);
    });

    it("repeats a change that never got through to its node", async () => {
      const pve = await serving({ status: 595, reason: "Connection refused" }, { json: { data: "done" } });

      expect(await clientOf(pve).put("/nodes/pve2/qemu/102/config", { cores: 2 })).toBe("done");
      expect(pve.seen.map(({ body }) => body.toString())).toEqual(["cores=2", "cores=2"]);
    });

    it.each([502, 504, 596])("never repeats a change that may have been carried out: %i", async (status) => {
      const pve = await serving({ status, reason: "not now" });

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu", { vmid: 102 }));

      expect(pve.seen).toHaveLength(1);
      expect(mayBeDone(error)).toBe(true);
    });

    it("gives up a GET after three attempts", async () => {
      const pve = await serving("cut");

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error).toBeInstanceOf(ConnectionError);
      expect(pve.seen).toHaveLength(3);
    });

    it("never repeats a change, and says that it may have been carried out", async () => {
      const pve = await serving("cut");

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu", { vmid: 102 }));

      expect(pve.seen).toHaveLength(1);
      expect(error).toMatchObject({ name: "ConnectionError", sent: true });
    });

    it("says that a change was not carried out where nobody listens", async () => {
      const pve = await serving({});
      const client = clientOf(pve);
      await pve.stop();

      const error = await failureOf(client.post("/nodes/pve1/qemu"));

      expect(error).toMatchObject({ name: "ConnectionError", sent: false, code: "ECONNREFUSED" });
    });
  });

  describe("no connection", () => {
    it("says that the server does not speak TLS", async () => {
      const plain = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
      const { port } = plain.address() as AddressInfo;

      const error = await failureOf(
        connectProxmox({ endpoint: `https://127.0.0.1:${port}`, apiToken }).post("/pools"),
      ).finally(() => plain.close());

      expect(error.message).toContain("The server does not speak TLS there");
    });

    it.each([
      ["CERT_HAS_EXPIRED", "is out of date, or this machine's clock is wrong"],
      ["ERR_TLS_CERT_ALTNAME_INVALID", "was made for other names than the one in the endpoint"],
      ["SELF_SIGNED_CERT_IN_CHAIN", "ca_certificate, or PROXMOX_VE_CA_FILE"],
      ["ENOTFOUND", "The name in the endpoint (PROXMOX_VE_ENDPOINT) is not known here"],
      ["ECONNREFUSED", "its port 8006 open to this machine"],
    ])("says what to do about %s", (code, advice) => {
      const cause = Object.assign(new Error("it broke"), { code });

      const { message } = new ConnectionError("https://pve:8006", false, cause);

      expect(message).toMatch(/^no answer from https:\/\/pve:8006: it broke\n/);
      expect(message).toContain(advice);
    });
  });
});
