import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SftpPool } from "../../lib/provider/sftp/pool";
import type { Endpoint } from "../../lib/provider/sftp/server-config";
import { temporaryFolder } from "../provider/sftp/ssh-server";
import { until } from "../until";
import { CAN_RUN_SSHD, type OpenSsh, startOpenSsh } from "./openssh";
import { type KeyFile, type KeyKind, newKeyFile, shownFingerprint, sign } from "./ssh-keygen";

jest.setTimeout(60_000);

(CAN_RUN_SSHD ? describe : describe.skip)("the host certificates of OpenSSH", () => {
  const folder = temporaryFolder();
  const running: OpenSsh[] = [];
  const pools: SftpPool[] = [];
  let names = 0;

  afterEach(async () => {
    for (const pool of pools.splice(0)) pool.close();
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  afterAll(() => folder[Symbol.dispose]());

  const aKey = (kind: KeyKind = "ed25519"): KeyFile => newKeyFile(folder.path, `key-${names++}`, kind);
  const pin = (authority: KeyFile, hosts = ""): string => `@cert-authority ${hosts}${authority.publicLine}`;
  /** A server that shows a certificate beside the plain key that every one of these tests' servers has. */
  const certified = async (key: KeyFile, options: { chroot?: boolean; config?: readonly string[] } = {}) => {
    const { chroot = true, config = [] } = options;
    const server = await startOpenSsh({
      chroot,
      config: () => [`HostKey ${key.path}`, `HostCertificate ${key.path}-cert.pub`, ...config],
    });
    running.push(server);
    return server;
  };
  const usePool = (): SftpPool => {
    const pool = new SftpPool({ agent: undefined, idleMs: 20, backOffMs: 20 });
    pools.push(pool);
    return pool;
  };
  const list = (server: Endpoint, bastions: readonly Endpoint[] = []): Promise<readonly string[]> =>
    usePool().use({ ...server, connectTimeout: 10, bastions }, { waitSeconds: 10 }, async (session) =>
      (await session.list("/")).map(({ name }) => name),
    );
  const hostCertificate = (authority: KeyFile, key: KeyFile, ...options: readonly string[]): string =>
    sign(authority, key, "-h", ...(options.includes("-n") ? [] : ["-n", "127.0.0.1"]), ...options);

  describe.each<[KeyKind, KeyKind]>([
    ["ed25519", "ed25519"],
    ["ed25519", "ecdsa-256"],
    ["ed25519", "rsa"],
    ["ecdsa-256", "ed25519"],
    ["ecdsa-384", "ecdsa-384"],
    ["ecdsa-521", "ecdsa-521"],
    ["rsa", "rsa"],
    ["rsa", "ed25519"],
  ])("of an %s key that an %s authority has signed", (host, signer) => {
    it("makes the server known", async () => {
      const [authority, key] = [aKey(signer), aKey(host)];
      hostCertificate(authority, key);
      const server = await certified(key);

      expect(await list({ ...server.endpoint, hostKeys: [pin(authority)] })).toEqual(["dhcp"]);
    });
  });

  it("can be asked for with a SHA-2 of 256 bits from a server that offers no other", async () => {
    const [authority, key] = [aKey("rsa"), aKey("rsa")];
    hostCertificate(authority, key, "-t", "rsa-sha2-256");
    const server = await certified(key, { config: ["HostKeyAlgorithms rsa-sha2-256-cert-v01@openssh.com"] });

    expect(await list({ ...server.endpoint, hostKeys: [pin(authority)] })).toEqual(["dhcp"]);
  });

  it.each([
    "curve25519-sha256",
    "ecdh-sha2-nistp384",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group16-sha512",
  ])("go with the key exchange %s", async (exchange) => {
    const [authority, key] = [aKey(), aKey("rsa")];
    hostCertificate(authority, key);
    const server = await certified(key, { config: [`KexAlgorithms ${exchange}`] });

    expect(await list({ ...server.endpoint, hostKeys: [pin(authority)] })).toEqual(["dhcp"]);
  });

  it("are shown again whenever keys are renewed, which changes nothing", async () => {
    const [authority, key] = [aKey(), aKey("rsa")];
    hostCertificate(authority, key);
    const server = await certified(key, { config: ["RekeyLimit 64K", "LogLevel DEBUG1"] });
    const content = Buffer.alloc(1024 * 1024, "a line of text\n");
    writeFileSync(join(server.root, "dhcp", "large"), content);

    const config = { ...server.endpoint, hostKeys: [pin(authority)], connectTimeout: 10, bastions: [] };
    const read = await usePool().use(config, { waitSeconds: 10 }, (session) => session.read("/dhcp/large"));

    expect(read?.equals(content)).toBe(true);
    // sshd logs by another process than the one that sends.
    const renewals = (): number => server.log().match(/rekeying/gi)?.length ?? 0;
    await until(() => renewals() > 2);
    expect(renewals()).toBeGreaterThan(2);
  });

  it("make a bastion known, and the server behind it by its own", async () => {
    const [authority, inner, outer] = [aKey(), aKey("ecdsa-256"), aKey("rsa")];
    hostCertificate(authority, inner);
    hostCertificate(authority, outer);
    const [server, bastion] = [await certified(inner), await certified(outer, { chroot: false })];
    const known = (one: OpenSsh): Endpoint => ({ ...one.endpoint, hostKeys: [pin(authority)] });

    expect(await list(known(server), [known(bastion)])).toEqual(["dhcp"]);
    await expect(list(known(server), [{ ...bastion.endpoint, hostKeys: [pin(aKey())] }])).rejects.toThrow(
      `Unable to connect to "root@127.0.0.1:${bastion.endpoint.port}"`,
    );
  });

  describe("beside plain keys", () => {
    it("leave a pinned plain key as good as before, whether the server shows it alone or in a certificate of a stranger", async () => {
      const [authority, key] = [aKey(), aKey("ecdsa-256")];
      hostCertificate(authority, key);
      const [withCertificate, without] = [await certified(key), await startOpenSsh()];
      running.push(without);

      expect(await list({ ...withCertificate.endpoint, hostKeys: [pin(aKey()), key.publicLine] })).toEqual(["dhcp"]);
      expect(await list({ ...without.endpoint, hostKeys: [pin(authority), without.hostKey.publicKey] })).toEqual([
        "dhcp",
      ]);
    });

    it("refuses a server that has none where only an authority is pinned, and shows both fingerprints", async () => {
      const authority = aKey();
      const server = await startOpenSsh();
      running.push(server);

      await expect(list({ ...server.endpoint, hostKeys: [pin(authority)] })).rejects.toThrow(
        [
          "The server shows a host key without a certificate, and only authorities are pinned; nothing was sent to it.",
          `  got:     ${shownFingerprint(server.hostKey.publicKey)}`,
          `  allowed: what the authority ${shownFingerprint(authority.publicLine)} has signed`,
        ].join("\n"),
      );
    });

    it("refuses an authority's own key as that of a host", async () => {
      const authority = aKey();
      const server = await startOpenSsh({ config: () => [`HostKey ${authority.path}`] });
      running.push(server);

      await expect(list({ ...server.endpoint, hostKeys: [pin(authority)] })).rejects.toThrow(
        `The server shows a host key without a certificate, and only authorities are pinned; nothing was sent to it.\n  got:     ${shownFingerprint(authority.publicLine)}`,
      );
    });
  });

  it.each<[string, readonly string[], string]>([
    ["of another name", ["-n", "files.example.com"], 'it is for "files.example.com" and not for 127.0.0.1'],
    ["that has expired", ["-V", "20200101000000Z:20210101000000Z"], "it has expired at 2021-01-01T00:00:00.000Z"],
    ["that is not valid yet", ["-V", "20900101:20910101"], "it is not valid before 2"],
    [
      "with a critical option",
      ["-O", "critical:guard@example.com=1"],
      'it holds the critical option "guard@example.com"',
    ],
  ])("refuses one %s, with the fingerprints of key and authority", async (_name, options, reason) => {
    const [authority, key] = [aKey(), aKey()];
    hostCertificate(authority, key, ...options);
    const server = await certified(key);

    const work = list({ ...server.endpoint, hostKeys: [pin(authority)] });

    await expect(work).rejects.toThrow(`The certificate of the server's host key is not accepted: ${reason}`);
    await expect(work).rejects.toThrow(
      `got:     ${shownFingerprint(key.publicLine)}, signed by ${shownFingerprint(authority.publicLine)}\n  allowed: what the authority ${shownFingerprint(authority.publicLine)} has signed`,
    );
  });

  it("refuses one whose key is revoked, and goes on with others of its authority", async () => {
    const [authority, stolen, fresh] = [aKey(), aKey(), aKey()];
    hostCertificate(authority, stolen);
    hostCertificate(authority, fresh);
    const [old, replaced] = [await certified(stolen), await certified(fresh)];
    const hostKeys = [pin(authority), `@revoked * ${stolen.publicLine}`];

    await expect(list({ ...old.endpoint, hostKeys })).rejects.toThrow(
      "its key has been revoked; nothing was sent to it",
    );
    expect(await list({ ...replaced.endpoint, hostKeys })).toEqual(["dhcp"]);
  });

  it("refuses one that an authority has signed which is pinned for other hosts", async () => {
    const [authority, key] = [aKey(), aKey()];
    hostCertificate(authority, key);
    const server = await certified(key);

    await expect(
      list({ ...server.endpoint, hostKeys: [pin(authority, "*.example.com "), pin(aKey(), "127.0.0.* ")] }),
    ).rejects.toThrow("it is signed by an authority that is not pinned");
    expect(await list({ ...server.endpoint, hostKeys: [pin(authority, "10.*,127.0.0.? ")] })).toEqual(["dhcp"]);
  });
});
