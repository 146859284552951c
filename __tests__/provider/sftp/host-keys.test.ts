import { isAbout, pinsOf, readHostKeyLine } from "../../../lib/provider/sftp/host-keys";
import { certificateOf, ecdsa, ed25519, lineOf, rsa } from "./certificates";

const key = ed25519();
const weak = rsa(1024);
const AUTHORITY_FORM =
  "@cert-authority ssh-ed25519 AAAA…, or as known_hosts has it: @cert-authority *.example.com ssh-ed25519 AAAA…";
const REVOKED_FORM = "@revoked ssh-ed25519 AAAA…, or as known_hosts has it: @revoked *.example.com ssh-ed25519 AAAA…";
const WEAK =
  "an authority of type ssh-ed25519, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, ssh-rsa, an RSA one of 2048 bits or more";

describe("readHostKeyLine", () => {
  it("reads a key, with or without a comment", () => {
    expect([lineOf(key), ` ${lineOf(key)} a comment `].map(readHostKeyLine)).toEqual([
      { kind: "key", type: "ssh-ed25519", blob: key.blob },
      { kind: "key", type: "ssh-ed25519", blob: key.blob },
    ]);
  });

  it.each([
    ["for any host", `@cert-authority ${lineOf(key)}`, undefined],
    ["for any host, with a comment", `@cert-authority ${lineOf(key)} ours`, undefined],
    ["for some hosts", `@cert-authority *.example.com,10.* ${lineOf(key)} ours`, "*.example.com,10.*"],
  ])("reads an authority %s", (_name, line, hosts) => {
    expect(readHostKeyLine(line)).toMatchObject({
      kind: "authority",
      key: { type: "ssh-ed25519", blob: key.blob },
      hosts,
    });
  });

  it.each([
    ["for any host", `@revoked ${lineOf(key)} stolen`, key, undefined],
    ["for all hosts, as known_hosts has it", `@revoked * ${lineOf(key)}`, key, "*"],
    ["that is too weak for anything else", `@revoked ${lineOf(weak)}`, weak, undefined],
  ])("reads a revoked key %s", (_name, line, { blob }, hosts) => {
    expect(readHostKeyLine(line)).toEqual({ kind: "revoked", blob, hosts });
  });

  it.each([
    ["nothing", "", "a line as in /etc/ssh/ssh_host_ed25519_key.pub: ssh-ed25519 AAAA…"],
    ["an authority without a key", "@cert-authority", AUTHORITY_FORM],
    ["an authority whose key is none", "@cert-authority * ssh-ed25519 AAAA", AUTHORITY_FORM],
    ["an authority under another type", `@cert-authority ssh-rsa ${key.blob.toString("base64")}`, AUTHORITY_FORM],
    ["an authority with a weak key", `@cert-authority ${lineOf(weak)}`, WEAK],
    ["a revoked key that is none", "@revoked * ssh-ed25519 AAAA", REVOKED_FORM],
    [
      "hashed names of a revoked key",
      `@revoked |1|abc=|def= ${lineOf(key)}`,
      `names that are not hashed: ${REVOKED_FORM}`,
    ],
    [
      "a revoked certificate",
      `@revoked ssh-ed25519-cert-v01@openssh.com ${certificateOf({ key, authority: key }).toString("base64")}`,
      `the key that is certified, without its certificate: ${REVOKED_FORM}`,
    ],
    ["hashed names", `@cert-authority |1|abc=|def= ${lineOf(key)}`, `names that are not hashed: ${AUTHORITY_FORM}`],
    [
      "an authority that is a certificate",
      `@cert-authority ssh-ed25519-cert-v01@openssh.com ${certificateOf({ key, authority: key }).toString("base64")}`,
      WEAK,
    ],
    [
      "a certificate",
      `ssh-ed25519-cert-v01@openssh.com ${certificateOf({ key, authority: key }).toString("base64")}`,
      `the key of the server, or that of the authority that signed this certificate: ${AUTHORITY_FORM}`,
    ],
    [
      "a key with bytes behind it",
      `@cert-authority ssh-ed25519 ${Buffer.concat([key.blob, Buffer.from([0])]).toString("base64")}`,
      WEAK,
    ],
  ])("refuses %s", (_name, line, allowed) => {
    expect(readHostKeyLine(line)).toBe(allowed);
  });
});

describe("isAbout", () => {
  it.each([
    ["", true],
    ["files.example.com ", true],
    ["[files.example.com]:2222 ", true],
    ["[files.example.com]:22 ", false],
    ["*.example.org ", false],
    ["*,!files.* ", false],
  ])("knows whether an authority for %jis one for the server", (hosts, expected) => {
    const line = readHostKeyLine(`@cert-authority ${hosts}${lineOf(key)}`);

    expect(typeof line === "object" && isAbout(line, { host: "Files.example.com", port: 2222 })).toBe(expected);
  });
});

describe("pinsOf", () => {
  const server = { host: "files.example.com", port: 22, user: "root", identityFile: undefined };

  it("tells keys, authorities and what is revoked apart, and leaves out what is for others", () => {
    const [plain, ours, others, stolen] = [ecdsa(), ed25519(), ed25519(), ed25519()];
    const hostKeys = [
      lineOf(plain),
      `@cert-authority *.example.com ${lineOf(ours)}`,
      `@cert-authority *.example.org ${lineOf(others)}`,
      `@revoked * ${lineOf(stolen)}`,
      `@revoked *.example.org ${lineOf(ours)}`,
    ];

    const { keys, authorities, revoked } = pinsOf({ ...server, hostKeys });

    expect([keys, authorities.map(({ blob }) => blob), revoked]).toEqual([[plain.blob], [ours.blob], [stolen.blob]]);
  });

  it("refuses what can be no pin", () => {
    expect(() => pinsOf({ ...server, hostKeys: ["@cert-authority nonsense"] })).toThrow(
      `"@cert-authority nonsense" in host_keys is no public host key, authority or revoked key. Allowed: ${AUTHORITY_FORM}`,
    );
  });
});
