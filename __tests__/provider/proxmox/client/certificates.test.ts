import { X509Certificate } from "node:crypto";
import { connectProxmox } from "../../../../lib/provider/proxmox/client";
import { apiToken, failureOf, servingPve } from "./serving-pve";

describe("connectProxmox", () => {
  const serving = servingPve();

  describe("certificates", () => {
    it("refuses one that is not trusted, without repeating", async () => {
      const pve = await serving({});

      const error = await failureOf(connectProxmox({ endpoint: pve.endpoint, apiToken }).get("/version"));

      expect(error).toMatchObject({ name: "ConnectionError", passing: false, sent: false });
      expect(error.message).toContain("PROXMOX_VE_CA_FILE");
      expect(pve.seen).toEqual([]);
    });

    it("takes any with insecure", async () => {
      const pve = await serving({ json: { data: "here" } });
      const client = connectProxmox({ endpoint: pve.endpoint, apiToken, insecure: true });

      expect(await client.get("/version")).toBe("here");
    });
  });

  describe("a pinned certificate", () => {
    const other = Array(32).fill("ab").join(":");

    it("is enough by itself, written in any form", async () => {
      const pve = await serving({ json: { data: "here" } });
      const { fingerprint256 } = new X509Certificate(pve.ca);
      const bare = fingerprint256.replaceAll(":", "");

      for (const fingerprint of [fingerprint256, fingerprint256.toLowerCase(), bare, bare.toLowerCase()]) {
        const client = connectProxmox({ endpoint: pve.endpoint, apiToken, fingerprint });
        expect(await client.get("/version")).toBe("here");
        expect(await client.post("/version")).toBe("here");
        expect(await client.post("/version")).toBe("here");
      }
    });

    it("refuses another one with both fingerprints and what to do, without repeating, before the token is sent", async () => {
      const pve = await serving({ json: { data: "here" } });
      const client = connectProxmox({ endpoint: pve.endpoint, apiToken, fingerprint: other });

      const error = await failureOf(client.get("/version"));

      expect(error).toMatchObject({ name: "ConnectionError", passing: false, sent: false });
      expect(error.message).toContain(`pinned: ${other.toUpperCase()}`);
      expect(error.message).toContain(`shown:  ${new X509Certificate(pve.ca).fingerprint256}`);
      expect(error.message).toContain("openssl x509 -noout -fingerprint -sha256");
      expect(pve.seen).toEqual([]);
    });

    it("refuses what is none, and to be told to trust any as well", () => {
      const settings = { endpoint: "https://pve:8006", apiToken };

      expect(() => connectProxmox({ ...settings, fingerprint: "ab:cd" })).toThrow(
        'fingerprint (or PROXMOX_VE_FINGERPRINT) is "ab:cd", and has to be the sha256 of a certificate',
      );
      expect(() => connectProxmox({ ...settings, fingerprint: other, insecure: true })).toThrow(
        "contradict each other",
      );
    });
  });
});
