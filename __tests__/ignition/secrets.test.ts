import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Contents, IgnitionConfig } from "../../lib/ignition/schema";
import { secretIn } from "../../lib/ignition/together/secret-patterns";
import { validateIgnition } from "../../lib/ignition/validate";
import type { Path } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";
import { fuzzCases } from "../fuzz";
import { everydayTexts } from "./everyday-texts";

/** What no message may show. */
const CANARY = "c4naryC4NARYc4naryC4NARYc4naryC4NARYc4nary";

/** Letters and digits of a length. */
const some = (length: number): string => CANARY.repeat(2).slice(0, length);

// In pieces, so that no scanner takes this file for one that holds secrets.
const join = (...pieces: string[]): string => pieces.join("");

const PRIVATE_KEY = join("-----BEGIN OPENSSH ", `PRIVATE KEY-----\n${CANARY}\n`);

const secrets: readonly (readonly [name: string, text: string])[] = [
  ["an OpenSSH private key", PRIVATE_KEY],
  ["a PKCS #8 private key", join("-----BEGIN ", `PRIVATE KEY-----\n${CANARY}`)],
  ["an encrypted private key", join("-----BEGIN ENCRYPTED ", `PRIVATE KEY-----\n${CANARY}`)],
  ["an OpenPGP private key", join("-----BEGIN PGP ", `PRIVATE KEY BLOCK-----\n${CANARY}`)],
  ["an age key", join("AGE-SECRET-", `KEY-1${CANARY.toUpperCase()}`)],
  ["a PuTTY key", join("PuTTY-User-", `Key-File-3: ssh-ed25519\n${CANARY}`)],
  ["a WireGuard key", `[WireGuard]\nPrivate${join("Key=", `${some(42)}A=`)}\n`],
  ["a yescrypt hash", `admin:$y$j9T$${some(22)}$${some(43)}:`],
  ["a sha512-crypt hash", `$6$rounds=5000$${some(16)}$${some(80)}`],
  ["a bcrypt hash", `$2b$10$${some(53)}`.replace("$10$", "$10$a$")],
  ["a TOTP secret", `otpauth://totp/a:b?secret=${"ABCDEFGH".repeat(4)}&issuer=${some(4)}`],
  ["a GitHub token", join("gh", `p_${some(36)}`)],
  ["a fine-grained GitHub token", join("github_", `pat_${some(22)}_${some(59)}`)],
  ["a GitLab token", join("gl", `pat-${some(20)}`)],
  ["an AWS key", `${join("AK", "IA")}ABCDEFGHIJKLMNOP ${some(5)}`],
  ["an AWS secret key", `aws_secret_access_key = ${some(40)}`],
  ["a Slack token", join("xo", `xb-1234567890-${some(20)}`)],
  ["a Slack webhook", `https://hooks.slack.com/services/T0001/B0001/${some(20)}`],
  ["a Google key", join("AI", `za${some(35)}`)],
  ["a Stripe key", join("sk_", `live_${some(24)}`)],
  ["an npm token", join("npm", `_${some(36)}`)],
  ["a line of .npmrc", `//registry.npmjs.org/:_authToken=${some(30)}`],
  ["a PyPI token", join("pypi-", `AgEIcHlwaS5vcmc${some(50)}`)],
  ["a Docker Hub token", join("dckr", `_pat_${some(27)}`)],
  ["a Tailscale key", join("tskey-", `auth-${some(20)}`)],
  ["a Proxmox API token", `root@pam!tofu=${"12345678-1234-1234-1234-123456789abc"} ${some(4)}`],
  ["an OpenBao token", join("hv", `s.${some(24)}`)],
  ["an old Vault token", `VAULT: s.${some(24)}`],
  ["a JSON web token", join("ey", `JhbGciOiJIUzI1NiJ9.eyJ${some(20)}.${some(43)}`)],
  ["a registry's login", `{"auths":{"quay.io":{"auth":"${some(20)}"}}}`],
  ["a URL with a password", `https://admin:${some(12)}@example.org/`],
  ["a URL with a password only", `redis://:${some(12)}@10.0.0.1:6379/0`],
  ["a signed URL", `https://a.example/b?X-Amz-Signature=${some(40)}`],
  ["a bearer header", `Authorization: Bearer ${some(20)}`],
  ["a basic header", `curl -H "authorization: Basic ${some(20)}"`],
  ["a Proxmox header", `Authorization: PVEAPIToken=${some(20)}`],
  ["a password in the environment", `Environment=DB_PASSWORD=${some(8)}`],
  ["a quoted token in the environment", `API_TOKEN="${some(20)}"`],
  ["a credential of systemd", `[Service]\nSetCredential=db:${some(8)}`],
  ["a Ceph key", `[client.a]\nkey = AQ${some(36)}==`],
  ["a k3s token", `K10${"0a".repeat(32)}::server:${some(8)}`],
];

