import { connectProxmox } from "../../../../lib/provider/proxmox/client";
import type { HttpRequest, HttpResponse } from "../../../../lib/provider/proxmox/transport";
import { apiToken } from "./serving-pve";

describe("connectProxmox", () => {
  describe("settings", () => {
    it.each(["http://pve:8006", "pve:8006", "https://pve:8006/some/where", "https://user@pve:8006", ""])(
      "refuses %p as endpoint",
      (endpoint) => {
        expect(() => connectProxmox({ endpoint, apiToken })).toThrow(/is not the endpoint of a Proxmox API/);
      },
    );

    it.each(["0d8b6b3e-secret", "root@pam=0d8b6b3e-secret", "root@pam!x="])(
      "refuses %p as token without repeating it",
      (token) => {
        expect(() => connectProxmox({ endpoint: "https://pve:8006", apiToken: token })).toThrow(
          new Error("the Proxmox API token has not the form user@realm!name=secret"),
        );
      },
    );

    it("takes an endpoint that ends in the API's own path", async () => {
      const paths: string[] = [];
      const transport = (request: HttpRequest): Promise<HttpResponse> => {
        paths.push(request.path);
        return Promise.resolve({ status: 200, reason: "OK", body: '{"data":1}' });
      };

      await connectProxmox({ endpoint: "https://pve:8006/api2/json/", apiToken, transport }).get("/version");

      expect(paths).toEqual(["/api2/json/version"]);
    });

    it("refuses an authority that is no certificate, and quotes nothing of it", () => {
      const connect = () => connectProxmox({ endpoint: "https://pve:8006", apiToken, caCertificate: "hunter2" });

      expect(connect).toThrow(
        /^ca_certificate \(or the file that PROXMOX_VE_CA_FILE names\) holds no certificate in PEM/,
      );
      expect(connect).not.toThrow("hunter2");
    });

    it("refuses an endpoint with a password without quoting that", () => {
      const connect = () => connectProxmox({ endpoint: "https://root:hunter2@pve:8006", apiToken });

      expect(connect).toThrow('"https://pve:8006" is not the endpoint of a Proxmox API');
      expect(connect).not.toThrow("hunter2");
    });
  });
});
