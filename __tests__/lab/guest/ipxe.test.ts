import { Ipxe, type IpxeOutcome } from "../../../lib/lab/guest/ipxe-script";
import { IpxeSettings } from "../../../lib/lab/guest/ipxe-settings";
import type { Lease } from "../../../lib/lab/guest/dhcp-client";

const lease: Lease = {
  nic: { key: "net0", name: "ens18", mac: "bc:24:11:00:00:66", bridge: "vmbr1" },
  address: "10.20.0.12",
  server: "10.20.0.2",
  hostname: "web",
  options: new Map([
    ["3", "10.20.0.1"],
    ["128.2", "102.ign"],
  ]),
};

interface Run {
  readonly outcome: IpxeOutcome;
  readonly printed: readonly string[];
}

/** Runs a script on a server that has a kernel, and the files given. */
async function run(script: string, files: Readonly<Record<string, string>> = {}, diskBoots = false): Promise<Run> {
  const served: Record<string, string> = {
    "/boot.ipxe": `#!ipxe\n${script}`,
    "/kernel": "K",
    "/initrd": "I",
    ...files,
  };
  const printed: string[] = [];
  const ipxe = new Ipxe({
    settings: new IpxeSettings(lease),
    print: (line) => printed.push(line),
    diskBoots: () => diskBoots,
    fetch: (uri) => {
      const text = served[new URL(uri).pathname];
      return text === undefined
        ? Promise.reject(new Error("No such file or directory"))
        : Promise.resolve(Buffer.from(text));
    },
  });
  return { outcome: await ipxe.run("http://10.20.0.2/boot.ipxe"), printed };
}

const echoes = async (script: string, files?: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await run(script, files)).printed.filter((line) => !line.startsWith("http://"));

describe("iPXE's settings", () => {
  it.each([
    ["${128.2:string}", "102.ign"],
    ["${net0/128.2:string}", "102.ign"],
    ["${mac}", "bc:24:11:00:00:66"],
    ["${net0/mac:hexhyp}", "bc-24-11-00-00-66"],
    ["${ip}/${hostname}/${next-server}", "10.20.0.12/web/10.20.0.2"],
    ["a${nothing}b", "ab"],
  ])("expands %s to %s", (text, expanded) => {
    expect(new IpxeSettings(lease).expand(text)).toBe(expanded);
  });
});

