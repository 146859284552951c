import { createHash } from "node:crypto";
import { Faults } from "../../../lib/lab/faults";
import { startInternet, type Internet } from "../../../lib/lab/media/internet";
import { signingKey } from "../../../lib/lab/media/openpgp";
import { publish, releasePin } from "../../../lib/lab/media/publication";
import { makeRelease } from "../../../lib/lab/media/release";
import { expectSame } from "../../expect-same";

const files = makeRelease("44.1.2.3");
const origin = "http://127.0.0.1:8080";
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const base = `${origin}/prod/streams/stable/builds/44.1.2.3/x86_64/fedora-coreos-44.1.2.3-live-`;

describe("makeRelease", () => {
  it("makes the same bytes each time, and others for another release", () => {
    expectSame(makeRelease("44.1.2.3"), files);
    expect(sha256(makeRelease("44.1.2.4").rootfs.data)).not.toBe(sha256(files.rootfs.data));
  });
});

describe("releasePin", () => {
  it("names each file with its hash and signature", () => {
    const pinned = (name: string, data: Buffer): unknown => ({
      url: base + name,
      sha256: sha256(data),
      signature: `${base}${name}.sig`,
    });

    expect(releasePin(files, origin)).toEqual({
      coreos: {
        stream: "stable",
        architecture: "x86_64",
        release: "44.1.2.3",
        iso: pinned("iso.x86_64.iso", files.iso.data),
        kernel: pinned("kernel.x86_64", files.kernel.data),
        initramfs: pinned("initramfs.x86_64.img", files.initramfs.data),
        rootfs: pinned("rootfs.x86_64.img", files.rootfs.data),
      },
    });
  });
});

describe("publish", () => {
  it("writes stream metadata of the form that Fedora publishes", () => {
    const published = publish(files, signingKey("test"), origin);
    const artifact = (name: string, data: Buffer): unknown => ({
      location: base + name,
      signature: `${base}${name}.sig`,
      sha256: sha256(data),
    });

    expect(JSON.parse(published.get("/streams/stable.json")?.toString() ?? "")).toEqual({
      stream: "stable",
      metadata: { "last-modified": "2026-08-04T12:00:00Z", generator: "slipway lab" },
      architectures: {
        x86_64: {
          artifacts: {
            metal: {
              release: "44.1.2.3",
              formats: {
                iso: { disk: artifact("iso.x86_64.iso", files.iso.data) },
                pxe: {
                  kernel: artifact("kernel.x86_64", files.kernel.data),
                  initramfs: artifact("initramfs.x86_64.img", files.initramfs.data),
                  rootfs: artifact("rootfs.x86_64.img", files.rootfs.data),
                },
              },
            },
          },
          images: {},
        },
      },
    });
  });
});

describe("startInternet", () => {
  const faults = new Faults();
  let internet: Internet;

  beforeAll(async () => {
    internet = await startInternet(faults);
    internet.serve(new Map([["/a", Buffer.from("0123456789")]]));
  });
  afterEach(() => faults.clear());
  afterAll(() => internet.stop());

  const ask = async (path: string, init: RequestInit = {}): Promise<unknown[]> => {
    const response = await fetch(internet.origin + path, init);
    return [response.status, response.headers.get("content-range"), await response.text()];
  };

  it.each<[string, RequestInit, unknown[]]>([
    ["/a", {}, [200, null, "0123456789"]],
    ["/a", { method: "HEAD" }, [200, null, ""]],
    ["/a", { headers: { range: "bytes=4-" } }, [206, "bytes 4-9/10", "456789"]],
    ["/a", { headers: { range: "bytes=2-3" } }, [206, "bytes 2-3/10", "23"]],
    ["/a", { headers: { range: "bytes=-2" } }, [206, "bytes 8-9/10", "89"]],
    ["/a", { headers: { range: "bytes=10-" } }, [416, "bytes */10", ""]],
    ["/b", {}, [404, null, ""]],
    ["/a", { method: "PUT", body: "x" }, [405, null, ""]],
  ])("answers %s %j with %j", async (path, init, expected) => {
    expect(await ask(path, init)).toEqual(expected);
  });

  it("serves other bytes, or none, where a fault says so", async () => {
    faults.download = (path) => (path === "/a" ? Buffer.from("broken") : undefined);

    expect(await ask("/a")).toEqual([200, null, "broken"]);
  });

  it("cuts a download where a fault says so", async () => {
    faults.dropDownloadAfter = () => 4;

    await expect(ask("/a")).rejects.toThrow();
  });
});
