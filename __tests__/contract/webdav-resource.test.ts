import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Client } from "../../lib/provider/configuration";
import type { ValueObject } from "../../lib/provider/framework/values";
import { resource } from "../../lib/provider/resources/files/resource";
import { sha512 } from "../../lib/values/hash";
import { configFor } from "../provider/framework/config-for";
import { Drive } from "../provider/sftp/drive";
import { fromPackage } from "./judges/judge";
import { WebdavServer } from "./judges/webdav";

jest.setTimeout(60_000);

const apache = fromPackage("apache2", "apache2-bin");

describe("slipway_files over WebDAV, on Apache", () => {
  if (apache === undefined) {
    it.skip("(it cannot be had here)", () => undefined);
    return;
  }
  let server: WebdavServer;
  let drive: Drive<Client>;
  beforeEach(async () => {
    server = await WebdavServer.apache(apache);
    drive = new Drive(resource, {} as Client);
  });
  afterEach(() => server.stop());

  const config = (files: Readonly<Record<string, string>>): ValueObject =>
    configFor(resource.schema, {
      webdav: {
        url: server.url,
        username: "operator",
        password_file: server.path("password"),
        ca_certificate: server.certificate,
        connect_timeout: 10,
        token_file: null,
        client_certificate_file: null,
        client_key_file: null,
        fingerprint: null,
      },
      files: Object.entries(files).map(([path, content_wo]) => ({
        path,
        content_wo,
        mode: null,
        document_wo: null,
        sha512: null,
        size: null,
        nonce: null,
      })),
    }) as ValueObject;
  const onDisk = (path: string): string => readFileSync(server.path(`www${path}`), "utf8");
  const hashes = (): unknown => (drive.state?.files as readonly ValueObject[]).map((file) => file.sha512);

  it("creates, has no more to do, sees what has changed or gone, puts it right, and removes", async () => {
    const files = config({ "/a/one": "1", "/a/two": "2" });

    const created = await drive.apply(files);
    const planned = (await drive.plan(files)).value.planned;

    expect(created.diagnostics).toEqual([]);
    expect(planned).toEqual(drive.state);
    expect(JSON.stringify(drive.state)).not.toContain("p:ss");

    writeFileSync(server.path("www/a/one"), "changed");
    await drive.refresh();
    expect(hashes()).toEqual([sha512("changed"), sha512("2")]);

    const repaired = await drive.apply(files);
    expect(repaired.diagnostics).toEqual([]);
    expect([onDisk("/a/one"), onDisk("/a/two")]).toEqual(["1", "2"]);

    expect((await drive.apply(null)).diagnostics).toEqual([]);
    expect(existsSync(server.path("www/a"))).toBe(false);
  });

  it("knows what is true after a failure half-way, and goes on from there", async () => {
    mkdirSync(server.path("www/b"));
    mkdirSync(server.path("www/b/two"));
    chmodSync(server.path("www/b"), 0o777);

    const failed = await drive.apply(config({ "/b/one": "1", "/b/two": "2" }));

    expect(failed.diagnostics.map(({ summary }) => summary)).toEqual([
      `Unable to write "/b/two" on "operator@${new URL(server.url).host}/files/"`,
    ]);
    expect(hashes()).toEqual([sha512("1"), null]);
    const better = await drive.apply(config({ "/b/one": "1", "/b/three": "2" }));
    expect(better.diagnostics).toEqual([]);
    expect(onDisk("/b/three")).toBe("2");
    expect(existsSync(server.path("www/b/two"))).toBe(true);
  });

  it("warns, and leaves the state as it was, while the server is away", async () => {
    await drive.apply(config({ "/one": "1" }));
    const before = drive.state;
    await server.pause();

    const warnings = await drive.refresh();

    expect(warnings.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(drive.state).toEqual(before);
  });
});
