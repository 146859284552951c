import { join } from "node:path";
import { call, inFolder, withFiles, type Called } from "./call";

/** Compares two configs, given as their texts. */
async function compare(a: string, b: string, ...options: readonly string[]): Promise<Called> {
  return inFolder({ a, b }, (folder) => call(["diff", join(folder, "a"), join(folder, "b"), ...options]));
}

const MOTD = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", ""].join("\n");

const BEFORE = withFiles(
  { "/etc/motd": MOTD, "/etc/old": "old\n", "/etc/same": "same\n" },
  {
    kernelArguments: { shouldExist: ["quiet"] },
    passwd: { users: [{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 AAAA a"], passwordHash: "$6$salt$before" }] },
    systemd: {
      units: [
        { name: "web.service", enabled: true, dropins: [{ name: "10-a.conf", contents: "[Service]\nType=idle\n" }] },
      ],
    },
  },
);
const AFTER = withFiles(
  { "/etc/motd": MOTD.replace("five", "5"), "/etc/new": "new\n", "/etc/same": "same\n" },
  {
    passwd: {
      users: [
        {
          name: "core",
          sshAuthorizedKeys: ["ssh-ed25519 AAAA a", "ssh-ed25519 BBBB b"],
          passwordHash: "$6$salt$after",
        },
      ],
    },
    systemd: {
      units: [
        { name: "web.service", enabled: false, dropins: [{ name: "10-a.conf", contents: "[Service]\nType=exec\n" }] },
      ],
    },
  },
);

describe("slipway ignition diff", () => {
  it("says what is added, removed and changed, and texts line by line", async () => {
    expect(await compare(BEFORE, AFTER)).toEqual({
      status: 1,
      err: "",
      out: `kernelArguments
    shouldExist:
      @@ -1,1 +0,0 @@
      -quiet

passwd.users
~ core
    passwordHash: changed (not shown, it may be a secret)
    sshAuthorizedKeys:
      @@ -1,1 +1,2 @@
       ssh-ed25519 AAAA a
      +ssh-ed25519 BBBB b

storage.files
~ /etc/motd
    contents:
      @@ -2,7 +2,7 @@
       two
       three
       four
      -five
      +5
       six
       seven
       eight
+ /etc/new
    contents:
      @@ -0,0 +1,1 @@
      +new
- /etc/old

systemd.units
~ web.service
    enabled: true → false
    dropins.10-a.conf.contents:
      @@ -1,2 +1,2 @@
       [Service]
      -Type=idle
      +Type=exec
`,
    });
  });

  it("says of texts only how many lines differ where that is asked", async () => {
    const { out } = await compare(BEFORE, AFTER, "--no-contents");

    expect(out).toContain("~ /etc/motd\n    contents: +1 −1 lines\n");
    expect(out).not.toMatch(/five|idle/);
  });

  it("says the same as JSON", async () => {
    const { status, out } = await compare(withFiles({ "/etc/a": "a" }), withFiles({ "/etc/a": "b" }), "--json");

    expect(status).toBe(1);
    expect(JSON.parse(out)).toEqual({
      same: false,
      differences: [
        {
          section: "storage.files",
          key: "/etc/a",
          change: "changed",
          fields: [
            {
              name: "contents",
              diff: ["@@ -1,2 +1,2 @@", "-a", "+b", " \\ no line feed at the end"],
            },
          ],
        },
      ],
    });
  });

  it.each([
    ["another form of a content", '"data:;base64,aGVsbG8K"', '"data:,hello%0A"'],
    ["packing", '"data:;base64,H4sIAAAAAAAA/8tIzcnJ5wIAIDA6NgYAAAA=","compression":"gzip"', '"data:,hello%0A"'],
    ["a media type", '"data:text/plain;charset=utf-8,hello%0A"', '"data:,hello%0A"'],
    [
      "a default that is spelled out",
      '"data:,a"},"overwrite":false,"user":{"name":"root"}',
      '"data:,a"},"user":{"name":"root"}',
    ],
  ])("takes no notice of %s", async (_what, one, other) => {
    const config = (source: string): string =>
      `{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/a","contents":{"source":${source}${source.includes("}") ? "" : "}"}}]}}`;

    expect(await compare(config(one), config(other))).toEqual({ status: 0, out: "", err: "" });
  });

  it("takes no notice of the order of files, and of the language", async () => {
    const ignition = withFiles({ "/etc/b": "b", "/etc/a": "a" });
    const butane = `variant: fcos
version: 1.5.0
storage:
  files:
    - {path: /etc/a, mode: 0644, contents: {inline: a}}
    - {path: /etc/b, mode: 0644, contents: {inline: b}}
`;

    expect(await compare(ignition, butane)).toEqual({ status: 0, out: "", err: "" });
  });

  describe("shows no secret", () => {
    const file = (text: string, mode: number): string =>
      JSON.stringify({
        ignition: { version: "3.4.0" },
        storage: { files: [{ path: "/etc/a", mode, contents: { source: `data:,${encodeURIComponent(text)}` } }] },
      });
    const header = (value: string): string =>
      JSON.stringify({
        ignition: { version: "3.4.0" },
        storage: {
          files: [
            { path: "/etc/a", contents: { source: "https://a.example", httpHeaders: [{ name: "X-Key", value }] } },
          ],
        },
      });
    const keyFile = (text: string): string =>
      JSON.stringify({
        ignition: { version: "3.4.0" },
        storage: { luks: [{ name: "data", device: "/dev/vdb", keyFile: { source: `data:,${text}` } }] },
      });
    const unit = (value: string): string =>
      JSON.stringify({
        ignition: { version: "3.4.0" },
        systemd: { units: [{ name: "a.service", contents: `[Service]\nEnvironment=DB_PASSWORD=${value}\n` }] },
      });

    it.each([
      ["a file that only its owner may read", file("hunter2-a", 0o600), file("hunter2-b", 0o600), "contents"],
      ["a file that looks like a key", ...privateKeys(file), "contents"],
      ["a header", header("hunter2-a"), header("hunter2-b"), "contents.httpHeaders.X-Key.value"],
      ["a key file", keyFile("hunter2-a"), keyFile("hunter2-b"), "keyFile"],
      ["a password in a unit", unit("hunter2-a"), unit("hunter2-b"), "contents"],
    ])("of %s", async (_what, a, b, field) => {
      const shown = await compare(a, b);
      const json = await compare(a, b, "--json");

      expect(shown.status).toBe(1);
      expect(shown.out).toContain(`    ${field}: changed (not shown, it may be a secret)\n`);
      expect(`${shown.out}${shown.err}${json.out}${json.err}`).not.toContain("hunter2");
    });
  });

  it("says of bytes that are no text only how many they are", async () => {
    const bytes = (base64: string): string =>
      `{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/a","contents":{"source":"data:;base64,${base64}"}}]}}`;

    expect(await compare(bytes("AP8="), bytes("AP8A/w=="))).toMatchObject({
      status: 1,
      out: "storage.files\n~ /etc/a\n    contents: 2 bytes → 4 bytes (not text)\n",
    });
  });

  it("sends nothing to a terminal that could move its cursor", async () => {
    const { out } = await compare(withFiles({ "/etc/a": "a" }), withFiles({ "/etc/a": "\u001b[2J" }));

    expect(out).toContain("+\\u001b[2J\n");
    expect(out).not.toContain("\u001b");
  });

  it("ends with status 2 where one of them has errors", async () => {
    expect(await compare(BEFORE, "{}")).toEqual({
      status: 2,
      out: "",
      err: expect.stringMatching(/^error ignition\/[^]*there is nothing to compare\n$/),
    });
  });

  it("refuses a single file", async () => {
    await expect(call(["diff", "-"])).rejects.toThrow("slipway ignition diff: a file is missing");
  });
});

function privateKeys(file: (text: string, mode: number) => string): readonly [string, string] {
  const key = (body: string): string => `-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2${body}\n`;
  return [file(key("a"), 0o644), file(key("b"), 0o644)];
}
