import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha512 } from "../../../lib/values/hash";
import { fromPackage } from "../../contract/judges/judge";
import { WebdavServer } from "../../contract/judges/webdav";
import { HclFolder } from "../hcl-folder";
import { describeWithTofu, said } from "../world";
import { type DavFault, DavProxy, type DavRequestSeen } from "./dav-proxy";
import { killProvidersOf } from "./kill-providers";

jest.setTimeout(180_000);

const apache = fromPackage("apache2", "apache2-bin");
const FILES = 4;
const INPUT = "-input=false";
const APPLY = ["apply", "-auto-approve", INPUT] as const;

/** One batch each, all written side by side by one apply: which request of which kind is harmed, how, and what is said. */
const HARMS: readonly (readonly [name: string, method: string, count: number, fault: DavFault, says: string])[] = [
  ["cut in the first PUT, after the first byte", "PUT", 1, { cutAfter: "the first byte" }, "Unable to write"],
  ["cut in the middle of a PUT", "PUT", 3, { cutAfter: "the middle" }, "Unable to write"],
  ["cut in the last PUT, after the last byte", "PUT", FILES, { cutAfter: "the last byte" }, "Unable to write"],
  ["cut before the answer to a MOVE", "MOVE", 4, { cutAfter: "the answer" }, "Unable to write"],
  ["answered with 500 at a PUT", "PUT", 2, { status: 500 }, "the server answers 500."],
  ["answered with 502 at a MOVE", "MOVE", 3, { status: 502 }, "the server answers 502."],
  ["answered with 503 at a PUT", "PUT", 2, { status: 503 }, "the server answers 503."],
  ["answered with 504 at a MOVE", "MOVE", FILES, { status: 504 }, "the server answers 504."],
];

interface PublishedFile {
  readonly path: string;
  readonly sha512: string | null;
}