const file = (contents: Contents): IgnitionConfig => ({ storage: { files: [{ path: "/etc/a", contents }] } });
const found = (config: IgnitionConfig): readonly Path[] =>
  validateIgnition(config).flatMap(({ code, path }) => (code === "ignition/secret-literal" ? [path] : []));

describe("validateIgnition, of secrets that are written out", () => {
  it.each(secrets)("warns of %s, without showing it", (_name, text) => {
    const problems = validateIgnition(file(`# a file\n${text}\n`));

    expect(problems).toMatchObject([
      {
        code: "ignition/secret-literal",
        severity: "warning",
        path: ["storage", "files", 0, "contents"],
        fix: expect.stringContaining("sensitive variable"),
      },
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/c4nary|C4NARY|ABCDEFGH/i);
  });

  it.each<[string, IgnitionConfig, Path]>([
    ["bytes", file({ base64: Buffer.from(PRIVATE_KEY).toString("base64") }), ["storage", "files", 0, "contents"]],
    [
      "a data: URL",
      file({ source: `data:,${encodeURIComponent(PRIVATE_KEY)}` }),
      ["storage", "files", 0, "contents", "source"],
    ],
    [
      "a packed data: URL",
      file({ source: `data:;base64,${gzipSync(PRIVATE_KEY).toString("base64")}`, compression: "gzip" }),
      ["storage", "files", 0, "contents", "source"],
    ],
    ["pieces of a text", file(["-----BEGIN ", "PRIVATE KEY-----"]), ["storage", "files", 0, "contents"]],
    ["one piece of a text", file(["a", PRIVATE_KEY]), ["storage", "files", 0, "contents", 1]],
    [
      "what is appended",
      { storage: { files: [{ path: "/etc/a", append: ["a", PRIVATE_KEY] }] } },
      ["storage", "files", 0, "append", 1],
    ],
    [
      "a document within the config",
      file({ document: { kind: "text", text: PRIVATE_KEY } }),
      ["storage", "files", 0, "contents", "document", "text"],
    ],
    [
      "a unit",
      { systemd: { units: [{ name: "a.service", contents: `[Service]\nEnvironment=A_TOKEN=${some(8)}\n` }] } },
      ["systemd", "units", 0, "contents"],
    ],
    [
      "a drop-in",
      {
        systemd: {
          units: [
            {
              name: "a.service",
              dropins: [{ name: "a.conf", contents: `[Service]\nEnvironment=A_TOKEN=${some(8)}\n` }],
            },
          ],
        },
      },
      ["systemd", "units", 0, "dropins", 0, "contents"],
    ],
    [
      "the environment of a typed unit",
      { systemd: { units: [{ unit: { name: "a.service", Service: { Environment: { DB_PASSWORD: some(8) } } } }] } },
      ["systemd", "units", 0, "unit", "Service", "Environment", "DB_PASSWORD"],
    ],
    [
      "a kernel argument",
      { kernelArguments: { shouldExist: ["quiet", `rd.iscsi.password=${some(8)}`] } },
      ["kernelArguments", "shouldExist", 1],
    ],
    [
      "a proxy",
      { ignition: { proxy: { httpsProxy: `https://user:${some(8)}@proxy.example` } } },
      ["ignition", "proxy", "httpsProxy"],
    ],
    [
      "a header whose name says so",
      {
        storage: {
          files: [
            {
              path: "/etc/a",
              contents: {
                source: "https://a.example/b",
                verification: { hash: `sha512-${"0".repeat(128)}` },
                httpHeaders: [{ name: "PRIVATE-TOKEN", value: "anything" }],
              },
            },
          ],
        },
      },
      ["storage", "files", 0, "contents", "httpHeaders", 0, "value"],
    ],
    [
      "the key file of a volume, whatever is in it",
      { storage: { luks: [{ name: "a", device: "/dev/vdb1", keyFile: "anything" }] } },
      ["storage", "luks", 0, "keyFile"],
    ],
    [
      "a user's password hash, whatever its form",
      { passwd: { users: [{ name: "core", passwordHash: "anything" }] } },
      ["passwd", "users", 0, "passwordHash"],
    ],
    [
      "a config that is merged",
      {
        ignition: {
          config: {
            merge: [
              `{"ignition":{"version":"3.4.0"},"passwd":{"users":[{"name":"core","passwordHash":"${some(8)}"}]}}`,
            ],
          },
        },
      },
      ["ignition", "config", "merge", 0, "passwd", "users", 0, "passwordHash"],
    ],
  ])("finds them in %s", (_name, config, path) => {
    expect(found(config)).toEqual([path]);
  });

  it.each<[string, IgnitionConfig]>([
    ["a late password hash", { passwd: { users: [{ name: "core", passwordHash: Late.token("${var.hash}") }] } }],
    ["no password", { passwd: { users: [{ name: "core", passwordHash: "*" }] } }],
    ["a late key file", { storage: { luks: [{ name: "a", device: "/dev/vdb1", keyFile: Late.token("x") }] } }],
    ["late bytes", { storage: { luks: [{ name: "a", device: "/dev/vdb1", keyFile: { base64: Late.token("x") } }] } }],
    ["a token that comes late", file(["Authorization: Bearer ", Late.token("${var.token}"), "\n"])],
    ["a URL whose password comes late", file(["https://admin:", Late.token("${var.password}"), "@example.org/"])],
    ["a variable of the environment that comes late", file(["DB_PASSWORD=", Late.token("${var.password}"), "\n"])],
  ])("say nothing of %s", (_name, config) => {
    expect(found(config)).toEqual([]);
  });
});

describe("validateIgnition, of secrets that are refused", () => {
  const luks = (values: object): object => ({ storage: { luks: [{ name: "a", device: "/dev/vdb1", ...values }] } });
  const tang = (url: string): object => ({ url, thumbprint: some(27) });

  it.each<[string, object]>([
    ["an unsafe password hash", { passwd: { users: [{ name: "a", passwordHash: "hunter2\nroot::0:0" }] } }],
    ["a password hash that would end its field", { passwd: { groups: [{ name: "a", passwordHash: "hunter2:" }] } }],
    ["a private key among public ones", { passwd: { users: [{ name: "a", sshAuthorizedKeys: ["hunter2\n"] }] } }],
    ["a key where a list of them belongs", { passwd: { users: [{ name: "a", sshAuthorizedKeys: "hunter2" }] } }],
    ["a text where a section belongs", { passwd: "hunter2" }],
    ["a source with a password", file({ source: "ftp://u:hunter2@a/" })],
    ["a signed source", file({ source: "ftp://a/?sig=hunter2" })],
    ["a source with a line end", file({ source: "https://u:hunter2@a/\n" })],
    ["a data: URL", file({ source: "data:text,hunter2" })],
    ["headers that are no list", file({ source: "https://a/", httpHeaders: "A: hunter2" as never })],
    ["a header with a line end", file({ source: "https://a/", httpHeaders: [{ name: "A", value: "hunter2\n" }] })],
    ["bytes that are not base64", file({ base64: "hunter2" })],
    ["contents where a list belongs", { storage: { files: [{ path: "/etc/a", append: "hunter2" }] } }],
    ["a merge that is no list", { ignition: { config: { merge: "hunter2" } } }],
    ["a merge with a password", { ignition: { config: { merge: [{ source: "https://u:hunter2@a/" }] } } }],
    ["a proxy with a password", { ignition: { proxy: { httpProxy: "ftp://u:hunter2@a" } } }],
    ["a kernel argument with a line end", { kernelArguments: { shouldExist: ["password=hunter2\n"] } }],
    ["a kernel argument twice", { kernelArguments: { shouldExist: ["a=hunter2"], shouldNotExist: ["a=hunter2"] } }],
    ["a line of a unit", { systemd: { units: [{ name: "a.service", contents: "hunter2" }] } }],
    ["a unit with a control character", { systemd: { units: [{ name: "a.service", contents: "[A]\nB=hunter2\0" }] } }],
    ["a key file of a wrong form", luks({ keyFile: { source: "data:text,hunter2" } })],
    ["an option with a line end", luks({ options: ["--hunter2\n"] })],
    ["an option of opening twice", luks({ openOptions: ["--hunter2", "--hunter2"] })],
    ["a clevis config that is no JSON", luks({ clevis: { custom: { pin: "sss", config: "hunter2" } } })],
    ["a tang server with a password", luks({ clevis: { tang: [tang("ftp://u:hunter2@a")] } })],
    ["a tang server twice", luks({ clevis: { tang: [tang("http://u:hunter2@a"), tang("http://u:hunter2@a")] } })],
    ["a name that looks like a token", { systemd: { units: [{ name: `ghp_${"hunter2".repeat(6)}` }] } }],
  ])("shows nothing of %s", (_name, config) => {
    const problems = validateIgnition(config);

    expect(problems.filter(({ severity }) => severity === "error")).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});

describe("secretIn", () => {
  it.each(everydayTexts)("finds nothing in %s", (_name, text) => {
    expect(secretIn(text)).toBeUndefined();
  });

  it("finds nothing in words, numbers, hashes and names", () => {
    // With dollars in them, addresses and URLs may well look like the hash of a password.
    const withoutDollars = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      texts.filter((text) => !text.includes("$"));
    const words = fc.oneof(
      fc.lorem(),
      withoutDollars(fc.webUrl({ withQueryParameters: true })),
      withoutDollars(fc.emailAddress()),
      fc.ipV6(),
      fc.uuid(),
      fc.stringMatching(/^[a-z]{1,10}([_.-][a-z0-9]{1,10}){0,3}$/),
      fc.stringMatching(/^sha512-[0-9a-f]{128}$/),
      fc.stringMatching(/^ssh-ed25519 AAAA[A-Za-z0-9+/]{64} [a-z]{1,8}$/),
      fc.stringMatching(/^[A-Z][A-Z_]{0,10}=(\/[a-z]{1,8}){1,3}$/),
      fc.integer().map(String),
    );

    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.constantFrom(" ", "\n", "=", ": ", ","), (all, separator) => {
        expect(secretIn(all.join(separator))).toBeUndefined();
      }),
      { numRuns: fuzzCases() },
    );
  });

  it.each([
    ...["a", "a.", "a-", "a_", "://", "://a:", "x://a", "A_", "Key=", "gl", "gh", "a@b", "a@b!c", "![x"],
    ...["$1$", "eyJ", "eyJ-", "eyJa.", "K10", "?a=", "?aaa=bbbbbbbb", "\n ", "\nPrivateKey "],
    ...["token ", '"auth" ', "s.aaaaaaaaaaaaaaaaaaaaaaaa ", "Authorization", "Authorization: ", "\nSetCredential=a"],
    ...[
      "-----BEGIN ",
      "-----BEGIN A",
      "12345678:AA",
      "otpauth://totp/a&secret=",
      "aws_secret_access_key ",
      "!a=12345678-",
    ],
  ])("gets through 200 KB of %j", (unit) => {
    expect(secretIn(unit.repeat(200_000 / unit.length))).toBeUndefined();
  });

  it("finds a token whatever stands around it", () => {
    const around = fc.lorem();

    fc.assert(
      fc.property(around, fc.constantFrom(...secrets), around, (before, [, text], after) => {
        expect(secretIn(`${before}\n${text}\n${after}`)).toBeDefined();
      }),
      { numRuns: fuzzCases() },
    );
  });
});
