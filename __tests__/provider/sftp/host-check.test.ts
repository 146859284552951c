import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "ssh2";
import { version } from "ssh2/package.json";
import { openClient } from "../../../lib/provider/sftp/client";
import { fingerprintOf } from "../../../lib/provider/sftp/host-keys";
import { certificateOf, ecdsa, ed25519, lineOf, rsa, type TestKey } from "./certificates";
import { type CertifiedServer, type Show, startCertifiedServer } from "./certified-server";
import { newKey, temporaryFolder } from "./ssh-server";

describe("a server that shows a certificate", () => {
  const folder = temporaryFolder();
  const identityFile = join(folder.path, "identity");
  const authority = ed25519();
  const key = ed25519();
  const servers: CertifiedServer[] = [];
  const clients: Client[] = [];

  beforeAll(() => writeFileSync(identityFile, newKey().privateKey, { mode: 0o600 }));
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  afterAll(() => folder[Symbol.dispose]());

  const certified = (one: TestKey, changes: Partial<Show> = {}): Show => ({
    algorithm: `${one.type}-cert-v01@openssh.com`,
    blob: certificateOf({ key: one, authority, principals: ["127.0.0.1"] }),
    key: one,
    signature: one.type,
    ...changes,
  });
  const start = async (show: Show): Promise<CertifiedServer> => {
    const server = await startCertifiedServer(show);
    servers.push(server);
    return server;
  };
  const open = async ({ port }: CertifiedServer, hostKeys = [`@cert-authority ${lineOf(authority)}`]) => {
    const server = { host: "127.0.0.1", port, user: "anybody", hostKeys, identityFile };
    const client = await openClient(server, { agent: undefined, keepAliveMs: 0 });
    clients.push(client);
    return client;
  };
  /** Renews the keys of a connection: how it went. */
  const renewed = (server: CertifiedServer, client: Client): Promise<"renewed" | Error> => {
    const refused = new Promise<Error>((resolve) => client.once("error", resolve));
    const agreed = new Promise((resolve) => client.once("handshake", resolve));
    const done = Promise.all([agreed, server.rekey()]).then(() => "renewed" as const);
    return Promise.race([refused, done]);
  };

  it("is tried with the very version of ssh2 whose inner parts are used", () => {
    expect(version).toBe("1.17.0");
  });

  it.each([
    ["Ed25519", certified(key)],
    ["ECDSA", certified(ecdsa())],
    ["RSA", certified(rsa(), { algorithm: "rsa-sha2-512-cert-v01@openssh.com", signature: "rsa-sha2-512" })],
    [
      "RSA, by 256 bits",
      certified(rsa(), { algorithm: "rsa-sha2-256-cert-v01@openssh.com", signature: "rsa-sha2-256" }),
    ],
  ])("is known by it if it holds the private key as well: %s", async (_name, show) => {
    const server = await start(show);

    const client = await open(server);

    expect(server.logins).toBeGreaterThan(0);
    expect([await renewed(server, client), await renewed(server, client)]).toEqual(["renewed", "renewed"]);
  });

  it("may show another one when keys are renewed, if that one is as good", async () => {
    const server = await start(certified(key));
    const client = await open(server);

    server.show = certified(ed25519());

    expect(await renewed(server, client)).toBe("renewed");
  });

  it.each<[string, Show]>([
    [
      "another certificate",
      { ...certified(key), blob: certificateOf({ key, authority: ed25519(), principals: ["127.0.0.1"] }) },
    ],
    ["a certificate whose key it does not hold", { ...certified(key), key: ed25519() }],
    ["a certificate for another host", { ...certified(key), blob: certificateOf({ key, authority }) }],
  ])("loses the connection when it shows %s as keys are renewed", async (_name, show) => {
    const server = await start(certified(key));
    const client = await open(server);

    server.show = show;

    expect(await renewed(server, client)).toBeInstanceOf(Error);
  });

  it.each<[string, Show, string]>([
    [
      "replays a certificate without the private key",
      certified(key, { key: ed25519() }),
      "Handshake failed: signature verification failed",
    ],
    [
      "replays one of an RSA key",
      certified(rsa(), { algorithm: "rsa-sha2-512-cert-v01@openssh.com", signature: "rsa-sha2-512", key: rsa() }),
      "Handshake failed: signature verification failed",
    ],
    [
      "replays one and signs with a key of another type",
      certified(key, { key: ecdsa(), signature: "ecdsa-sha2-nistp256" }),
      "Wrong signature type: ecdsa-sha2-nistp256, expected: ssh-ed25519",
    ],
    [
      "signs by SHA-1",
      certified(rsa(), { algorithm: "rsa-sha2-512-cert-v01@openssh.com", signature: "ssh-rsa" }),
      "Wrong signature type: ssh-rsa, expected: rsa-sha2-512",
    ],
    [
      "names its signature after the certificate",
      certified(key, { signature: "ssh-ed25519-cert-v01@openssh.com" }),
      "Wrong signature type: ssh-ed25519-cert-v01@openssh.com, expected: ssh-ed25519",
    ],
    [
      "agrees on a certificate and shows its key",
      certified(key, { blob: key.blob }),
      "Host key does not match negotiated type",
    ],
    [
      "agrees on a plain key and shows a certificate",
      certified(key, { algorithm: "ssh-ed25519" }),
      "Host key does not match negotiated type",
    ],
    [
      "agrees on one kind of certificate and shows another",
      certified(key, { algorithm: "ecdsa-sha2-nistp256-cert-v01@openssh.com" }),
      "Host key does not match negotiated type",
    ],
    [
      "shows the authority's own key, and holds it",
      { algorithm: "ssh-ed25519", blob: authority.blob, key: authority, signature: "ssh-ed25519" },
      "The server shows a host key without a certificate, and only authorities are pinned",
    ],
    [
      "shows bytes behind a certificate",
      certified(key, { blob: Buffer.concat([certified(key).blob, Buffer.from([0])]) }),
      "it is none that can be read, or its key is too weak",
    ],
  ])("refuses one that %s, before it logs in", async (_name, show, reason) => {
    const server = await start(show);

    await expect(open(server)).rejects.toThrow(reason);
    expect(server.logins).toBe(0);
  });

  it("loses the connection when it shows a plain key that is not pinned as keys are renewed", async () => {
    const plain = (one: TestKey) => certified(one, { algorithm: "ssh-ed25519", blob: one.blob });
    const server = await start(plain(key));
    const client = await open(server, [`@cert-authority ${lineOf(authority)}`, lineOf(key)]);

    expect(await renewed(server, client)).toBe("renewed");
    server.show = plain(ed25519());

    expect(await renewed(server, client)).toEqual(new Error("Host denied (verification failed)"));
  });

  it("is refused for its key, though ssh2 reads what comes in the same piece and finds more that is wrong", async () => {
    const server = await start(certified(key, { algorithm: "ssh-ed25519", blob: key.blob, key: ed25519() }));

    await expect(open(server)).rejects.toThrow("The server shows a host key without a certificate");
    expect(server.logins).toBe(0);
  });

  it("refuses a certificate for all it says if no authority is pinned", async () => {
    const server = await start(certified(key));

    await expect(open(server, [lineOf(key)])).rejects.toThrow("The server offers no host key");
    expect(server.logins).toBe(0);
  });

  it("is known by its plain key, too, in the certificate of whomever, but not by another's", async () => {
    const stranger = certificateOf({ key, authority: ed25519(), role: 1, validBefore: 1n });
    const server = await start(certified(key, { blob: stranger }));
    const pin = `@cert-authority ${lineOf(authority)}`;

    await open(server, [pin, lineOf(key)]);
    const logins = server.logins;
    server.show = certified(key, { blob: stranger, key: ed25519() });

    await expect(open(server, [pin, lineOf(key)])).rejects.toThrow("signature verification failed");
    await expect(open(server, [pin, lineOf(ed25519())])).rejects.toThrow(
      "it is signed by an authority that is not pinned",
    );
    expect(server.logins).toBe(logins);
  });

  describe("where a key is revoked", () => {
    const trusted = `@cert-authority ${lineOf(authority)}`;
    const replacement =
      "If this is the server, give it a new key, and pin that or have it signed. If not, somebody with the old key may be in between.";

    it("is refused for it, though an authority has signed that key, and though it is pinned", async () => {
      const server = await start(certified(key));

      await expect(open(server, [trusted, lineOf(key), `@revoked ${lineOf(key)}`])).rejects.toThrow(
        [
          "The certificate of the server's host key is not accepted: its key has been revoked; nothing was sent to it.",
          `  got:     ${fingerprintOf(key.blob)}, signed by ${fingerprintOf(authority.blob)}`,
          `  allowed: what the authority ${fingerprintOf(authority.blob)} has signed`,
          replacement,
        ].join("\n"),
      );
      expect(server.logins).toBe(0);
    });

    it("is refused where it shows that key without a certificate", async () => {
      const server = await start(certified(key, { algorithm: "ssh-ed25519", blob: key.blob }));

      await expect(open(server, [lineOf(key), `@revoked * ${lineOf(key)}`])).rejects.toThrow(
        [
          "The server's host key has been revoked; nothing was sent to it.",
          `  got:     ${fingerprintOf(key.blob)}`,
          "  allowed: none",
          replacement,
        ].join("\n"),
      );
      expect(server.logins).toBe(0);
    });

    it("is refused for whom that key has signed, and known by its own key all the same", async () => {
      const server = await start(certified(key));
      const revoked = `@revoked 127.0.0.* ${lineOf(authority)}`;

      await expect(open(server, [trusted, revoked])).rejects.toThrow(
        "The certificate of the server's host key is not accepted: the authority that has signed it has been revoked",
      );
      expect(server.logins).toBe(0);
      await open(server, [trusted, revoked, lineOf(key)]);
    });

    it("is known as before where that is another key, or one that is revoked for other hosts", async () => {
      const server = await start(certified(key));

      await open(server, [trusted, `@revoked ${lineOf(ed25519())}`, `@revoked *.example.com ${lineOf(key)}`]);

      expect(server.logins).toBeGreaterThan(0);
    });
  });

  it("is refused with the fingerprints of its key, of who signed it, and of what is pinned", async () => {
    const [stranger, other] = [ed25519(), ed25519()];
    const server = await start(certified(key, { blob: certificateOf({ key, authority: stranger }) }));
    const hostKeys = [`@cert-authority ${lineOf(authority)}`, lineOf(other)];

    await expect(open(server, hostKeys)).rejects.toThrow(
      [
        "The certificate of the server's host key is not accepted: it is signed by an authority that is not pinned; nothing was sent to it.",
        `  got:     ${fingerprintOf(key.blob)}, signed by ${fingerprintOf(stranger.blob)}`,
        `  allowed: ${fingerprintOf(other.blob)}, what the authority ${fingerprintOf(authority.blob)} has signed`,
      ].join("\n"),
    );
  });
});
