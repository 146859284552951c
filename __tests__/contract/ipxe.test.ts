import fc from "fast-check";
import { bootScript } from "../../lib/ipxe/boot-script";
import { renderScript } from "../../lib/ipxe/render";
import type { Command, IpxeScript } from "../../lib/ipxe/schema";
import { ticketScript } from "../../lib/ipxe/ticket-script";
import { validateScript } from "../../lib/ipxe/validate";
import { fuzzCases } from "../fuzz";
import { kernelArgument, phrase } from "../ipxe/arbitrary";
import { hostile } from "../units/hostile";
import { MACHINE_UUID, realIpxe, runMachine, type Run } from "./ipxe/machine";

const ipxe = realIpxe();
const judged = ipxe === undefined ? it.skip : it;

jest.setTimeout(600_000);

type Word = Extract<Command, { command: "set" }>["value"];
const soundPhrase = (value: unknown): boolean =>
  validateScript({ commands: [{ command: "set", name: "a", value: value as Word }], returns: true }).length === 0;

const phrases = fc.sample(fc.oneof(phrase as fc.Arbitrary<Word>, hostile.filter(soundPhrase)), fuzzCases());
const commandLines = fc.sample(fc.array(kernelArgument as fc.Arbitrary<Word>, { minLength: 1, maxLength: 4 }), 50);

/** Settings that the machine has when the phrases are read. */
const SETTINGS: Readonly<Record<string, string>> = {
  "net0/mac": "52:54:00:12:34:56",
  "128.2:string": "102.ign",
  uuid: MACHINE_UUID,
  "next-server": "10.0.2.2",
};

function expanded(value: Word): string {
  const pieces: readonly unknown[] = Array.isArray(value) ? value : [value];
  return pieces
    .map((piece) => (typeof piece === "string" ? piece : (SETTINGS[(piece as { setting: string }).setting] ?? "?")))
    .join("");
}

/** Phrases of one script. */
const PAGE = 500;
const pages = Array.from({ length: Math.ceil(phrases.length / PAGE) }, (_, index) => `/phrases-${index}.ipxe`);

/** Ten at a time are put into settings, and sent to the server byte by byte. */
function phrasesScript(server: string, page: number): IpxeScript {
  const own = phrases.slice(page * PAGE, (page + 1) * PAGE);
  const commands = own.flatMap((value, index): readonly Command[] => {
    const set: Command = { command: "set", name: `p${index % 10}`, value };
    if (index % 10 !== 9 && index !== own.length - 1) return [set];
    const used = Array.from({ length: (index % 10) + 1 }, (_, number) => [
      "-",
      { setting: `p${number}:hexraw` },
    ]).flat();
    return [
      set,
      { command: "imgfetch", url: [`http://${server}/phrases?`, ...used], name: "phrases" },
      { command: "imgfree" },
    ];
  });
  return { commands, returns: true };
}

function commandLinesScript(server: string): IpxeScript {
  const commands = commandLines.flatMap((line, index): readonly Command[] => [
    { command: "imgargs", image: "image", arguments: line },
    { command: "echo", text: `<${index}>` },
    { command: "imgstat" },
    { command: "echo", text: `</${index}>` },
  ]);
  const fetched: Command = { command: "imgfetch", url: `http://${server}/image`, name: "image" };
  return { commands: [fetched, ...commands, { command: "imgfree" }], returns: true };
}

/** A retry that succeeds the third time, one that never does, and what follows each. */
function retriesScript(server: string): IpxeScript {
  const fetch = (path: string): { readonly command: "imgfetch"; readonly url: string } => ({
    command: "imgfetch",
    url: `http://${server}${path}`,
  });
  return {
    commands: [
      {
        command: "retry",
        name: "third",
        attempts: 4,
        firstDelaySeconds: 1,
        steps: [fetch("/flaky")],
        afterFailure: [fetch("/after-failure")],
        onFailure: { goto: "wrong" },
      },
      fetch("/went-on"),
      {
        command: "retry",
        name: "never",
        attempts: 2,
        firstDelaySeconds: 1,
        steps: [fetch("/never"), fetch("/wrong")],
        onFailure: { goto: "ask" },
      },
      { command: "label", name: "wrong" },
      { ...fetch("/wrong"), onFailure: "continue" },
      { command: "label", name: "ask" },
      {
        command: "menu",
        title: "- What now?",
        items: [{ gap: "- - -" }, { label: "wrong", text: "Wrong", key: "w" }, { label: "right", text: "Right" }],
        default: "right",
        timeoutSeconds: 1,
      },
      { command: "label", name: "right" },
      fetch("/chosen"),
      { command: "iseq", left: "-a", right: "-a", onFailure: { goto: "wrong" } },
      { command: "set", name: "text", value: "0" },
      { command: "inc", name: "text", onSuccess: { goto: "wrong" } },
      { command: "imgverify", image: "chosen", signature: `http://${server}/signature`, onSuccess: { goto: "wrong" } },
      { ...fetch("/retried") },
    ],
    returns: true,
  };
}

