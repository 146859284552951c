import fc from "fast-check";
import { ed25519Fingerprint, parseReport, ReportError } from "../../../../lib/provider/resources/installation/report";

const expected = {
  nonce: "0123456789abcdef0123456789abcdef",
  machine: "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f",
  bootId: "6a7b8c9d-0000-4000-8000-000000000001",
};
const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI";
const sound = {
  release: "44.20260802.3.1",
  boot_id: expected.bootId,
  nonce: expected.nonce,
  machine: expected.machine,
  ssh_host_keys: [ED25519],
};
const parse = (value: unknown) =>
  parseReport(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), expected);

describe("parseReport", () => {
  it("takes what is known, drops comments of keys and passes over the rest", () => {
    expect(parse({ ...sound, ssh_host_keys: [`${ED25519} root@web`], uptime: 7 })).toEqual({
      release: "44.20260802.3.1",
      bootId: expected.bootId,
      sshHostKeys: [ED25519],
    });
  });

  it.each([
    ["something else than JSON", "no JSON", "it is not JSON"],
    ["bytes that are no text", "\u00ff\u00fe", "it is not JSON"],
    ["a list", [], "it: "],
    ["another nonce", { ...sound, nonce: "f".repeat(32) }, "its nonce is not that of the guest's config"],
    ["another machine", { ...sound, machine: expected.machine.replace("5", "6") }, "its machine is not the guest's VM"],
    ["no machine", { ...sound, machine: undefined }, "machine: "],
    [
      "another boot",
      { ...sound, boot_id: expected.bootId.replace(/1$/, "2") },
      "its boot_id is not the name of its file",
    ],
    ["a release with a newline", { ...sound, release: "44\nx" }, "release: "],
    ["no keys", { ...sound, ssh_host_keys: [] }, "ssh_host_keys: "],
    ["too many keys", { ...sound, ssh_host_keys: Array(9).fill(ED25519) }, "ssh_host_keys: "],
    ["a key of an unknown type", { ...sound, ssh_host_keys: ["ssh-dss AAAAB3NzaC1kc3M="] }, "ssh_host_keys.0: "],
    [
      "a key under another name",
      { ...sound, ssh_host_keys: [ED25519.replace("ssh-ed25519", "ssh-rsa")] },
      "ssh_host_keys.0: ",
    ],
    ["a key that is cut off", { ...sound, ssh_host_keys: [ED25519.slice(0, -8)] }, "ssh_host_keys.0: "],
    ["a key with a second line", { ...sound, ssh_host_keys: [`${ED25519}\n${ED25519}`] }, "ssh_host_keys.0: "],
  ])("refuses %s", (_name, value, message) => {
    const content = value === "\u00ff\u00fe" ? Buffer.from(value, "latin1") : undefined;
    const work = (): unknown => (content === undefined ? parse(value) : parseReport(content, expected));

    expect(work).toThrow(ReportError);
    expect(work).toThrow(message);
  });

  it("meets whatever a guest may send with nothing but a ReportError", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ ...record(sound), ssh_host_keys: fc.array(fc.string()) }).map((value) => JSON.stringify(value)),
    );

    fc.assert(fc.property(anything, (text) => expect(() => parse(text)).toThrow(ReportError)));
  });
});

describe("ed25519Fingerprint", () => {
  it("is null for a guest without such a key", () => {
    expect(ed25519Fingerprint({ release: "44", bootId: "", sshHostKeys: ["ssh-rsa AAAA"] })).toBeNull();
  });
});

function record({ release, boot_id, nonce, machine }: typeof sound) {
  return {
    release: fc.constant(release),
    boot_id: fc.constant(boot_id),
    nonce: fc.constant(nonce),
    machine: fc.constant(machine),
  };
}
