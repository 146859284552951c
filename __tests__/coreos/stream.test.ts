import { parseRelease, releaseOf } from "../../lib/coreos/stream";
import type { ConfigError } from "../../lib/values/config-error";

const sha256 = "ab".repeat(32);
const artifact = (name: string) => ({
  url: `https://builds.example/${name}`,
  sha256,
  signature: `https://builds.example/${name}.sig`,
});
const release = {
  stream: "stable",
  architecture: "x86_64",
  release: "44.20260802.3.1",
  iso: artifact("live.iso"),
  kernel: artifact("live-kernel.x86_64"),
  initramfs: artifact("live-initramfs.x86_64.img"),
  rootfs: artifact("live-rootfs.x86_64.img"),
};

const problemsOf = (work: () => unknown): readonly (readonly [string, string])[] => {
  try {
    work();
  } catch (error) {
    return (error as ConfigError).problems.map(({ code, path }) => [code, path.join(".")]);
  }
  throw new Error("nothing was refused");
};

describe("parseRelease", () => {
  it("takes the release and leaves the rest of the lock file alone", () => {
    expect(parseRelease({ coreos: release, guests: { web: { vmId: 102 } } })).toEqual(release);
  });

  it("refuses everything that is wrong at once", () => {
    const broken = { ...release, release: "44 && reboot", iso: { ...release.iso, sha256: "AB", url: "ftp://x/y" } };

    expect(problemsOf(() => parseRelease({ coreos: { ...broken, rootfs: undefined } }))).toEqual([
      ["coreos/invalid-format", "coreos.release"],
      ["coreos/invalid-format", "coreos.iso.url"],
      ["coreos/invalid-format", "coreos.iso.sha256"],
      ["coreos/invalid-type", "coreos.rootfs"],
    ]);
  });

  it.each(['https://x/a"b', "https://x/a b", "https://x/a\nb", "https://x/<script>", "/x"])(
    "refuses the URL %j",
    (url) => {
      expect(problemsOf(() => parseRelease({ coreos: { ...release, iso: { ...release.iso, url } } }))).toEqual([
        ["coreos/invalid-format", "coreos.iso.url"],
      ]);
    },
  );
});

describe("releaseOf", () => {
  const published = (name: string) => ({ location: artifact(name).url, signature: artifact(name).signature, sha256 });
  const metadata = {
    stream: "stable",
    metadata: { "last-modified": "2026-08-10T00:00:00Z" },
    architectures: {
      x86_64: {
        artifacts: {
          metal: {
            release: "44.20260802.3.1",
            formats: {
              iso: { disk: published("live.iso") },
              pxe: {
                kernel: published("live-kernel.x86_64"),
                initramfs: published("live-initramfs.x86_64.img"),
                rootfs: published("live-rootfs.x86_64.img"),
              },
              "raw.xz": { disk: published("metal.raw.xz") },
            },
          },
        },
        images: {},
      },
      s390x: { artifacts: {} },
    },
  };

  it("reads all names out of the metadata", () => {
    expect(releaseOf(metadata, "x86_64")).toEqual(release);
  });

  it.each(["riscv64", "s390x", "__proto__"])("refuses %s, for which there is nothing", (architecture) => {
    expect(problemsOf(() => releaseOf(metadata, architecture))).toEqual([
      ["coreos/unknown-architecture", `architectures.${architecture}`],
    ]);
  });

  it("refuses something else than stream metadata", () => {
    expect(problemsOf(() => releaseOf({ stream: "stable" }, "x86_64"))).toEqual([
      ["coreos/invalid-type", "architectures"],
    ]);
  });
});
