import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { sha512 } from "../../lib/values/hash";
import { CAN_RUN_SSHD, type OpenSsh, startOpenSsh } from "../contract/openssh";
import { type KeyFile, newKeyFile, shownFingerprint, sign } from "../contract/ssh-keygen";
import { temporaryFolder } from "../provider/sftp/ssh-server";
import { HclFolder } from "./hcl-folder";
import { describeWithEach, said } from "./world";

jest.setTimeout(180_000);

const INPUT = "-input=false";
const APPLY = ["apply", "-auto-approve", INPUT] as const;

type Files = readonly (readonly [path: string, content: string])[];

describeWithEach("slipway_files over SFTP, on OpenSSH", (engine) => {
  if (!CAN_RUN_SSHD) {
    it.skip("(it cannot be run here)", () => undefined);
    return;
  }
  // Imports by identity came to OpenTofu with 1.12, and to Terraform with the version after the one that is tested.
  const byIdentity = engine === "tofu" ? it : it.skip;
  const keys = temporaryFolder();
  let authority: KeyFile;
  let server: OpenSsh;
  let folder: HclFolder;

  beforeAll(async () => {
    authority = newKeyFile(keys.path, "authority");
    const certified = newKeyFile(keys.path, "certified", "ecdsa-256");
    sign(authority, certified, "-h", "-n", "127.0.0.1");
    server = await startOpenSsh({
      config: () => [`HostKey ${certified.path}`, `HostCertificate ${certified.path}-cert.pub`],
    });
    folder = new HclFolder(undefined, engine);
    await folder.must("init", INPUT);
  });
  afterAll(async () => {
    folder.remove();
    await server.stop();
    keys[Symbol.dispose]();
  });
  afterEach(async () => {
    await folder.must("destroy", "-auto-approve", INPUT);
    expect(readdirSync(server.root)).toEqual(["dhcp"]);
    expect(readdirSync(server.path("dhcp"))).toEqual([]);
  });

  const address = (changes: Readonly<Record<string, unknown>> = {}) => {
    const { host, port, user, identityFile } = server.endpoint;
    const host_keys = [`@cert-authority 127.0.0.* ${authority.publicLine}`];
    return { host, port, user, host_keys, identity_file: identityFile, connect_timeout: 10, ...changes };
  };
  const configure = (files: Files, changes: Readonly<Record<string, unknown>> = {}): void => {
    const list = files.map(([path, content_wo]) => ({ path, content_wo }));
    const attributes = Object.entries({ server: address(), files: list, ...changes });
    folder.write("main.tf", [
      'resource "slipway_files" "site" {',
      ...attributes.map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`),
      "}",
    ]);
  };
  const put = (path: string, content: string): void => writeFileSync(server.path(path), content, { mode: 0o644 });
  const onServer = (path: string): string => readFileSync(server.path(path), "utf8");
  const nothingLeftToDo = async (): Promise<void> => {
    const { status, stdout } = await folder.tofu("plan", INPUT, "-detailed-exitcode");
    expect([status, stdout]).toEqual([0, expect.stringContaining("No changes.")]);
  };

  it("knows the server by the authority of its certificate, and refuses one that it does not know", async () => {
    configure([["/dhcp/a", "1"]]);
    await folder.must(...APPLY);
    await nothingLeftToDo();
    const other = newKeyFile(keys.path, "other");
    configure([["/dhcp/a", "2"]], { server: address({ host_keys: [`@cert-authority ${other.publicLine}`] }) });

    const refused = await folder.tofu(...APPLY, "-refresh=false");

    expect(refused.status).toBe(1);
    expect(said(refused)).toContain("it is signed by an authority that is not pinned");
    expect(said(refused)).toContain(`allowed: what the authority ${shownFingerprint(other.publicLine)} has signed`);
    expect(onServer("dhcp/a")).toBe("1");
    configure([["/dhcp/a", "1"]]);
    await folder.must(...APPLY, "-refresh=false");
    rmSync(`${other.path}`);
    rmSync(`${other.path}.pub`);
  });

  describe("what is there already", () => {
    const files: Files = [
      ["/dhcp/b", "one"],
      ["/dhcp/a", "two"],
    ];
    beforeEach(() => {
      for (const [path, content] of files) put(path.slice(1), content);
      configure(files, { root: "/dhcp" });
    });
    const told = () => ({ server: address(), root: "/dhcp", files: files.map(([path]) => path) });
    const imported = async (by: string): Promise<void> => {
      folder.write("import.tf", [`import {\n  to = slipway_files.site\n  ${by}\n}`]);

      const applied = await folder.must(...APPLY);
      folder.delete("import.tf");

      expect(applied).toContain("Resources: 1 imported, 0 added, 0 changed, 0 destroyed.");
      const times = files.map(([path]) => statSync(server.path(path.slice(1))).ctimeMs);
      await nothingLeftToDo();
      expect(files.map(([path]) => statSync(server.path(path.slice(1))).ctimeMs)).toEqual(times);
    };

    it("is imported by command, and left alone where the contents are the same", async () => {
      await folder.must("import", INPUT, "slipway_files.site", JSON.stringify(told()));

      await nothingLeftToDo();
      for (const [, content] of files) expect(folder.read("terraform.tfstate")).toContain(sha512(content));
    });

    it("is imported by a block with the id", async () => {
      await imported(`id = jsonencode(${JSON.stringify(told())})`);
    });

    byIdentity("is imported by a block with the identity, which it then has in the state", async () => {
      const { server: one, root, files: paths } = told();

      await imported(
        `identity = { server = jsonencode(${JSON.stringify(one)}), root = "${root}", files = ${JSON.stringify(paths)} }`,
      );

      expect(JSON.parse(folder.read("terraform.tfstate"))).toMatchObject({
        resources: [{ instances: [{ identity: { root: "/dhcp", files: paths, webdav: null } }] }],
      });
    });

    it("is changed by the first apply where the contents are others", async () => {
      await folder.must("import", INPUT, "slipway_files.site", JSON.stringify(told()));
      configure([files[0] as Files[number], ["/dhcp/a", "changed"]], { root: "/dhcp" });

      expect(await folder.must(...APPLY)).toContain("0 added, 1 changed, 0 destroyed");

      expect([onServer("dhcp/b"), onServer("dhcp/a")]).toEqual(["one", "changed"]);
      await nothingLeftToDo();
    });
  });

  it("finds by content what size and time do not tell, and mends it", async () => {
    const old = new Date(Date.now() - 3_600_000);
    configure([["/dhcp/a", "one"]]);
    await folder.must(...APPLY);
    utimesSync(server.path("dhcp/a"), old, old);
    await folder.must("refresh", INPUT);
    await sleep(2100); // a time in whole seconds is trusted when it is older than that
    await folder.must("refresh", INPUT);
    put("dhcp/a", "eno");
    utimesSync(server.path("dhcp/a"), old, old);

    const byMetadata = await folder.must("plan", INPUT);
    configure([["/dhcp/a", "one"]], { verify: "content" });
    await folder.must(...APPLY); // what is in the state counts for the refresh
    const byContent = await folder.must(...APPLY);

    expect(byMetadata).toContain("No changes.");
    expect(byContent).toContain(`"${sha512("eno")}" -> "${sha512("one")}"`);
    expect(onServer("dhcp/a")).toBe("one");
    put("dhcp/a", "two");
    expect(await folder.must(...APPLY)).toContain("0 added, 1 changed, 0 destroyed");
    expect(onServer("dhcp/a")).toBe("one");
    await nothingLeftToDo();
  });

  it("refuses a file outside of the root at plan, and one behind a link below it at apply", async () => {
    configure([["/elsewhere/a", "1"]], { root: "/dhcp" });
    const outside = await folder.tofu("plan", INPUT);
    mkdirSync(server.path("outside"));
    symlinkSync("../outside", server.path("dhcp/link"));
    configure([["/dhcp/link/a", "1"]], { root: "/dhcp" });

    const behind = await folder.tofu(...APPLY);

    expect([outside.status, behind.status]).toEqual([1, 1]);
    expect(said(outside)).toContain("/elsewhere/a is not below /dhcp, which root says that all files are.");
    expect(said(behind)).toContain("it is a symbolic link. Links below /dhcp are not followed.");
    expect(existsSync(server.path("outside/a"))).toBe(false);
    configure([["/dhcp/link/a", "1"]], { root: "/dhcp/link" });
    await folder.must(...APPLY);
    expect(onServer("outside/a")).toBe("1");
    await folder.must("destroy", "-auto-approve", INPUT);
    rmSync(server.path("dhcp/link"));
    rmSync(server.path("outside"), { recursive: true });
  });
});
