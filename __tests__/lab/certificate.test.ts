import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:tls";
import { createCertificate } from "../../lib/lab/certificate";

const day = 86_400_000;

describe("createCertificate", () => {
  it("names the loopback address and localhost, and is signed by its own key", () => {
    const { certificate, key } = createCertificate(10, new Date("2026-11-22T10:00:00Z"));

    const read = new X509Certificate(certificate);

    expect(read.subjectAltName).toBe("IP Address:127.0.0.1, DNS:localhost");
    expect(read.subject).toBe("CN=Slipway lab");
    expect(read.issuer).toBe("CN=Slipway lab");
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(Date.parse(read.validTo) - Date.parse(read.validFrom)).toBe(11 * day);
    expect(new Date(read.validFrom).toISOString()).toBe("2026-11-21T10:00:00.000Z");
  });

  it("has another serial number each time", () => {
    const serials = [createCertificate(), createCertificate()].map(
      ({ certificate }) => new X509Certificate(certificate).serialNumber,
    );

    expect(new Set(serials).size).toBe(2);
  });

  it("is trusted by who was given it, for both names, and by nobody else", async () => {
    const { certificate, key } = createCertificate();
    const server = createServer({ cert: certificate, key }, (socket) => socket.end());
    server.on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;

    const attempts = [
      await handshake({ port, host: "127.0.0.1", ca: certificate }),
      await handshake({ port, host: "127.0.0.1", servername: "localhost", ca: certificate }),
      await handshake({ port, host: "127.0.0.1" }),
      await handshake({ port, host: "127.0.0.1", ca: createCertificate().certificate }),
    ];
    server.close();

    expect(attempts).toEqual(["trusted", "trusted", "DEPTH_ZERO_SELF_SIGNED_CERT", "DEPTH_ZERO_SELF_SIGNED_CERT"]);
  });
});

async function handshake(options: { port: number; host: string; servername?: string; ca?: string }): Promise<string> {
  const socket = connect(options);
  try {
    await once(socket, "secureConnect");
    return "trusted";
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  } finally {
    socket.destroy();
  }
}
