import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { signingKey } from "../../../lib/lab/media/openpgp";
import type { Client } from "../../../lib/provider/configuration";
import { dataSource } from "../../../lib/provider/data-sources/coreos-stream/data-source";
import { UNKNOWN } from "../../../lib/provider/framework/values";
import { failureOf } from "../proxmox/call";

const folder = mkdtempSync(join(tmpdir(), "slipway-stream-"));
const key = signingKey("a mirror's own");
const FEDORA = "https://builds.coreos.fedoraproject.org";
const sha256 = "ab".repeat(32);
const at = (name: string): string => `/prod/streams/stable/builds/44.1.3.1/${name}`;

/** As Fedora's metadata has a file. */
function artifact(name: string, more: object = {}): object {
  return { location: FEDORA + at(name), signature: `${FEDORA}${at(name)}.sig`, sha256, ...more };
}

const metadata = {
  stream: "stable",
  metadata: { "last-modified": "2026-08-10T00:00:00Z" },
  architectures: {
    x86_64: {
      artifacts: {
        metal: {
          release: "44.1.3.1",
          formats: {
            iso: { disk: artifact("live.iso") },
            pxe: { kernel: artifact("kernel"), initramfs: artifact("initramfs"), rootfs: artifact("rootfs") },
          },
        },
        proxmoxve: {
          release: "44.1.3.0",
          formats: { "qcow2.xz": { disk: artifact("disk.qcow2.xz", { "uncompressed-sha256": "cd".repeat(32) }) } },
        },
      },
    },
  },
};

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

beforeAll(() => {
  put("streams/stable.json", JSON.stringify(metadata));
  put("streams/deep.json", "[".repeat(100));
  put("streams/large.json", " ".repeat(9 * 1024 * 1024));
  for (const name of ["live.iso", "kernel", "initramfs", "disk.qcow2.xz"]) {
    put(`${at(name)}.sig`, key.sign(Buffer.from(name)));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const armoured = (bytes: Buffer): string =>
  `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${bytes.toString("base64")}\n-----END PGP PUBLIC KEY BLOCK-----\n`;

const config = {
  stream: "stable",
  architecture: null,
  platform: null,
  format: null,
  mirror: folder,
  signing_keys: [armoured(key.publicKey)],
  check_signer: null,
  release: null,
  url: null,
  sha256: null,
  signature_url: null,
  uncompressed_sha256: null,
  signed_by: null,
  artifacts: null,
};

function read(changes: Partial<Record<keyof typeof config, unknown>> = {}, signingKeys: readonly Buffer[] = []) {
  const call = {
    client: { signingKeys } as unknown as Client,
    signal: new AbortController().signal,
    warn: () => undefined,
  };
  return dataSource.read(
    { config: { ...config, ...changes } as Parameters<typeof dataSource.read>[0]["config"] },
    call,
  );
}

describe("slipway_coreos_stream", () => {
  it("finds the live ISO of a stream, on a mirror in a folder", async () => {
    const file = { url: folder + at("live.iso"), sha256, signature_url: `${folder}${at("live.iso")}.sig` };

    expect(await read()).toEqual({
      ...config,
      architecture: "x86_64",
      platform: "metal",
      format: "iso",
      release: "44.1.3.1",
      ...file,
      uncompressed_sha256: null,
      signed_by: key.fingerprint,
      artifacts: { disk: file },
    });
  });

  it("finds a compressed disk of another platform", async () => {
    expect(await read({ platform: "proxmoxve", format: "qcow2.xz" })).toMatchObject({
      release: "44.1.3.0",
      url: folder + at("disk.qcow2.xz"),
      uncompressed_sha256: "cd".repeat(32),
    });
  });

  it("names every file of a netboot, and asks for no signature where told", async () => {
    const found = await read({ format: "pxe", check_signer: false });

    expect(found).toMatchObject({ url: folder + at("rootfs"), signed_by: null });
    expect(Object.keys(found.artifacts)).toEqual(["kernel", "initramfs", "rootfs"]);
  });

  it("trusts the provider's own keys too", async () => {
    expect(await read({ signing_keys: null }, [key.publicKey])).toMatchObject({ signed_by: key.fingerprint });
  });

  it("refuses a release that a stranger has signed, naming the key found and those expected", async () => {
    const { diagnostics } = await failureOf(read({ signing_keys: null }));

    expect(diagnostics).toEqual([
      {
        severity: "error",
        summary: 'Unable to look up stream "stable" of Fedora CoreOS',
        detail: [
          "coreos/bad-signature at signature",
          `  no trusted key vouches for ${folder}${at("live.iso")}`,
          `  got: signed by key ${key.fingerprint}`,
          "  allowed: key 36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6, 4F50A6114CD5C6976A7F1179655A4B02F577861E, D924B10D3E810DABDD8B56B596E7E91491211FCE",
          "  fix: fetch file and signature again; if the stream has a new signing key, add it to signing_keys after checking where it comes from",
        ].join("\n"),
        path: [],
      },
    ]);
  });

  it.each<[string, object, string, string[]]>([
    ["a release of which a signature is missing", { format: "pxe" }, "coreos/no-signature", []],
    [
      "an architecture that the stream has not",
      { architecture: "riscv64" },
      "coreos/unknown-architecture",
      ["architecture"],
    ],
    ["a platform that it has not", { platform: "toString" }, "coreos/unknown-platform", ["platform"]],
    ["a format that it has not", { format: "vhd" }, "coreos/unknown-format", ["format"]],
    ["a stream that is not there", { stream: "nightly" }, "coreos/stream-metadata", ["stream"]],
    ["metadata nested a hundred deep", { stream: "deep" }, "coreos/stream-metadata", ["stream"]],
    ["metadata of 9 MB", { stream: "large" }, "coreos/stream-metadata", ["stream"]],
    ["a key that is none", { signing_keys: ["key"] }, "coreos/broken-openpgp", []],
    ["a key file without a key", { signing_keys: [""] }, "coreos/broken-openpgp", ["signing_keys"]],
  ])("refuses %s", async (_name, changes, code, path) => {
    const { diagnostics } = await failureOf(read(changes));

    expect(diagnostics.map((one) => [one.detail.split(" ", 1)[0]?.split("\n", 1)[0], one.path])).toEqual([
      [code, path],
    ]);
  });

  it("lets unknown values pass", () => {
    expect(dataSource.validate?.({ ...config, stream: UNKNOWN, mirror: UNKNOWN, platform: UNKNOWN } as never)).toEqual(
      [],
    );
  });

  it.each([
    ["a stream with a slash", { stream: "../stable" }, ["stream"]],
    ["a mirror with a password", { mirror: "https://me:pw@mirror.example" }, ["mirror"]],
    ["a relative folder", { mirror: "mirror" }, ["mirror"]],
    ["an FTP mirror", { mirror: "ftp://mirror.example/" }, ["mirror"]],
  ])("refuses %s, quoting nothing", (_name, changes, path) => {
    const found = dataSource.validate?.({ ...config, ...changes } as never) ?? [];

    expect(found.map((one) => one.path)).toEqual([path]);
    expect(JSON.stringify(found)).not.toContain("pw");
  });
});