describeWithTofu("batches of files over WebDAV", () => {
  if (apache === undefined) {
    it.skip("(it cannot be had here)", () => undefined);
    return;
  }
  const ends: (() => Promise<void> | void)[] = [];
  let server: WebdavServer;
  let proxy: DavProxy;
  let folder: HclFolder;
  let round = 0;
  beforeAll(async () => {
    server = await WebdavServer.apache(apache);
    ends.push(() => server.stop());
    proxy = await DavProxy.before(server);
    ends.push(() => proxy.stop());
    folder = new HclFolder(undefined);
    ends.push(() => folder.remove());
    await folder.must("init", INPUT);
    newBatches();
    await folder.must(...APPLY);
  });
  afterAll(async () => {
    for (const end of ends.splice(0)) await end();
  });
  afterEach(() => (proxy.fault = () => undefined));

  /** Files of some 4 KB in a folder for each batch, each of which says what no batch before it has said. */
  function newBatches(count = HARMS.length): void {
    round += 1;
    const webdav = {
      url: proxy.url,
      ca_certificate: proxy.certificate,
      username: "operator",
      password_file: server.path("password"),
      connect_timeout: 20,
    };
    folder.write("main.tf", [
      `resource "slipway_files" "batch" {
        count  = ${count}
        webdav = ${JSON.stringify(webdav)}
        files = [for n in range(${FILES}) : {
          path       = format("/batch/%d/%d", count.index, n)
          content_wo = join("\\n", [for line in range(100) : "\${n}: round ${round}, line \${line} of a hundred"])
        }]
      }`,
    ]);
  }

  function inState(): readonly PublishedFile[] {
    const { resources } = JSON.parse(folder.read("terraform.tfstate")) as {
      resources: readonly { readonly instances: readonly { readonly attributes: { files: PublishedFile[] } }[] }[];
    };
    const files = resources.flatMap(({ instances }) => instances.flatMap(({ attributes }) => attributes.files));
    return files.map((file) => ({ path: file.path, sha512: file.sha512 })).sort(byPath);
  }

  /** What lies on the server's disk, temporary files and all. */
  function inWorld(): readonly PublishedFile[] {
    const root = server.path("www");
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(join(root, name)).isFile() && !name.endsWith("/.made-by-slipway"))
      .map((name) => ({ path: `/${name}`, sha512: sha512(readFileSync(join(root, name), "utf8")) }))
      .sort(byPath);
  }

  /** Harms the nth request of a method. */
  function at(method: string, count: number, act: (request: DavRequestSeen) => DavFault | undefined): void {
    const isTheOne = counting(method, count);
    proxy.fault = (request) => (isTheOne(request) ? act(request) : undefined);
  }

  async function failing(what = "Unable to write"): Promise<string> {
    const ended = await folder.tofu(...APPLY);
    expect([ended.status, said(ended)]).toEqual([1, expect.stringContaining(what)]);
    return said(ended);
  }

  async function mended(): Promise<void> {
    proxy.fault = () => undefined;
    await folder.must(...APPLY);
    const { status, stdout } = await folder.tofu("plan", INPUT, "-detailed-exitcode");
    expect([status, stdout]).toEqual([0, expect.stringContaining("No changes.")]);
    expect(inState()).toHaveLength(FILES * HARMS.length);
    expect(inWorld()).toEqual(inState());
  }

  describe("whose connections are", () => {
    let said = "";
    beforeAll(async () => {
      newBatches();
      const each = HARMS.map(([, method, count]) => counting(method, count));
      proxy.fault = (request) => {
        const batch = Number(/^\/batch\/(\d+)\/./.exec(request.path)?.[1] ?? -1);
        return each[batch]?.(request) === true ? HARMS[batch]?.[3] : undefined;
      };
      said = await failing();
      await mended();
    });

    it.each(HARMS.map(([name, , , , says], index) => [name, index, says] as const))(
      "%s are finished by one more apply",
      (_name, index, says) => {
        const own = said.slice(said.indexOf(`Unable to write "/batch/${index}/`));

        expect(own.startsWith("Unable to write")).toBe(true);
        expect(own.slice(0, own.indexOf("apply again to go on"))).toContain(says);
        expect(inWorld().filter(({ path }) => path.startsWith(`/batch/${index}/`))).toHaveLength(FILES);
      },
    );
  });

  it("for which the disk has no room says so, keeps the old files, and is finished when there is room", async () => {
    const before = inWorld();
    newBatches();
    proxy.fault = ({ method }) => (method === "PUT" ? { status: 507 } : undefined);

    expect(await failing()).toContain("There is no space left on the server.");

    expect(inWorld()).toEqual(before);
    await mended();
  });

  it("in whose midst the server restarts is finished by one more apply, which waits for it", async () => {
    newBatches();
    let restarted: Promise<void> | undefined;
    at("MOVE", 5, () => {
      restarted = server.pause();
      return { cutAfter: "the first byte" };
    });

    await failing();
    await restarted;
    const isUp = new Promise((resolve) => setTimeout(resolve, 500)).then(() => server.resume());

    await mended();
    await isUp;
  });

  it("whose provider is killed is finished by one more apply, and nothing half-written stays", async () => {
    newBatches();
    let killed = 0;
    const apply = folder.start(...APPLY);
    at("MOVE", 3, () => {
      killed = killProvidersOf(apply.pid);
      return { cutAfter: "the first byte" };
    });

    const ended = await apply.ended;

    expect([ended.status, said(ended)]).toEqual([1, expect.stringContaining("Plugin did not respond")]);
    expect(killed).toBeGreaterThan(0);
    expect(inWorld().length).toBeGreaterThan(FILES * HARMS.length);
    await mended();
  });

  it("ends soon after Ctrl-C, and is finished by one more apply", async () => {
    newBatches();
    const apply = folder.start(...APPLY);
    const isSecond = counting("MOVE", 2);
    let interrupted = false;
    proxy.fault = (request) => {
      // There is always work under way that the interrupt has to end: what comes after it gets no answer.
      if (interrupted && request.method === "MOVE") return "hold";
      if (!isSecond(request)) return undefined;
      interrupted = true;
      apply.interrupt();
      return undefined;
    };

    const ended = await apply.ended;

    expect([interrupted, ended.status, said(ended)]).toEqual([true, 1, expect.stringContaining("Interrupted")]);
    await mended();
  });

  it("whose removal is cut, or refused, at each of its steps are gone after one more apply, folders and all", async () => {
    await folder.must(...APPLY);
    folder.write("main.tf", []);
    const each = HARMS.map((_, batch) => counting("DELETE", 1 + (batch % (FILES + 1))));
    const faults: readonly DavFault[] = [{ cutAfter: "the first byte" }, { cutAfter: "the answer" }, { status: 500 }];
    proxy.fault = (request) => {
      const batch = Number(/^\/batch\/(\d+)\//.exec(request.path)?.[1] ?? -1);
      return each[batch]?.(request) === true ? faults[batch % faults.length] : undefined;
    };

    await failing("Unable to remove");
    proxy.fault = () => undefined;
    await folder.must(...APPLY);

    expect(readdirSync(server.path("www"))).toEqual([]);
    expect((await folder.tofu("plan", INPUT, "-detailed-exitcode")).status).toBe(0);
  });

  it("whose folders cannot be marked as made here leaves none behind, and makes them by one more apply", async () => {
    newBatches(1);
    proxy.fault = ({ method, path }) =>
      method === "PUT" && path === "/batch/0/.made-by-slipway" ? { cutAfter: "the answer" } : undefined;

    await failing();
    const left = readdirSync(server.path("www"));
    proxy.fault = () => undefined;
    await folder.must(...APPLY);

    expect(left).toEqual([]);
    expect(inWorld()).toEqual(inState());
    await folder.must("destroy", "-auto-approve", INPUT);
    expect(readdirSync(server.path("www"))).toEqual([]);
  });

  it.each(["/batch/", "/batch/0/"])("of whose making of %s the answer is lost go with their folders", async (path) => {
    await folder.must("destroy", "-auto-approve", INPUT);
    newBatches(1);
    let lost = 0;
    proxy.fault = (request) => {
      if (request.method !== "MKCOL" || request.path !== path) return undefined;
      lost += 1;
      return { cutAfter: "the answer" };
    };

    await folder.must(...APPLY);
    await folder.must("destroy", "-auto-approve", INPUT);

    expect([lost, readdirSync(server.path("www"))]).toEqual([1, []]);
  });
});

/** True once: of the nth request of a method. */
function counting(method: string, count: number): (request: DavRequestSeen) => boolean {
  let seen = 0;
  return (request) => request.method === method && (seen += 1) === count;
}

function byPath(one: PublishedFile, other: PublishedFile): number {
  return one.path < other.path ? -1 : 1;
}