/** Everything in one run: most of its time goes by before iPXE reads the first line. */
function mainScript(server: string): string {
  const chain = (path: string): Command => ({ command: "chain", autofree: true, url: `http://${server}${path}` });
  return renderScript({
    commands: [
      // Any other way it would first wait for an IPv6 router.
      { command: "ifconf", configurator: "dhcp", interfaces: ["net0"] },
      { command: "set", name: "128.2:string", value: "102.ign" },
      ...[...pages, "/command-lines.ipxe", "/retries.ipxe", "/boot.ipxe"].map(chain),
      { command: "exit" },
    ],
  });
}

const ticket = renderScript(ticketScript({ vmId: "102", nonce: "0f".repeat(16), sha512: "ab".repeat(64) }));

function site(server: string): (path: string) => string | undefined {
  const release = { release: "44.1.2", kernel: "kernel", initramfs: "initramfs", rootfs: "rootfs" };
  const files: Readonly<Record<string, string>> = {
    ...Object.fromEntries(pages.map((path, page) => [path, renderScript(phrasesScript(server, page))])),
    "/command-lines.ipxe": renderScript(commandLinesScript(server)),
    "/retries.ipxe": renderScript(retriesScript(server)),
    "/boot.ipxe": renderScript(
      bootScript({ serverAddress: server, ...release, kernelArguments: ["dyndbg=file a.c +p"] }),
    ),
    "/tickets/102.ign": ticket,
    // What is booted tells of its arguments before it ends the run.
    "/images/44.1.2/kernel": `#!ipxe\nimgstat\nimgfetch http://${server}/end\n`,
    ...Object.fromEntries(
      [
        "/phrases",
        "/image",
        "/after-failure",
        "/went-on",
        "/chosen",
        "/retried",
        "/images/44.1.2/initramfs",
        "/config.cpio",
      ].map((path) => [path, "data"]),
    ),
  };
  const asked = new Map<string, number>();
  // Those that come late: at the third and the second time.
  const late: Readonly<Record<string, number>> = { "/flaky": 3, "/images/44.1.2/kernel": 2 };
  return (path) => {
    const times = (asked.get(path) ?? 0) + 1;
    asked.set(path, times);
    return times < (late[path] ?? 1) ? undefined : (files[path] ?? (path === "/flaky" ? "data" : undefined));
  };
}

/** Takes a command line apart as Linux does: blanks within double quotes separate nothing, and the quotes go. */
function linuxArguments(line: string): readonly string[] {
  return [...line.matchAll(/(?:[^ "]|"[^"]*")+/g)].map(([argument]) => argument.replaceAll('"', ""));
}

describe("a real iPXE", () => {
  let run: Run = { requests: [], console: "" };

  beforeAll(async () => {
    if (ipxe !== undefined) run = await runMachine(ipxe, mainScript, site);
  });

  judged("puts into a setting what we write, whatever the text", () => {
    const sent = run.requests.flatMap((path) => {
      const [, query] = path.split("/phrases?-");
      return query?.split("-").map((hex) => Buffer.from(hex, "hex").toString("latin1")) ?? [];
    });

    expect(sent).toEqual(phrases.map(expanded));
  });

  judged("hands the kernel its arguments as we mean them, those with blanks included", () => {
    const seen = commandLines.map((_, index) => {
      const [, shown = ""] = new RegExp(`<${index}>(.*?)</${index}>`).exec(run.console) ?? [];
      return linuxArguments(/^image : 4 bytes [^"]*"(.*)"$/.exec(shown)?.[1] ?? "");
    });

    expect(seen).toEqual(commandLines.map((line) => line.map(expanded)));
  });

  judged("tries again with pauses, goes on after success, and shows a menu after the last attempt", () => {
    const from = run.requests.indexOf("/retries.ipxe");

    expect(run.requests.slice(from + 1, run.requests.indexOf("/boot.ipxe"))).toEqual([
      ...["/flaky", "/after-failure", "/flaky", "/after-failure", "/flaky", "/went-on"],
      ...["/never", "/never", "/chosen", "/retried"],
    ]);
    expect(run.console).toContain("imgverify: command not found");
  });

  judged("runs the boot script: asks for its ticket anew after a failure, and boots the release", () => {
    const attempt = ["/tickets/102.ign", `/installed/102/${"0f".repeat(16)}/${MACHINE_UUID}`, "/images/44.1.2/kernel"];

    expect(run.requests.slice(run.requests.indexOf("/boot.ipxe") + 1)).toEqual([
      ...attempt,
      ...attempt,
      "/images/44.1.2/initramfs",
      "/config.cpio",
      "/end",
    ]);
    expect(run.console).toContain("slipway: the release is not there yet");
    expect(run.console).toMatch(/main : 4 bytes .*config : 4 bytes/);
  });
});
