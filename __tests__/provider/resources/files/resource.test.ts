import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Client } from "../../../../lib/provider/configuration";
import { UNKNOWN, type Value, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/files/resource";
import { SftpPool } from "../../../../lib/provider/sftp/pool";
import { Drive } from "../../sftp/drive";
import { newKey, startSshServer, temporaryFolder, type TestServer } from "../../sftp/ssh-server";

const sha512 = (text: string): string => createHash("sha512").update(text).digest("hex");

describe("slipway_files", () => {
  const folder = temporaryFolder();
  const root = join(folder.path, "root");
  const identityFile = join(folder.path, "identity");
  const clientKey = newKey();
  const pool = new SftpPool({ agent: undefined, idleMs: 20, backOffMs: 5 });
  const client: Client = {
    sftp: pool,
    proxmox: () => {
      throw new Error("no Proxmox here");
    },
    seal: {
      sealedKey: (name, generation) => ({
        privateKey: `private ${name} ${generation}`,
        publicKey: `public ${name} ${generation}`,
        fingerprint: "",
      }),
    },
    cacheDirectory: folder.path,
    cacheLimitBytes: 0,
    signingKeys: [],
  };
  let server: TestServer;
  let drive: Drive<Client>;

  beforeAll(() => writeFileSync(identityFile, clientKey.privateKey, { mode: 0o600 }));
  beforeEach(async () => {
    mkdirSync(root);
    server = await startSshServer({ root, clientKey, identityFile });
    drive = new Drive(resource, client);
  });
  afterEach(async () => {
    pool.close();
    await server.stop();
    rmSync(root, { recursive: true });
  });
  afterAll(() => folder[Symbol.dispose]());

  const text = (path: string, content: Value, mode: Value = null): ValueObject => ({
    path,
    mode,
    content_wo: content,
    document_wo: null,
    sha512: null,
    size: null,
    nonce: null,
  });
  const document = (path: string, structure: unknown): ValueObject => ({
    ...text(path, null),
    document_wo: typeof structure === "symbol" ? UNKNOWN : JSON.stringify(structure),
  });
  const config = (files: readonly Value[], changes: ValueObject = {}): ValueObject => ({
    server: {
      host: "127.0.0.1",
      port: server.endpoint.port,
      user: server.endpoint.user,
      host_keys: server.endpoint.hostKeys,
      identity_file: identityFile,
      connect_timeout: 2,
      bastion: null,
    },
    instance: null,
    files,
    ...changes,
  });
  const filesOf = (state: ValueObject | null): unknown =>
    (state?.files as readonly ValueObject[]).map(({ path, mode, sha512: hash, size }) => [path, mode, hash, size]);
  const onServer = (path: string): string => readFileSync(join(root, path), "utf8");
  const written = (): readonly string[] =>
    server.requests.filter((request) => /^(?:RENAME|REMOVE \/(?!.*\/\.))/.test(request));

  describe("create", () => {
    it("writes the files in order and keeps hashes only", async () => {
      const { state, diagnostics } = await drive.apply(
        config([text("/tickets/102.ign/10.20.0.12", "one"), text("/dhcp/hosts/102", "two", "0640")]),
      );

      expect(diagnostics).toEqual([]);
      expect(state?.files).toEqual([
        {
          path: "/tickets/102.ign/10.20.0.12",
          mode: "0644",
          content_wo: null,
          document_wo: null,
          sha512: sha512("one"),
          size: 3,
          nonce: null,
        },
        {
          path: "/dhcp/hosts/102",
          mode: "0640",
          content_wo: null,
          document_wo: null,
          sha512: sha512("two"),
          size: 3,
          nonce: null,
        },
      ]);
      expect(written()).toEqual(["RENAME /tickets/102.ign/10.20.0.12", "RENAME /dhcp/hosts/102"]);
      expect([onServer("/tickets/102.ign/10.20.0.12"), onServer("/dhcp/hosts/102")]).toEqual(["one", "two"]);
      expect(statSync(join(root, "dhcp/hosts/102")).mode & 0o777).toBe(0o640);
    });

    it("has no more to do afterwards", async () => {
      const files = config([text("/a", "one"), text("/b", "two")]);
      await drive.apply(files);

      const warnings = await drive.refresh();
      const { value } = await drive.plan(files);

      expect(warnings).toEqual([]);
      expect(value).toEqual({ planned: drive.state, replace: [] });
    });

    it("keeps what was written when a later file fails, and finishes at the next apply", async () => {
      const files = config([text("/a", "one"), text("/b/c", "two"), text("/d", "three")]);
      server.refuse = "MKDIR /b";

      const first = await drive.apply(files);

      expect(first.diagnostics).toEqual([
        {
          severity: "error",
          summary: `Unable to write "/b/c" on "terraform_ignition@127.0.0.1:${server.endpoint.port}"`,
          detail: "make folder /b: Permission denied\nFiles before it in the order are done; apply again to go on.",
        },
      ]);
      expect(filesOf(first.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b/c", "0644", null, null],
        ["/d", "0644", null, null],
      ]);

      server.refuse = undefined;
      server.requests.length = 0;
      await drive.refresh();
      const second = await drive.apply(files);

      expect(second.diagnostics).toEqual([]);
      expect(written()).toEqual(["RENAME /b/c", "RENAME /d"]);
    });

    it("is finished, or taken back, where a folder of somebody else stands in a file's place", async () => {
      mkdirSync(join(root, "taken/inside"), { recursive: true });
      const first = await drive.apply(config([text("/a", "one"), text("/taken", "two")]));
      expect(first.diagnostics).toMatchObject([{ summary: expect.stringMatching(/^Unable to write "\/taken" on /) }]);

      await drive.refresh();
      const { state, diagnostics } = await drive.apply(null);

      expect([state, diagnostics]).toEqual([null, []]);
      expect(readdirSync(root)).toEqual(["taken"]);
      expect(readdirSync(join(root, "taken"))).toEqual(["inside"]);
    });

    it("leaves no state behind when nothing could be written", async () => {
      server.refuse = "OPEN /.a";

      const { state, diagnostics } = await drive.apply(config([text("/a", "one")]));

      expect(state).toBeNull();
      expect(diagnostics).toMatchObject([{ summary: expect.stringMatching(/^Unable to write "\/a" on /) }]);
    });
  });

  describe("update", () => {
    it("writes only what differs", async () => {
      await drive.apply(config([text("/a", "one"), text("/b", "two")]));
      server.requests.length = 0;

      const { diagnostics } = await drive.apply(config([text("/a", "one"), text("/b", "other")]));

      expect(diagnostics).toEqual([]);
      // A plain rename does not replace: the old file steps aside.
      expect(written().map((request) => request.replace(/[0-9a-f]{12}/, "RANDOM"))).toEqual([
        "RENAME /b",
        "RENAME /.b.RANDOM",
        "RENAME /b",
        "REMOVE /.b.RANDOM",
      ]);
      expect(onServer("/b")).toBe("other");
    });

    it("removes dropped files in reverse, after the new ones are there", async () => {
      await drive.apply(config([text("/a", "one"), text("/b", "two"), text("/c", "three")]));
      server.requests.length = 0;

      const { state } = await drive.apply(config([text("/a", "one"), text("/d", "four")]));

      expect(written()).toEqual(["RENAME /d", "REMOVE /c", "REMOVE /b"]);
      expect(filesOf(state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/d", "0644", sha512("four"), 4],
      ]);
    });

    it("remembers a dropped file that could not be removed", async () => {
      await drive.apply(config([text("/a", "one"), text("/b", "two")]));
      server.refuse = "REMOVE /b";

      const first = await drive.apply(config([text("/a", "one")]));
      expect(filesOf(first.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);

      server.refuse = undefined;
      await drive.refresh();
      const second = await drive.apply(config([text("/a", "one")]));
      expect(filesOf(second.state)).toEqual([["/a", "0644", sha512("one"), 3]]);
      expect(existsSync(join(root, "b"))).toBe(false);
    });

    it("publishes what is missing again when the server became another one", async () => {
      await drive.apply(config([text("/a", "one"), text("/b", "two")], { instance: "1" }));
      rmSync(join(root, "b"));
      server.requests.length = 0;

      await drive.apply(config([text("/a", "one"), text("/b", "two")], { instance: "2" }));

      expect(written()).toEqual(["RENAME /b"]);
    });

    it.each([
      ["writes over what another machine holds, which no plan has seen", "2", "two", []],
      [
        "leaves alone what somebody has changed on the same machine since the plan",
        "1",
        "theirs",
        [expect.stringMatching(/^write \/b: somebody else has changed it since the plan/)],
      ],
    ])("%s", async (_name, instance, held, details) => {
      await drive.apply(config([text("/a", "one"), text("/b", "old")], { instance: "1" }));
      writeFileSync(join(root, "b"), "theirs");

      const { diagnostics } = await drive.apply(config([text("/a", "one"), text("/b", "two")], { instance }));

      expect(diagnostics.map(({ detail }) => detail)).toEqual(details);
      expect(onServer("/b")).toBe(held);
    });

    it("leaves the files on a server at another address alone, and says so", async () => {
      await drive.apply(config([text("/a", "one")]));
      const other = await startSshServer({ root, clientKey, identityFile });
      const moved = config([text("/a", "one")]);

      const { diagnostics } = await drive.apply({
        ...moved,
        server: { ...(moved.server as ValueObject), port: other.endpoint.port, host_keys: other.endpoint.hostKeys },
      });

      expect(diagnostics).toMatchObject([
        { severity: "warning", detail: expect.stringContaining("If the old one is another machine, remove there: /a") },
      ]);
      expect(onServer("/a")).toBe("one");
      pool.close();
      await other.stop();
    });
  });

  describe("read", () => {
    const plain = (): ValueObject => config([text("/a", "one"), text("/b", "two")]);

    it.each([
      ["a changed content", () => writeFileSync(join(root, "a"), "bad"), ["/a", "0644", sha512("bad"), 3]],
      ["a missing file", () => rmSync(join(root, "a")), ["/a", "0644", null, null]],
      ["a changed mode", () => chmodSync(join(root, "a"), 0o600), ["/a", "0600", sha512("one"), 3]],
    ])("shows %s, which the next apply repairs", async (_name, damage, expected) => {
      await drive.apply(plain());
      damage();

      await drive.refresh();

      expect(filesOf(drive.state)).toEqual([expected, ["/b", "0644", sha512("two"), 3]]);
      await drive.apply(plain());
      expect(filesOf(drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
      expect([onServer("/a"), statSync(join(root, "a")).mode & 0o777]).toEqual(["one", 0o644]);
    });

    /** Changes the content, but neither size nor time. */
    const tamper = (): void => {
      const { atime, mtime } = statSync(join(root, "a"));
      writeFileSync(join(root, "a"), "bad");
      utimesSync(join(root, "a"), atime, mtime);
    };

    /** What is read two seconds later: a time in whole seconds says nothing of what comes within the same one. */
    const later = (): void => {
      const now = Date.now() + 2000;
      jest.spyOn(Date, "now").mockReturnValue(now);
    };
    afterEach(() => jest.restoreAllMocks());

    it("reads no file again whose size and time are what they were", async () => {
      await drive.apply(plain());
      later();
      await drive.refresh();
      tamper();
      server.requests.length = 0;

      await drive.refresh();

      expect(server.requests).toEqual(["STAT /a", "STAT /b"]);
      expect(filesOf(drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
    });

    it("reads a file whose time is another one, and from then on not", async () => {
      await drive.apply(plain());
      utimesSync(join(root, "a"), 1000, 1000);

      await drive.refresh();
      expect(filesOf(drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
      later();
      await drive.refresh();
      server.requests.length = 0;
      await drive.refresh();

      expect(server.requests).toEqual(["STAT /a", "STAT /b"]);
    });

    it("reads every file where the content is to be verified", async () => {
      const careful = { ...plain(), verify: "content" };
      await drive.apply(careful);
      tamper();

      await drive.refresh();

      expect(filesOf(drive.state)).toEqual([
        ["/a", "0644", sha512("bad"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
    });

    it("takes a link in a file's place for a missing file", async () => {
      await drive.apply(plain());
      rmSync(join(root, "a"));
      symlinkSync(join(root, "b"), join(root, "a"));

      await drive.refresh();

      expect(filesOf(drive.state)).toEqual([
        ["/a", "0644", null, null],
        ["/b", "0644", sha512("two"), 3],
      ]);
    });

    it("refuses to look through a folder that has become a link", async () => {
      await drive.apply(config([text("/x/a", "one")]));
      renameSync(join(root, "x"), join(root, "y"));
      symlinkSync("y", join(root, "x"));

      const diagnostics = await drive.refresh();

      expect(diagnostics).toMatchObject([
        {
          severity: "error",
          summary: expect.stringMatching(/^Unable to look at the files on /),
          detail: expect.stringContaining("use /x: it is a symbolic link"),
        },
      ]);
    });

    it("keeps the state and warns when the server does not answer", async () => {
      await drive.apply(plain());
      const before = drive.state;
      pool.close();
      await server.stop();

      const diagnostics = await drive.refresh();

      expect(diagnostics).toMatchObject([
        { severity: "warning", summary: expect.stringMatching(/^Unable to look at the files on /) },
      ]);
      expect(drive.state).toEqual(before);
    });

    it("refuses a server with another host key", async () => {
      await drive.apply(plain());
      pool.close();
      await server.stop();
      server = await startSshServer({ root, clientKey, identityFile, port: server.endpoint.port });

      const diagnostics = await drive.refresh();

      expect(diagnostics).toMatchObject([
        { severity: "error", detail: expect.stringMatching(/got: +SHA256:.*\n +allowed: SHA256:/) },
      ]);
    });
  });

  describe("delete", () => {
    it("removes in reverse order, with the folders that were made; what is gone is fine", async () => {
      await drive.apply(config([text("/x/y/a", "one"), text("/b", "two"), text("/c", "three")]));
      rmSync(join(root, "c"));
      server.requests.length = 0;

      const { state, diagnostics } = await drive.apply(null);

      expect([state, diagnostics]).toEqual([null, []]);
      expect(written()).toEqual(["REMOVE /c", "REMOVE /b", "REMOVE /x/y/a"]);
      expect(existsSync(join(root, "x"))).toBe(false);
    });

    it("keeps what could not be removed", async () => {
      await drive.apply(config([text("/a", "one"), text("/b", "two")]));
      server.refuse = "REMOVE /a";

      const { state, diagnostics } = await drive.apply(null);

      expect(filesOf(state)).toEqual([["/a", "0644", sha512("one"), 3]]);
      expect(diagnostics).toMatchObject([{ summary: expect.stringMatching(/^Unable to remove "\/a" on /) }]);
    });

    it("says how to forget the files of a server that is gone for good", async () => {
      const short = config([text("/a", "one")]);
      await drive.apply({ ...short, server: { ...(short.server as ValueObject), connect_timeout: 0 } });
      pool.close();
      await server.stop();

      const { state, diagnostics } = await drive.apply(null);

      expect(state).not.toBeNull();
      expect(diagnostics).toMatchObject([{ detail: expect.stringContaining("`tofu state rm slipway_files.<name>`") }]);
    });
  });

  describe("documents", () => {
    const ignition = {
      kind: "ignition",
      config: {
        storage: { files: [{ path: "/etc/nonce", contents: { source: ["data:,", { $late: { from: "nonce" } }] } }] },
      },
    };
    const plainText = (...pieces: readonly unknown[]): unknown => ({ kind: "text", text: pieces });
    const late = (source: unknown): unknown => ({ $late: source });

    it("fills the sha512 and the nonce of another file, whichever comes first", async () => {
      const files = config([
        document(
          "/ticket",
          plainText(late({ from: "sha512", of: "/text" }), " ", late({ from: "sha512", of: "/plain" })),
        ),
        document("/text", plainText("hello")),
        text("/plain", "plain"),
      ]);

      const { diagnostics } = await drive.apply(files);

      expect(diagnostics).toEqual([]);
      expect(onServer("/ticket")).toBe(`${sha512("hello")} ${sha512("plain")}`);
    });

    it("publishes the nonce of an Ignition document and hands it on", async () => {
      const { state, diagnostics } = await drive.apply(
        config([document("/ign", ignition), document("/ticket", plainText(late({ from: "nonce", of: "/ign" })))]),
      );

      expect(diagnostics).toEqual([]);
      const { nonce } = (state?.files as readonly ValueObject[])[0] ?? {};
      expect(nonce).toMatch(/^[0-9a-f]{32}$/);
      expect(onServer("/ticket")).toBe(nonce);
    });

    it("fills sealed keys", async () => {
      await drive.apply(
        config([
          document("/key", plainText(late({ from: "sealed-key", name: "install", generation: 2, part: "private" }))),
        ]),
      );

      expect(onServer("/key")).toBe("private install 2");
    });

    it("plans plain unknowns for what depends on an unknown content", async () => {
      const { value, diagnostics } = await drive.plan(
        config([
          text("/a", UNKNOWN),
          document("/b", plainText(late({ from: "sha512", of: "/a" }))),
          document("/c", UNKNOWN),
          text("/d", "known"),
        ]),
      );

      expect(diagnostics).toEqual([]);
      expect(filesOf(value.planned)).toEqual([
        ["/a", "0644", UNKNOWN, UNKNOWN],
        ["/b", "0644", UNKNOWN, UNKNOWN],
        ["/c", "0644", UNKNOWN, UNKNOWN],
        ["/d", "0644", sha512("known"), 5],
      ]);
    });

    it("refuses unsound documents, each at its place, before anything is written", async () => {
      const { diagnostics } = await drive.apply(
        config([
          text("/a", "one"),
          document("/b", { kind: "nonsense" }),
          document("/c", plainText(late({ from: "sha512", of: "/none" }))),
          document("/d", plainText(late({ from: "nonce", of: "/a" }))),
          document("/e", plainText(late({ from: "sha512", of: "/e" }))),
          { ...document("/f", null), document_wo: "canary{" },
        ]),
      );

      expect(diagnostics.map(({ summary, path }) => [summary, path])).toEqual([
        ['Unable to make "/b"', ["files", 1, "document_wo"]],
        ['Unable to make "/c"', ["files", 2, "document_wo"]],
        ['Unable to make "/d"', ["files", 3, "document_wo"]],
        ['Unable to make "/e"', ["files", 4, "document_wo"]],
        ['Unable to make "/f"', ["files", 5, "document_wo"]],
      ]);
      expect(diagnostics[1]?.detail).toBe("It needs the sha512 of /none, which is not a file of this resource.");
      expect(JSON.stringify(diagnostics)).not.toContain("canary");
      expect(server.requests).toEqual([]);
    });
  });

  describe("import", () => {
    const idOf = (changes: Readonly<Record<string, unknown>> = {}): string => {
      const { host, port, user, hostKeys } = server.endpoint;
      const address = { host, port, user, host_keys: hostKeys, identity_file: identityFile };
      return JSON.stringify({ server: address, files: ["/a", "/b"], ...changes });
    };
    const imported = async (id: string): Promise<ValueObject> =>
      (await resource.importState?.(id, {
        client,
        signal: new AbortController().signal,
        warn: () => undefined,
      })) as ValueObject;

    it("finds mode, size and hash of what is there, so that the same contents need no change", async () => {
      writeFileSync(join(root, "a"), "one", { mode: 0o644 });
      writeFileSync(join(root, "b"), "two", { mode: 0o600 });

      drive.state = await imported(idOf());
      const diagnostics = await drive.refresh();

      expect(diagnostics).toEqual([]);
      expect(filesOf(drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0600", sha512("two"), 3],
      ]);
      const same = config([text("/a", "one"), text("/b", "two", "0600")]);
      const address = { ...(same.server as ValueObject), connect_timeout: null };
      const { value } = await drive.plan({ ...same, server: address });
      expect(value).toEqual({ planned: drive.state, replace: [] });
    });

    it("starts from the identity that a state has, too", async () => {
      const call = { client, signal: new AbortController().signal, warn: () => undefined };
      const state = await imported(idOf({ root: "/a" }).replace('"/b"', '"/a/b"').replace('"/a",', '"/a/c",'));

      const identity = resource.identity?.of?.(state) ?? null;

      expect(identity).toMatchObject({ webdav: null, root: "/a", files: ["/a/c", "/a/b"] });
      expect(await resource.identity?.toState?.(identity as ValueObject, call)).toEqual(state);
      expect(resource.identity?.of?.({ ...state, files: [{ path: UNKNOWN }] })).toBeNull();
      expect(resource.identity?.of?.({ ...state, files: [{ path: "/b", sha512: UNKNOWN }] })).not.toBeNull();
      await expect(
        resource.identity?.toState?.({ ...(identity as ValueObject), server: "10.20.0.2" }, call),
      ).rejects.toThrow("server is no JSON object: write server = jsonencode({ … }).");
    });

    it.each([
      ["what is no JSON", "10.20.0.2:/a", "The id is no JSON object."],
      ["another attribute", { secret: 1 }, '"secret" is none of server, webdav, instance, root, verify, files.'],
      ["no files", { files: [] }, "files is no list of paths."],
      ["files that are no paths", { files: [1] }, "files is no list of paths."],
      ["a server that is none", { server: "host" }, "server is no object."],
      ["an unknown attribute of the server", { server: { hots: "x" } }, "There is no server.hots."],
      ["a port that is text", { server: { port: "22" } }, "server.port is no number."],
      ["no server", { server: null }, "Neither server nor webdav is there."],
      ["a path that is none", { files: ["a"] }, '"a" is not absolute'],
    ])("refuses %s", async (_name, changes, expected) => {
      await expect(imported(typeof changes === "string" ? changes : idOf(changes))).rejects.toThrow(expected);
    });
  });

  describe("validate", () => {
    it.each([
      ["no host", { host: "" }, ["server", "host"]],
      ["a port that there is not", { port: 70_000 }, ["server", "port"]],
      ["no host key", { host_keys: [] }, ["server", "host_keys"]],
      ["a host key that is none", { host_keys: ["ssh-ed25519 AAAA"] }, ["server", "host_keys", 0]],
      [
        "a certificate instead of the authority that signed it",
        { host_keys: [newKey().publicKey, "ssh-ed25519-cert-v01@openssh.com AAAA"] },
        ["server", "host_keys", 1],
      ],
      [
        "an authority that is no key",
        { host_keys: ["@cert-authority * ssh-ed25519 AAAA"] },
        ["server", "host_keys", 0],
      ],
      [
        "authorities of other hosts only",
        { host_keys: [`@cert-authority *.elsewhere.example ${newKey().publicKey}`] },
        ["server", "host_keys"],
      ],
      ["a time below 0", { connect_timeout: -1 }, ["server", "connect_timeout"]],
      ["no time to answer", { answer_timeout: 0 }, ["server", "answer_timeout"]],
      ["a sign of life before the last one", { keep_alive: -1 }, ["server", "keep_alive"]],
      ["a certificate without its key", { identity_file: null, certificate_file: "c" }, ["server", "certificate_file"]],
      [
        "bastions beside a bastion",
        { bastions: [], bastion: { host: "b", host_keys: [newKey().publicKey] } },
        ["server", "bastions"],
      ],
      [
        "a wrong bastion among others",
        { bastions: [{ host: "b", host_keys: [] }] },
        ["server", "bastions", 0, "host_keys"],
      ],
      ["a bastion without a key", { bastion: { host: "pve1", host_keys: [] } }, ["server", "bastion", "host_keys"]],
    ])("refuses a server with %s", async (_name, changes, path) => {
      const whole = config([text("/a", "x")]);
      const bastion = { port: null, user: null, identity_file: null };
      const server = { ...(whole.server as ValueObject), ...changes } as ValueObject;
      const filled = "bastion" in changes ? { ...server, bastion: { ...bastion, ...changes.bastion } } : server;

      expect(await drive.validate({ ...whole, server: filled })).toMatchObject([
        { severity: "error", summary: "Unable to accept the SFTP server", path },
      ]);
    });

    it.each([
      ["a file outside of the root", { root: "/srv" }, ["files", 0, "path"]],
      ["a root that is no path", { root: "srv/" }, ["root"]],
      ["another way to verify", { verify: "yes" }, ["verify"]],
    ])("refuses %s by itself", async (_name, changes, path) => {
      const files: readonly Value[] = "root" in changes && changes.root === "srv/" ? [UNKNOWN] : [text("/a", "x")];
      const diagnostics = await drive.validate(config(files, changes as ValueObject));

      expect(diagnostics).toMatchObject([{ severity: "error", path }]);
    });

    it.each([
      ["a relative path", [text("a", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["a path with ..", [text("/a/../b", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["a path with a newline", [text("/a\nb", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["the root", [text("/", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["the same file twice", [text("/a", "x"), text("/a", "y")], [["The same file twice", ["files", 1, "path"]]]],
      ["a mode of three digits", [text("/a", "x", "644")], [["Not a file mode", ["files", 0, "mode"]]]],
      ["no content", [text("/a", null)], [["A file without one content", ["files", 0]]]],
      ["two contents", [{ ...text("/a", "x"), document_wo: "{}" }], [["A file without one content", ["files", 0]]]],
      ["nothing that is not known yet", [text("/a", UNKNOWN), UNKNOWN, { ...text("/b", "x"), path: UNKNOWN }], []],
    ])("refuses %s", async (_name, files, expected) => {
      const diagnostics = await drive.validate(config(files as readonly Value[]));

      expect(diagnostics.map(({ summary, path }) => [summary, path])).toEqual(expected);
    });
  });
});
