import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import { sha512 } from "../../lib/values/hash";
import { findProgram, fromPackage } from "../contract/judges/judge";
import { PASSWORD, TOKEN, WebdavServer } from "../contract/judges/webdav";
import { DavProxy } from "./faults/dav-proxy";
import { HclFolder } from "./hcl-folder";
import { type Place, placesBelow, placesWith } from "./secrets/search";
import { describeWithEach, describeWithTofu, said } from "./world";

jest.setTimeout(180_000);

const apache = fromPackage("apache2", "apache2-bin");
const nginx = fromPackage("nginx", "nginx-light") ?? findProgram("nginx");

const INPUT = "-input=false";
const APPLY = ["apply", "-auto-approve", INPUT] as const;

type Files = readonly (readonly [path: string, content: string])[];

/** A resource that puts files on a server. */
function site(webdav: Readonly<Record<string, string | number>>, files: Files): string {
  const list = files.map(([path, content_wo]) => ({ path, content_wo }));
  return `resource "slipway_files" "site" {
    webdav = ${JSON.stringify({ connect_timeout: 10, ...webdav })}
    files  = ${JSON.stringify(list)}
  }`;
}

describeWithEach("slipway_files over WebDAV, on Apache", (engine) => {
  if (apache === undefined) {
    it.skip("(it cannot be had here)", () => undefined);
    return;
  }
  // The core under both; what is the provider's matter alone, once.
  const itOnce = engine === "tofu" ? it : it.skip;
  const ends: (() => Promise<void> | void)[] = [];
  let server: WebdavServer;
  let proxy: DavProxy;
  let folder: HclFolder;
  beforeAll(async () => {
    server = await WebdavServer.apache(apache);
    ends.push(() => server.stop());
    proxy = await DavProxy.before(server);
    ends.push(() => proxy.stop());
    folder = new HclFolder(undefined, engine);
    ends.push(() => folder.remove());
    await folder.must("init", INPUT);
    mkdirSync(server.path("www/theirs"));
    chmodSync(server.path("www/theirs"), 0o777);
    writeFileSync(server.path("www/theirs/kept"), "kept");
  });
  afterAll(async () => {
    for (const end of ends.splice(0)) await end();
  });
  beforeEach(() => proxy.seen.splice(0));

  const configure = (files: Files): void => {
    const { url, certificate: ca_certificate } = proxy;
    const login = { username: "operator", password_file: server.path("password") };
    folder.write("main.tf", [site({ url, ca_certificate, ...login }, files)]);
  };
  const onDisk = (path: string): string => readFileSync(server.path(`www${path}`), "utf8");
  const tree = (): readonly string[] => readdirSync(server.path("www"), { recursive: true, encoding: "utf8" }).sort();
  const nothingLeftToDo = async (): Promise<void> => {
    const { status, stdout } = await folder.tofu("plan", INPUT, "-detailed-exitcode");
    expect([status, stdout]).toEqual([0, expect.stringContaining("No changes.")]);
  };
  const written = (): readonly string[] =>
    proxy.seen.filter(({ method }) => ["PUT", "MOVE", "DELETE", "MKCOL"].includes(method)).map(({ path }) => path);

  it("makes files and folders in order, changes what is changed, and leaves the folder as it was", async () => {
    const before = tree();
    configure([
      ["/made/deep/b", "1"],
      ["/theirs/a", "2"],
      ["/made/a b%?#é", "3"],
    ]);

    await folder.must(...APPLY);

    expect(proxy.moved).toEqual(["/made/deep/b", "/theirs/a", "/made/a b%?#é"]);
    expect([onDisk("/made/deep/b"), onDisk("/theirs/a"), onDisk("/made/a b%?#é")]).toEqual(["1", "2", "3"]);
    const state = folder.read("terraform.tfstate");
    for (const text of ["1", "2", "3"]) expect(state).toContain(sha512(text));
    expect(state).not.toContain(PASSWORD);
    await nothingLeftToDo();

    proxy.seen.splice(0);
    configure([
      ["/made/a b%?#é", "3"],
      ["/made/deep/b", "changed"],
      ["/new/c", "4"],
    ]);
    expect(await folder.must(...APPLY)).toContain("0 added, 1 changed, 0 destroyed");
    expect(proxy.moved).toEqual(["/made/deep/b", "/new/c"]);
    expect([onDisk("/made/deep/b"), onDisk("/new/c"), existsSync(server.path("www/theirs/a"))]).toEqual([
      "changed",
      "4",
      false,
    ]);
    await nothingLeftToDo();

    await folder.must("destroy", "-auto-approve", INPUT);
    expect(tree()).toEqual(before);
  });

  itOnce("sees what was changed and what is gone, and puts it right", async () => {
    configure([
      ["/one", "1"],
      ["/two", "2"],
      ["/three", "3"],
    ]);
    await folder.must(...APPLY);
    writeFileSync(server.path("www/two"), "by hand");
    rmSync(server.path("www/three"));

    const planned = await folder.must("plan", INPUT);
    await folder.must(...APPLY);

    expect(planned).toContain(`"${sha512("by hand")}" -> "${sha512("2")}"`);
    expect([onDisk("/one"), onDisk("/two"), onDisk("/three")]).toEqual(["1", "2", "3"]);
    await nothingLeftToDo();
  });

  it("refuses to write over what somebody else has changed between plan and apply", async () => {
    configure([
      ["/one", "1"],
      ["/two", "2"],
    ]);
    await folder.must(...APPLY);
    configure([
      ["/one", "one"],
      ["/two", "two"],
    ]);
    await folder.must("plan", INPUT, "-out=saved.plan");
    writeFileSync(server.path("www/two"), "theirs");
    proxy.seen.splice(0);

    const refused = await folder.tofu("apply", INPUT, "saved.plan");

    expect([refused.status, said(refused)]).toEqual([1, expect.stringContaining('Unable to write "/two"')]);
    expect(said(refused)).toContain("somebody else has changed it since the plan: plan again");
    expect([onDisk("/one"), onDisk("/two"), written()]).toEqual(["1", "theirs", []]);
    expect(await folder.must(...APPLY)).toContain("1 changed");
    expect([onDisk("/one"), onDisk("/two")]).toEqual(["one", "two"]);
    await nothingLeftToDo();
  });

  itOnce("refuses to write over what somebody else changes while it is at work", async () => {
    configure([
      ["/one", "1"],
      ["/two", "2"],
    ]);
    await folder.must(...APPLY);
    configure([
      ["/one", "one again"],
      ["/two", "two again"],
    ]);
    proxy.fault = ({ method, to }) => {
      if (method === "MOVE" && to === "/one") writeFileSync(server.path("www/two"), "from somebody else");
      return undefined;
    };

    const refused = await folder.tofu(...APPLY);
    proxy.fault = () => undefined;

    expect([refused.status, said(refused)]).toEqual([1, expect.stringContaining("somebody else has changed")]);
    expect([onDisk("/one"), onDisk("/two")]).toEqual(["one again", "from somebody else"]);
    await folder.must(...APPLY);
    expect(onDisk("/two")).toBe("two again");
    await nothingLeftToDo();
  });

  itOnce("takes over files that are there by an import, by command and by block, and writes nothing then", async () => {
    configure([
      ["/one", "1"],
      ["/two", "2"],
    ]);
    await folder.must(...APPLY);
    const { url, certificate: ca_certificate } = proxy;
    const id = JSON.stringify({
      webdav: {
        url,
        ca_certificate,
        username: "operator",
        password_file: server.path("password"),
        connect_timeout: 10,
      },
      files: ["/one", "/two"],
    });
    proxy.seen.splice(0);

    await folder.must("state", "rm", "slipway_files.site");
    await folder.must("import", INPUT, "slipway_files.site", id);
    await folder.must(...APPLY);
    await nothingLeftToDo();
    await folder.must("state", "rm", "slipway_files.site");
    folder.write("import.tf", [`import {\n  to = slipway_files.site\n  id = ${JSON.stringify(id)}\n}`]);
    const imported = await folder.must(...APPLY);
    folder.delete("import.tf");

    expect(imported).toContain("1 imported, 0 added");
    expect(written()).toEqual([]);
    await nothingLeftToDo();
    await folder.must("destroy", "-auto-approve", INPUT);
    expect(tree()).toEqual(["theirs", "theirs/kept"]);
  });
});

