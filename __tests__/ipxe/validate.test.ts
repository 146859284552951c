import type { IpxeScript } from "../../lib/ipxe/schema";
import { validateScript } from "../../lib/ipxe/validate";
import { Late } from "../../lib/values/late";
import { everyCommand } from "./fixtures";

type Found = readonly (readonly [string, string])[];

const problems = (...commands: readonly unknown[]): Found =>
  validateScript({ commands, returns: true } as IpxeScript).map(({ code, path }) => [code, path.join(".")]);
const kernel = (argument: unknown): Found => problems({ command: "kernel", url: "http://a/b", arguments: [argument] });

describe("validateScript", () => {
  it("finds nothing wrong with every command", () => {
    expect(validateScript(everyCommand)).toEqual([]);
  });

  it("lets late values pass unseen", () => {
    expect(
      problems(
        { command: "set", name: "a", value: ["x", Late.nonce()] },
        { command: "chain", url: Late.token("${u}") },
        { command: "kernel", url: ["http://", Late.token("${h}")], arguments: [Late.token("${a}")] },
      ),
    ).toEqual([]);
  });

  it("takes a URL that begins with a setting", () => {
    expect(problems({ command: "chain", url: [{ setting: "filename" }, "/x"] })).toEqual([]);
  });

  it.each([
    ["two blanks, which become one", "a  b"],
    ["a blank before", " a"],
    ["a blank behind", "a "],
    ["a line end", "a\nshell"],
    ["a tab", "a\tb"],
    ["a setting written out", "${net0/mac}"],
    ["a setting in two pieces", ["$", "{net0/mac}"]],
    ["a setting behind a dollar", ["$", { setting: "x" }]],
    ["a comment", "#a"],
    ["a comment after a blank", "a #b"],
    ["an operator", "||"],
    ["an operator between blanks", "a && shell"],
    ["two commands", ";"],
    ["a line that goes on with the next", "a\\"],
    ["a word that might do so", "a\\ b"],
    ["a letter beyond ASCII", "é"],
  ])("refuses %s as the value of a setting", (_name, value) => {
    expect(problems({ command: "set", name: "a", value })).toEqual([["ipxe/unsafe-value", "commands.0.value"]]);
  });

  it.each([
    ["a quote, which Linux would take for its own", 'a="b"'],
    ["another quote, which systemd would", "a='b'"],
    ["two blanks", "a=b  c"],
    ["a blank in a name", "a b=c"],
    ["a blank and no value", "a b"],
    ["a value without a name", "=b"],
    ["a comment within quotes", "a=b #c"],
    ["an operator within quotes", "a=b || c"],
    ["a line that goes on with the next", "a=b\\"],
  ])("refuses %s in an argument of the kernel", (_name, argument) => {
    expect(kernel(argument)).toEqual([["ipxe/unsafe-value", "commands.0.arguments.0"]]);
  });

  it.each([
    ["an empty word", { command: "set", name: "a", value: "" }, "ipxe/invalid-type", "commands.0.value"],
    ["a number for a word", { command: "set", name: "a", value: 5 }, "ipxe/invalid-type", "commands.0.value"],
    ["a blank in a URL", { command: "chain", url: "http://a/b c" }, "ipxe/unsafe-value", "commands.0.url"],
    ["another scheme", { command: "chain", url: "ldap://a/b" }, "ipxe/invalid-value", "commands.0.url"],
    ["a name that is none", { command: "set", name: "a b", value: "c" }, "ipxe/invalid-format", "commands.0.name"],
    ["an unknown command", { command: "login" }, "ipxe/invalid-union", "commands.0.command"],
    ["a bit that no register has", { command: "cpuid", bit: 32 }, "ipxe/too-big", "commands.0.bit"],
    ["a sleep of no time", { command: "sleep", seconds: 0 }, "ipxe/too-small", "commands.0.seconds"],
    ["a jump to nowhere", { command: "goto", label: "a" }, "ipxe/no-such-label", "commands.0"],
    [
      "a failure that jumps to nowhere",
      { command: "dhcp", onFailure: { goto: "a" } },
      "ipxe/no-such-label",
      "commands.0",
    ],
    [
      "a success that jumps to nowhere",
      { command: "dhcp", onSuccess: { goto: "a" } },
      "ipxe/no-such-label",
      "commands.0",
    ],
  ])("refuses %s", (_name, command, code, path) => {
    expect(problems(command)).toEqual([[code, path]]);
  });

  it("refuses a label that stands twice, be it that of a retry", () => {
    const retry = {
      command: "retry",
      name: "a",
      attempts: 2,
      firstDelaySeconds: 1,
      steps: [{ command: "dhcp" }],
      onFailure: { goto: "a" },
    };

    expect(
      problems(
        { command: "label", name: "a" },
        { command: "label", name: "a" },
        { command: "label", name: "a-try" },
        retry,
      ),
    ).toEqual([
      ["ipxe/duplicate-label", "commands.1"],
      ["ipxe/duplicate-label", "commands.3"],
      ["ipxe/duplicate-label", "commands.3"],
    ]);
  });

  it("refuses both outcomes at once, and one that never comes", () => {
    const goto = { goto: "a" };

    expect(problems({ command: "label", name: "a" }, { command: "dhcp", onFailure: goto, onSuccess: goto })).toEqual([
      ["ipxe/two-outcomes", "commands.1"],
    ]);
    expect(problems({ command: "label", name: "a" }, { command: "boot", onSuccess: goto })).toEqual([
      ["ipxe/unreachable", "commands.1.onSuccess"],
    ]);
  });
});

