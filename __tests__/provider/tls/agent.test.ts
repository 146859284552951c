import { request } from "node:https";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { X509Certificate } from "node:crypto";
import { selfSigned } from "../../../lib/provider/plugin/certificate";
import { tlsAgent, type TlsOptions } from "../../../lib/provider/tls/agent";
import { HttpsServer } from "../proxmox/https-server";

const OTHER = Array(32).fill("00").join(":");

describe("tlsAgent", () => {
  let server: HttpsServer;
  beforeEach(async () => (server = await HttpsServer.start(() => ({ text: "here" }))));
  afterEach(() => server.stop());

  function ask(tls: TlsOptions, options = {}, url = server.endpoint): Promise<string> {
    const agent = tlsAgent(tls, options);
    return new Promise<string>((resolve, reject) => {
      const asked = request(url, { agent, method: "POST" }, (answer) => {
        answer.setEncoding("utf8").on("data", resolve);
      });
      asked.on("error", reject);
      asked.end("a secret");
    }).finally(() => agent.destroy());
  }

  const shown = (): string => new X509Certificate(server.ca).fingerprint256;

  it("talks to a server that shows the pinned certificate, whoever signed it", async () => {
    expect(await ask({ fingerprint: shown() })).toBe("here");
  });

  it("checks each connection, also of an agent that would resume one", async () => {
    const agent = tlsAgent({ fingerprint: shown() }, { keepAlive: false, maxCachedSessions: 16 });
    const once = (): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(server.endpoint, { agent }, (answer) => {
          answer.resume().on("end", () => resolve(answer.statusCode));
        })
          .on("error", reject)
          .end();
      });

    expect([await once(), await once(), await once()]).toEqual([200, 200, 200]);
    agent.destroy();
  });

  it("refuses another certificate with both fingerprints, and sends nothing", async () => {
    await expect(ask({ fingerprint: OTHER })).rejects.toMatchObject({
      code: "ERR_TLS_CERT_FINGERPRINT",
      message: `the server shows another certificate than the pinned one\n  pinned: ${OTHER}\n  shown:  ${shown()}`,
    });
    expect(server.seen).toEqual([]);
  });

  it("asks the authority as well where one is given", async () => {
    expect(await ask({ fingerprint: shown(), ca: server.ca })).toBe("here");
    const stranger = selfSigned().certificatePem;
    await expect(ask({ fingerprint: shown(), ca: stranger })).rejects.toThrow("self-signed certificate");
    expect(server.seen).toHaveLength(1);
  });

  it("takes any authority of a bundle", async () => {
    expect(await ask({ ca: `${selfSigned().certificatePem}${server.ca}` })).toBe("here");
  });

  it("refuses a certificate that nobody vouches for, unless told to take any", async () => {
    await expect(ask({})).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(await ask({ insecure: true })).toBe("here");
  });

  describe("where no TLS is spoken", () => {
    let plain: Server;
    beforeEach(async () => {
      plain = createServer((socket) => socket.end("220 smtp\r\n"));
      await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    });
    afterEach(() => plain.close());

    it("says so, pinned as well", async () => {
      const url = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;

      await expect(ask({ fingerprint: OTHER }, {}, url)).rejects.toThrow(/wrong version number|packet length/);
    });
  });
});