describeWithTofu("logging in to a WebDAV server", () => {
  if (nginx === undefined || apache === undefined) {
    it.skip("(there is none here)", () => undefined);
    return;
  }
  const ends: (() => Promise<void> | void)[] = [];
  let folder: HclFolder;
  let secured: WebdavServer;
  let basic: WebdavServer;
  beforeAll(async () => {
    secured = await WebdavServer.nginx(nginx);
    ends.push(() => secured.stop());
    basic = await WebdavServer.apache(apache);
    ends.push(() => basic.stop());
    folder = new HclFolder(undefined);
    ends.push(() => folder.remove());
    await folder.must("init", INPUT);
  });
  afterAll(async () => {
    for (const end of ends.splice(0)) await end();
  });

  const fingerprint = (server: WebdavServer): string => new X509Certificate(server.certificate).fingerprint256;

  it("takes a bearer token, and a client certificate, of a server whose certificate is pinned", async () => {
    const { url } = secured;
    folder.write("main.tf", [
      site({ url, fingerprint: fingerprint(secured), token_file: secured.path("token") }, [["/by-token", "1"]]),
    ]);
    await folder.must(...APPLY);
    const client = { client_certificate_file: secured.path("client.pem"), client_key_file: secured.path("client.key") };
    const files: Files = [
      ["/by-token", "1"],
      ["/by-certificate", "2"],
    ];
    folder.write("main.tf", [site({ url, fingerprint: fingerprint(secured), ...client }, files)]);

    await folder.must(...APPLY);

    expect(readdirSync(secured.path("www")).sort()).toEqual(["by-certificate", "by-token"]);
    expect((await folder.tofu("plan", INPUT, "-detailed-exitcode")).status).toBe(0);
    await folder.must("destroy", "-auto-approve", INPUT);
    expect(readdirSync(secured.path("www"))).toEqual([]);
  });

  it("refuses a server with another certificate than the pinned one, with both fingerprints", async () => {
    const other = fingerprint(basic);
    const { url } = secured;
    folder.write("main.tf", [site({ url, fingerprint: other, token_file: secured.path("token") }, [["/a", "1"]])]);

    const refused = await folder.tofu(...APPLY);

    expect(refused.status).toBe(1);
    expect(said(refused)).toContain(`pinned: ${other}`);
    expect(said(refused)).toContain(`shown: ${fingerprint(secured)}`);
    expect(readdirSync(secured.path("www"))).toEqual([]);
  });

  it("keeps password and token out of plan, state and trace log", async () => {
    const pinned = (server: WebdavServer) => ({ url: server.url, fingerprint: fingerprint(server) });
    const byPassword = { username: "operator", password_file: basic.path("password") };
    folder.write("main.tf", [
      site({ ...pinned(basic), ...byPassword }, [["/a", "no-secret-control"]]),
      site({ ...pinned(secured), token_file: secured.path("token") }, [["/b", "1"]]).replace('"site"', '"other"'),
    ]);
    folder.environment["TF_LOG"] = "TRACE";

    const logs: Place[] = [];
    for (const args of [
      ["plan", INPUT, "-out=saved.plan"],
      ["apply", INPUT, "saved.plan"],
      ["show", "-json"],
      ["show", "-json", "saved.plan"],
      ["plan", INPUT],
    ]) {
      const { status, stdout, stderr } = await folder.tofu(...args);
      expect([args[0], status]).toEqual([args[0], 0]);
      logs.push([args.join(" "), Buffer.from(stdout + stderr)]);
    }
    delete folder.environment["TF_LOG"];
    const places = [...logs, ...placesBelow(folder.folder)];

    expect([placesWith(PASSWORD, places), placesWith(TOKEN, places)]).toEqual([[], []]);
    expect(placesWith(sha512("no-secret-control"), places).length).toBeGreaterThan(2);
    expect(logs.some(([, bytes]) => bytes.includes("ApplyResourceChange"))).toBe(true);
    await folder.must("destroy", "-auto-approve", INPUT);
  });
});