describe("iPXE", () => {
  it.each<[string, string, readonly string[]]>([
    ["runs lines in order", "echo one\n\n# no\necho two", ["one", "two"]],
    ["goes on after a failure that has an alternative", "imgfetch /none || echo other\necho end", ["other", "end"]],
    ["leaves an alternative out after success", "imgfetch /kernel || echo other\necho end", ["end"]],
    ["goes on after success only with &&", "imgfetch /none && echo yes || echo no", ["no"]],
    ["takes an empty alternative for success", "imgfetch /none && goto there ||\necho here\n:there", ["here"]],
    ["jumps to a label", "goto end\necho skipped\n:end\necho end", ["end"]],
    [
      "jumps back",
      ":start\nisset ${seen} && goto end ||\nset seen 1\necho once\ngoto start\n:end\necho end",
      ["isset: not set", "once", "end"],
    ],
    ["says which label is missing", "goto start", ["goto: start: No such label"]],
    ["sets and clears", "set a x y\necho ${a}\nclear a\nisset ${a} || echo gone", ["x y", "isset: not set", "gone"]],
    ["compares", "iseq a a && echo same ||\niseq a b || echo differs", ["same", "iseq: not equal", "differs"]],
    ["stops at a failure", "imgfetch /none\necho unreachable", []],
    ["stops at an unknown command", "bot\necho unreachable", ["bot: command not found"]],
    ["stops at exit", "exit\necho unreachable", []],
    ["counts", "set n:int32 0\ninc n\ninc n 4\niseq ${n} 5 && echo five ||", ["five"]],
    ["counts from nothing", "inc n\necho ${n}", ["1"]],
    ["does not count texts", "set n 0\ninc n || echo no", ['Could not store "n": Operation not supported', "no"]],
    ["takes what follows -- as it is", "echo -- -n\niseq -- -a -a && echo same", ["-n", "same"]],
    ["shows a setting", "show hostname\nshow none || echo none", ["hostname = web", 'Could not find "none"', "none"]],
    [
      "waits for a key for a while",
      "prompt --timeout 5 Press || echo none",
      ["Press", "prompt: Connection timed out", "none"],
    ],
    [
      "takes the default of a menu whose time is over",
      "menu What now?\nitem --gap -- ---\nitem --key a a Aye\nitem b Bee\nchoose --default b --timeout 9 x && goto ${x}\n:a\necho a\n:b\necho b",
      ["What now?", "  ---", "  Aye", "  Bee", "b"],
    ],
    [
      "takes the first entry without a default",
      "menu\nitem a\nitem b\nchoose --timeout 9 x\necho ${x}",
      ["", "  ", "  ", "a"],
    ],
    ["has no menu to choose from", "choose --timeout 9 x || echo none", ["No default menu", "none"]],
    ["knows no command that Debian's has not", "imgverify a b || echo no", ["imgverify: command not found", "no"]],
  ])("%s", async (_name, script, expected) => {
    const lines = await echoes(script);

    expect(lines.filter((line) => !line.startsWith("/none"))).toEqual(expected);
  });

  it("runs another script and comes back with its settings", async () => {
    const files = { "/tickets/102.ign": "#!ipxe\nset nonce ab\nexit\necho unreachable" };

    expect(await echoes("chain --autofree tickets/${128.2:string} || goto disk\necho ${nonce}\n:disk", files)).toEqual([
      "ab",
    ]);
  });

  it("boots a kernel with its arguments and its initrds, by name", async () => {
    const { outcome } = await run("kernel /kernel initrd=main a=${ip}\ninitrd --name main /initrd\nboot");

    expect(outcome).toMatchObject({
      kind: "boot",
      kernel: { name: "kernel", args: ["initrd=main", "a=10.20.0.12"] },
      others: [{ name: "main", uri: "http://10.20.0.2/initrd" }],
    });
  });

  it.each([
    ["keeps a script that was chained among the initrds", "chain /s\n", ["s", "initrd"]],
    ["forgets it with --autofree", "chain --autofree /s\n", ["initrd"]],
    ["forgets everything with imgfree", "chain /s\nimgfree\n", ["initrd"]],
  ])("%s", async (_name, first, others) => {
    const { outcome } = await run(`${first}kernel /kernel\ninitrd /initrd\nboot`, { "/s": "#!ipxe\n" });

    expect(outcome.kind === "boot" && outcome.others.map(({ name }) => name)).toEqual(others);
  });

  it("boots the disk, or exits where there is none", async () => {
    const script = "sanboot --no-describe --drive 0x80 || exit";

    expect((await run(script, {}, true)).outcome).toEqual({ kind: "disk" });
    expect((await run(script)).outcome).toEqual({ kind: "exit", code: 0 });
  });

  it.each([
    ["restarts", "reboot", { kind: "reboot" }],
    ["waits in the shell", "shell", { kind: "waits" }],
    ["waits at a menu without a time limit", "menu\nitem a\nchoose x", { kind: "waits" }],
  ])("%s", async (_name, script, outcome) => {
    expect((await run(script)).outcome).toEqual(outcome);
  });

  it("gives an image its arguments later", async () => {
    const { outcome } = await run("kernel /kernel a\nimgargs kernel b c\nboot");

    expect(outcome).toMatchObject({ kernel: { args: ["b", "c"] } });
  });

  it("ends a script that does not end", async () => {
    const { printed, outcome } = await run(":a\ngoto a");

    expect(printed.at(-1)).toBe("the script does not end");
    expect(outcome).toEqual({ kind: "exit", code: 1 });
  });
});
