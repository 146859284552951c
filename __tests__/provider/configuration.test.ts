import { readFileSync } from "node:fs";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configure, validateConfiguration } from "../../lib/provider/configuration";
import { UNKNOWN, type ValueObject } from "../../lib/provider/framework/values";
import { schema } from "../../lib/provider/schema";
import { sealOf } from "../../lib/provider/seal/seal";

const secret = "0123456789abcdef0123456789abcdef";
const block = (set: ValueObject): ValueObject => ({
  ...Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null])),
  ...set,
});
const api = { PROXMOX_VE_ENDPOINT: "https://pve.example:8006", PROXMOX_VE_API_TOKEN: "a@pve!env=x" };

describe("configure", () => {
  let folder: string;
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "slipway-configuration-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ["the variable", {}, {}, "a@pve!env"],
    [
      "a file that a variable names",
      {},
      { PROXMOX_VE_API_TOKEN: "", PROXMOX_VE_API_TOKEN_FILE: "token" },
      "a@pve!file",
    ],
    ["a file that the block names, before any variable", { api_token_file: "token" }, {}, "a@pve!file"],
    ["the block, before all", { api_token: "a@pve!block=x" }, {}, "a@pve!block"],
  ])("takes the API token from %s", async (_name, set, environment, tokenId) => {
    const path = file("token", "a@pve!file=x\n");
    const withPath = (all: object): ValueObject =>
      JSON.parse(JSON.stringify(all).replaceAll('"token"', JSON.stringify(path))) as ValueObject;

    const client = await configure(block(withPath(set)), {
      ...api,
      ...(withPath(environment) as Record<string, string>),
    });

    expect(client.proxmox().tokenId).toBe(tokenId);
    expect(client.proxmox()).toBe(client.proxmox());
  });

  it("derives keys from a secret in a file, without the newline at its end", async () => {
    const client = await configure(block({}), { SLIPWAY_SEAL_SECRET_FILE: file("seal", `${secret}\n`) });

    expect(client.seal.sealedKey("a", 1)).toEqual(sealOf(secret).sealedKey("a", 1));
  });

  it("keeps downloads in the user's cache, unless told", async () => {
    const cacheOf = async (set: ValueObject, environment: Record<string, string>) =>
      (await configure(block(set), environment)).cacheDirectory;

    expect(await cacheOf({}, { XDG_CACHE_HOME: "/home/u/cache" })).toBe("/home/u/cache/slipway");
    expect(await cacheOf({}, { SLIPWAY_CACHE_DIR: "/env" })).toBe("/env");
    expect(await cacheOf({ cache_directory: "/block" }, { SLIPWAY_CACHE_DIR: "/env" })).toBe("/block");
  });

  it("says what is missing only to who needs it", async () => {
    const client = await configure(block({}), {});

    expect(() => client.proxmox()).toThrow(
      'Unable to find the Proxmox VE API: Neither "endpoint" in the provider block nor PROXMOX_VE_ENDPOINT in the environment is set.',
    );
    expect(() => client.seal.sealedKey("a", 1)).toThrow(
      'Unable to find the seal secret: Neither "seal_secret" in the provider block nor SLIPWAY_SEAL_SECRET or SLIPWAY_SEAL_SECRET_FILE in the environment is set.',
    );
  });

  it("bears a configuration that is not known yet, until it is used", async () => {
    const client = await configure(block({ endpoint: UNKNOWN }), { SLIPWAY_SEAL_SECRET: secret });

    expect(client.seal.sealedKey("a", 1).publicKey).toMatch(/^ssh-ed25519 /);
    expect(() => client.proxmox()).toThrow('Unable to use "endpoint" of the provider\'s configuration');
  });

  it.each([
    [
      "a file that is not there",
      { SLIPWAY_SEAL_SECRET_FILE: "/nowhere/seal" },
      'File "/nowhere/seal", which SLIPWAY_SEAL_SECRET_FILE names: ENOENT',
    ],
    ["a short secret", { SLIPWAY_SEAL_SECRET: "short" }, "It has 5 characters, and needs at least 32"],
  ])("refuses %s", async (_name, environment, message) => {
    const client = await configure(block({}), environment);

    expect(() => client.seal.sealedKey("a", 1)).toThrow(message);
  });

  it.each([
    ["a flag that is neither true nor false", { PROXMOX_VE_INSECURE: "maybe" }, "Unable to use PROXMOX_VE_INSECURE"],
    [
      "a malformed token, without showing it",
      { PROXMOX_VE_API_TOKEN: "s3cret" },
      "has not the form user@realm!name=secret",
    ],
    [
      "a certificate that is not there",
      { PROXMOX_VE_CA_FILE: "/nowhere/ca" },
      'File "/nowhere/ca", which PROXMOX_VE_CA_FILE names',
    ],
  ])("refuses %s", async (_name, environment, message) => {
    const client = await configure(block({}), { ...api, ...environment });

    expect(() => client.proxmox()).toThrow(message);
    expect(() => client.proxmox()).not.toThrow("s3cret");
  });
});

