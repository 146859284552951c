import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { findBundle, layBundle } from "../../lib/constructs/provider-bundle";
import { PROVIDER_ADDRESS } from "../../lib/constructs/provider-address";
import { fromPackage } from "../contract/judges/judge";
import { WebdavServer } from "../contract/judges/webdav";
import { LabWithImage } from "./lab-image";
import { describeWithTofu, PROJECT, World } from "./world";

jest.setTimeout(300_000);

const apache = fromPackage("apache2", "apache2-bin");
const EXAMPLES = join(PROJECT, "docs/reference/provider/examples");

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly mode: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** Attributes of the only resource of a type in a state. */
function only(state: string, type: string): Readonly<Record<string, unknown>> {
  const found = (JSON.parse(state) as State).resources.filter((one) => one.type === type);
  const [attributes] = found.flatMap(({ instances }) => instances.map((one) => one.attributes));
  if (found.length !== 1 || attributes === undefined) throw new Error(`${found.length} resources of type ${type}`);
  return attributes;
}

describeWithTofu("the examples of the provider's reference", () => {
  const withImage = new LabWithImage("pve1");
  let world: World;
  let webdav: WebdavServer | undefined;
  let published: readonly string[] = [];
  beforeAll(async () => {
    webdav = apache === undefined ? undefined : await WebdavServer.apache(apache);
    const { directory } = withImage;
    world = await World.begin({ guests: 1, alsoGranted: { "/nodes": ["Sys.Audit"] }, lab: { directory } });
    await world.mustSynth();
    await world.mustApply("install", "guests");
    const release = readFileSync(world.lab.environment.releaseFile, "utf8");
    const { iso } = (JSON.parse(release) as { coreos: { iso: { url: string } } }).coreos;
    const mirror = new URL(iso.url).origin;
    await trustSignerOf(mirror);

    const folder = world.stack("examples");
    cpSync(EXAMPLES, folder, { recursive: true });
    if (webdav === undefined) rmSync(join(folder, "files-webdav.tf"));
    layBundle(findBundle(), folder);
    const slipway = { source: PROVIDER_ADDRESS, version: findBundle().version };
    const block = { backend: { local: {} }, required_providers: { slipway } };
    writeFileSync(join(folder, "terraform.tf.json"), JSON.stringify({ terraform: block }));
    writeFileSync(join(folder, "terraform.tfvars.json"), JSON.stringify(given(mirror)));
  });
  afterAll(async () => {
    await webdav?.stop();
    await world.end();
    withImage.remove();
  });

  /** The lab's images are signed by a key of its own. */
  async function trustSignerOf(mirror: string): Promise<void> {
    const file = join(world.directory, "signing-key.pgp");
    const answer = await fetch(`${mirror}/signing-key.pgp`);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    world.set({ SLIPWAY_SIGNING_KEYS_FILE: file });
  }

  /** What `given.tf` declares, of this lab. */
  function given(mirror: string): object {
    const guests = world.state("guests");
    const { nonce, machine } = only(guests, "slipway_installation");
    return {
      server: only(guests, "slipway_files")["server"],
      mirror,
      ssh_public_key: readFileSync(world.lab.environment.sshPublicKeyFile, "utf8").trim(),
      password_hash: "$y$j9T$canary$CANARYcanaryCANARYcanaryCANARYcanary0123456",
      installed: { nonce, machine },
      webdav: {
        url: webdav?.url ?? "",
        ca_certificate: webdav?.certificate ?? "",
        password_file: webdav?.path("password") ?? "",
      },
    };
  }

  it("apply as they stand, plan nothing afterwards, and leave nothing behind", async () => {
    const before = world.lab.pve.vms().map(({ vmid }) => vmid);

    await world.mustApply("examples");
    const folder = world.stack("examples");
    const state = readFileSync(join(folder, "terraform.tfstate"), "utf8");
    const plan = await world.plan("examples");
    const made = world.lab.pve.vms().map(({ vmid }) => vmid);
    published = webdavFiles();
    await world.mustDestroy("examples");

    expect(plan).toBe("");
    expect(made).toEqual([...before, 300, 311, 312].sort((one, other) => one - other));
    expect(typesIn(state)).toEqual(typesShown());
    expect(state).not.toContain("CANARY");
    expect(world.lab.pve.vms().map(({ vmid }) => vmid)).toEqual(before);
    expect((await world.operator.isos()).some((name) => name.includes("rescue"))).toBe(false);
  });

  (apache === undefined ? it.skip : it)("put files on a WebDAV server, and take them away with their folder", () => {
    expect(published).toEqual([".made-by-slipway", "cache.json", "guests", "index.json"]);
    expect(webdavFiles()).toEqual([]);
  });

  function webdavFiles(): readonly string[] {
    const all = webdav === undefined ? [] : readdirSync(webdav.path("www"), { recursive: true, encoding: "utf8" });
    return all.map((path) => basename(path)).sort();
  }
});

/** What a state holds, so that no example is left out in silence. */
function typesIn(state: string): readonly string[] {
  const found = (JSON.parse(state) as State).resources.map(({ mode, type }) => `${mode} ${type}`);
  return [...new Set(found)].sort();
}

/** Resources and data sources that the examples have; what is ephemeral is in no state. */
function typesShown(): readonly string[] {
  const texts = readdirSync(EXAMPLES).map((name) => readFileSync(join(EXAMPLES, name), "utf8"));
  const blocks = texts.flatMap((text) => [...text.matchAll(/^(resource|data) "(\w+)" "/gm)]);
  const named = blocks.map(([, kind, type = ""]) => `${kind === "data" ? "data" : "managed"} ${type}`);
  return [...new Set(named)].sort();
}