describe("validateScript, of menus", () => {
  const menu = (items: readonly unknown[], chosen = "a"): Found =>
    problems(
      { command: "menu", title: "t", items, default: chosen, timeoutSeconds: 5 },
      { command: "label", name: "a" },
    );

  it("refuses an entry that leads to nowhere", () => {
    expect(
      menu([
        { label: "a", text: "A" },
        { label: "b", text: "B" },
      ]),
    ).toEqual([["ipxe/no-such-label", "commands.0"]]);
  });

  it("refuses a default that is no entry", () => {
    expect(menu([{ gap: "only" }])).toEqual([["ipxe/no-such-item", "commands.0.default"]]);
  });

  it("refuses two entries with one label, or one key", () => {
    const one = { label: "a", text: "A", key: "x" };

    expect(menu([one, { gap: "-" }, { label: "a", text: "B" }])).toEqual([
      ["ipxe/duplicate-item", "commands.0.items.2"],
    ]);
  });

  it("refuses to wait forever", () => {
    expect(problems({ command: "menu", title: "t", items: [{ label: "a", text: "A" }], default: "a" })).toEqual([
      ["ipxe/invalid-type", "commands.0.timeoutSeconds"],
    ]);
  });
});

describe("validateScript, of the way through a script", () => {
  const way = (...commands: readonly unknown[]): Found =>
    validateScript({ commands } as IpxeScript).map(({ code, path }) => [code, path.join(".")]);
  const retry = (steps: readonly unknown[], rest: object = {}): unknown => ({
    command: "retry",
    name: "r",
    attempts: 2,
    firstDelaySeconds: 1,
    steps,
    onFailure: { goto: "r" },
    ...rest,
  });

  it.each([
    [
      "goto",
      [
        { command: "label", name: "a" },
        { command: "goto", label: "a" },
      ],
    ],
    ["exit", [{ command: "exit" }]],
    ["boot", [{ command: "boot" }]],
    ["boot-disk", [{ command: "boot-disk" }]],
    ["a chain that takes its place", [{ command: "chain", url: "http://a/b", replace: true }]],
  ])("takes a script that ends with %s", (_name, commands) => {
    expect(way(...commands)).toEqual([]);
  });

  it.each([
    ["nothing in it", [], "commands.0"],
    ["a command that goes on", [{ command: "dhcp" }], "commands.0"],
    ["a failure that goes on", [{ command: "boot", onFailure: "continue" }], "commands.0"],
    ["a chain that comes back", [{ command: "chain", url: "http://a/b" }], "commands.0"],
    ["a retry that succeeds", [retry([{ command: "dhcp" }])], "commands.0"],
  ])("refuses a script that may run off its end: %s", (_name, commands, path) => {
    expect(way(...commands)).toEqual([["ipxe/no-end", path]]);
  });

  it.each([
    ["a goto", [{ command: "label", name: "a" }, { command: "goto", label: "a" }, { command: "exit" }], "commands.2"],
    ["an exit", [{ command: "exit" }, { command: "echo", text: "a" }], "commands.1"],
    ["a boot", [{ command: "boot" }, { command: "label", name: "a" }, { command: "exit" }], "commands.1"],
    [
      "a menu",
      [
        { command: "label", name: "a" },
        { command: "menu", title: "t", items: [{ label: "a", text: "A" }], default: "a", timeoutSeconds: 1 },
        { command: "exit" },
      ],
      "commands.2",
    ],
    ["a retry that boots", [retry([{ command: "boot" }]), { command: "exit" }], "commands.1"],
    [
      "a boot within a retry",
      [retry([{ command: "boot" }, { command: "dhcp" }]), { command: "exit" }],
      "commands.0.steps.1",
    ],
  ])("refuses what is never run, after %s", (_name, commands, path) => {
    expect(way(...commands)).toContainEqual(["ipxe/unreachable", path]);
  });

  it("refuses a retry of what cannot fail, and one that ends the script instead", () => {
    expect(way(retry([{ command: "echo", text: "a" }]), { command: "exit" })).toEqual([
      ["ipxe/nothing-to-retry", "commands.0.steps"],
    ]);
    expect(way(retry([{ command: "dhcp" }], { afterFailure: [{ command: "reboot" }] }), { command: "exit" })).toEqual([
      ["ipxe/unreachable", "commands.0.afterFailure.0"],
    ]);
  });

  it("goes on after the shell, and at a label of a retry", () => {
    expect(
      way(
        retry([{ command: "boot" }], { onFailure: { goto: "s" } }),
        { command: "label", name: "s" },
        { command: "shell" },
        { command: "goto", label: "r" },
      ),
    ).toEqual([]);
  });
});