describe("what is kept of downloads, and who may sign them", () => {
  it("is 10 GiB, and Fedora alone, where nothing else is said", async () => {
    const client = await configure(block({}), {});

    expect([client.cacheLimitBytes, client.signingKeys]).toEqual([10 * 1024 ** 3, []]);
  });

  it("is what the block says, or else the environment", async () => {
    const environment = { SLIPWAY_CACHE_LIMIT_MIB: "7", SLIPWAY_SIGNING_KEYS_FILE: __filename };

    const byEnvironment = await configure(block({}), environment);
    const byBlock = await configure(block({ cache_limit_mib: 0 }), environment);

    expect([byEnvironment.cacheLimitBytes, byBlock.cacheLimitBytes]).toEqual([7 * 1024 ** 2, 0]);
    expect(byEnvironment.signingKeys).toEqual([readFileSync(__filename)]);
  });

  it.each(["-1", "1.5", "much"])("refuses %s MiB", async (mib) => {
    const client = await configure(block({}), { SLIPWAY_CACHE_LIMIT_MIB: mib });

    expect(() => client.cacheLimitBytes).toThrow(`It is "${mib}", and has to be a whole number of MiB.`);
  });
});

describe("the certificate of the API", () => {
  const pin = Array(32).fill("ab").join(":");
  const warningsOf = async (set: ValueObject, environment = {}): Promise<readonly string[]> => {
    const warned: string[] = [];
    await configure(block(set), environment, ({ summary }) => warned.push(summary));
    return warned;
  };

  it("is warned of each time that it is not verified", async () => {
    const warning = "The certificate of the Proxmox VE API is NOT verified";

    expect(await warningsOf({ insecure: true })).toEqual([warning]);
    expect(await warningsOf({ insecure: true })).toEqual([warning]);
    expect(await warningsOf({}, { PROXMOX_VE_INSECURE: "1" })).toEqual([warning]);
    expect(await warningsOf({ insecure: false }, { PROXMOX_VE_INSECURE: "1" })).toEqual([]);
    expect(await warningsOf({ insecure: UNKNOWN })).toEqual([]);
    expect(await warningsOf({}, { PROXMOX_VE_INSECURE: "maybe" })).toEqual([]);
  });

  it("may be pinned by the environment", async () => {
    const client = await configure(block({}), { ...api, PROXMOX_VE_FINGERPRINT: "ab" });

    expect(() => client.proxmox()).toThrow('fingerprint (or PROXMOX_VE_FINGERPRINT) is "ab"');
  });

  it("refuses a pin that is none, and one beside insecure", () => {
    expect(validateConfiguration(block({ fingerprint: pin }))).toEqual([]);
    expect(validateConfiguration(block({ fingerprint: "ab" })).map(({ path }) => path)).toEqual([["fingerprint"]]);
    expect(validateConfiguration(block({ fingerprint: pin, insecure: true })).map(({ detail }) => detail)).toEqual([
      "`insecure` would trust any other as well: remove it.",
    ]);
  });
});

describe("validateConfiguration", () => {
  it("lets unknown values pass", () => {
    expect(validateConfiguration(block({ seal_secret: UNKNOWN, endpoint: UNKNOWN }))).toEqual([]);
  });

  it("refuses two places for one secret, and a secret that is too short", () => {
    const found = validateConfiguration(block({ api_token: "a", api_token_file: "/a", seal_secret: "short" }));

    expect(found.map(({ path }) => path)).toEqual([["api_token"], ["seal_secret"]]);
  });
});
