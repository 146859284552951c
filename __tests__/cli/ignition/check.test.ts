import { join } from "node:path";
import { UsageError } from "../../../lib/cli/usage-error";
import { sha512 } from "../../../lib/values/hash";
import { call, inFolder, withFiles } from "./call";

const GOOD = withFiles({ "/etc/motd": "hello\n" });
const SUSPICIOUS = withFiles({ "/etc/motd": "-----BEGIN OPENSSH PRIVATE KEY-----\n" });
const WRONG = withFiles({ "/etc/motd": "a" }, { systemd: { units: [{ name: "a.container", enabled: true }] } });

describe("slipway ignition check", () => {
  it("says of a good config what it is", async () => {
    expect(await call(["check", "-"], { stdin: GOOD })).toEqual({
      status: 0,
      out: `stdin: no errors, no warnings; Ignition 3.4.0; ${GOOD.length} bytes\n  sha512-${sha512(GOOD)}\n`,
      err: "",
    });
  });

  it("says what is wrong, where, and what helps", async () => {
    expect(await call(["check", "-"], { stdin: WRONG })).toEqual({
      status: 1,
      out: `error ignition/unit-name at systemd.units[0].name
  this is no name of a systemd unit
  got: "a.container"
  allowed: letters, digits and :_.\\@- before one of .service .socket .device .mount .automount .swap .target .path .timer .snapshot .slice .scope
  fix: write a quadlet as a file below /etc/containers/systemd

stdin: 1 error, no warnings; Ignition 3.4.0; ${WRONG.length} bytes
`,
      err: "",
    });
  });

  it("lets warnings pass, unless it is to be strict", async () => {
    expect(await call(["check", "-"], { stdin: SUSPICIOUS })).toMatchObject({ status: 0 });
    expect(await call(["check", "-", "--strict"], { stdin: SUSPICIOUS })).toMatchObject({ status: 1 });
  });

  it("takes Butane too, and says in which line something is wrong", async () => {
    const butane = "variant: fcos\nversion: 1.6.0\nstorage:\n  files:\n    - path: etc/motd\n";

    expect(await call(["check", "-"], { stdin: butane })).toEqual({
      status: 1,
      out: `error ignition/relative-path at storage.files[0].path
  the path is relative
  got: line 5, column 7: "etc/motd"
  allowed: an absolute path
  fix: begin it with a slash

stdin: 1 error, no warnings; Ignition 3.5.0
`,
      err: "",
    });
  });

  it("says all that can be said of a file of which parts cannot be read", async () => {
    const butane = "variant: fcos\nversion: 1.7.0\nstorge: {}\nstorage: {files: [{path: /etc/a, mode: 644}]}\n";
    const json = '{"ignition":{"version":"3.6.0"},"storage":{"files":[{"path":"etc/a","mode":"0644"}]}}';
    const codesOf = ({ out }: { readonly out: string }): readonly string[] => out.match(/^error \S+/gm) ?? [];

    expect(codesOf(await call(["check", "-"], { stdin: butane }))).toEqual([
      "error butane/unknown-key",
      "error ignition/decimal-mode",
    ]);
    expect(codesOf(await call(["check", "-"], { stdin: json }))).toEqual([
      "error ignition/invalid-type",
      "error ignition/relative-path",
    ]);
  });

  it("takes YAML without a variant for Butane", async () => {
    expect(await call(["check", "-"], { stdin: "version: 1.7.0\nstorage: {}\n" })).toMatchObject({
      status: 1,
      out: expect.stringContaining("error butane/variant at variant") as string,
    });
  });

  it("is soon done with a large file of blanks, which is neither", async () => {
    for (const blanks of ["\n".repeat(1_000_000), " ".repeat(1_000_000), "{\n".repeat(300_000)]) {
      expect(await call(["check", "-"], { stdin: blanks })).toMatchObject({ status: 1 });
    }
  });

  it("names what is missing in plain words", async () => {
    const stdin = JSON.stringify({ ignition: { version: "3.4.0" }, storage: { links: [{ path: "/etc/a" }] } });

    expect(await call(["check", "-"], { stdin })).toMatchObject({
      status: 1,
      out: expect.stringContaining(
        "at storage.links[0].target\n  a value that is needed is missing\n  got: nothing\n  fix: give the value\n",
      ) as string,
    });
  });

  it("advises nothing that the language of the file has no words for", async () => {
    const merge = '{"ignition":{"version":"3.4.0","config":{"merge":[{"source":"https://base.example/a.ign"}]}}}';
    const butane =
      "variant: fcos\nversion: 1.5.0\nignition: {config: {merge: [{source: 'https://base.example/a.ign'}]}}\n";
    const fixes = async (stdin: string): Promise<readonly string[]> =>
      (await call(["check", "-"], { stdin })).out.match(/^ {2}fix: .*$/gm) ?? [];

    expect(await fixes(merge)).toEqual(['  fix: give the hash of the config: "verification":{"hash":"sha512-…"}']);
    expect(await fixes(butane)).toEqual(["  fix: give the hash of the config: verification: { hash: sha512-… }"]);
    expect(await fixes(SUSPICIOUS)).toEqual([
      "  fix: let the machine fetch it at run time; in a stack, give it by a sensitive variable or as a late value",
    ]);
  });

  it("says of a secret who would have it, without a plan", async () => {
    const { out } = await call(["check", "-"], { stdin: SUSPICIOUS });

    expect(out).toContain("  the text looks like a private key, which everybody would have who sees the config\n");
  });

  it("writes a line of JSON for each file", async () => {
    await inFolder({ "good.ign": GOOD, "wrong.ign": "[]" }, async (folder) => {
      const files = [join(folder, "good.ign"), join(folder, "wrong.ign")];

      const { status, out } = await call(["check", "--json", ...files]);

      expect(status).toBe(1);
      expect(
        out
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual([
        { file: files[0], version: "3.4.0", bytes: GOOD.length, sha512: sha512(GOOD), problems: [] },
        {
          file: files[1],
          version: null,
          bytes: 2,
          sha512: sha512("[]"),
          problems: [expect.objectContaining({ code: "ignition/unsupported-version", path: ["ignition", "version"] })],
        },
      ]);
    });
  });

  it("is coloured on a terminal", async () => {
    const { out } = await call(["check", "-"], { stdin: GOOD, isColored: true });

    expect(out).toContain("\u001b[1mstdin\u001b[0m: \u001b[32mno errors, no warnings\u001b[0m; Ignition 3.4.0");
  });

  it.each([
    ["no file", ["check"], "slipway ignition check: no file is named"],
    ["standard input twice", ["check", "-", "-"], "slipway ignition check: standard input can be read only once"],
    ["an option that there is not", ["check", "--fast", "-"], "slipway ignition check: Unknown option '--fast'"],
    ["a file that is not there", ["check", "/nowhere/a.ign"], "/nowhere/a.ign: there is no such file"],
    ["a folder", ["check", "/"], "/: this is a folder"],
  ])("refuses %s", async (_what, args, message) => {
    const refused = call(args);

    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe("slipway ignition", () => {
  const COMMANDS = `slipway ignition <command>

  check FILE…       say what is wrong with Ignition configs and Butane documents
  show FILE         show what a config makes of a machine
  diff A B          say how two configs differ in what they mean
  minify FILE       write a config in its shortest form
  from-butane FILE  turn a Butane document into an Ignition config

  slipway ignition <command> --help says what each of them takes.
`;

  it.each([[[]], [["help"]], [["--help"]]])("says by %j which commands there are", async (args) => {
    expect(await call(args)).toEqual({ status: 0, out: COMMANDS, err: "" });
  });

  it.each(["check", "show", "diff", "minify", "from-butane"])("explains %s", async (name) => {
    const { status, out } = await call([name, "--help"]);

    expect(status).toBe(0);
    expect(out.split("\n")[0]).toMatch(new RegExp(`^slipway ignition ${name} `));
    expect(out).toContain("Exit status: 0 ");
  });

  it("refuses a command that there is not", async () => {
    await expect(call(["merge"])).rejects.toThrow('there is no command "ignition merge"');
  });
});
