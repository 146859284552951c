import fc from "fast-check";
import { renderScript } from "../../lib/ipxe/render";
import type { Command, IpxeScript } from "../../lib/ipxe/schema";
import { validateScript } from "../../lib/ipxe/validate";
import { Late } from "../../lib/values/late";
import { hostile } from "../units/hostile";

const problems = (...commands: readonly unknown[]): readonly (readonly [string, string])[] =>
  validateScript({ commands } as IpxeScript).map(({ code, path }) => [code, path.join(".")]);

describe("validateScript", () => {
  it("lets late values pass unseen", () => {
    expect(
      problems({ command: "set", name: "a", value: ["x", Late.nonce()] }, { command: "run", url: Late.token("${u}") }),
    ).toEqual([]);
  });

  it.each([
    ["a blank", "a b"],
    ["a line end", "a\nshell"],
    ["a setting written out", "${net0/mac}"],
    ["a setting in two pieces", ["$", "{net0/mac}"]],
    ["a setting behind a dollar", ["$", { setting: "x" }]],
    ["a comment", "#a"],
    ["an operator", "||"],
    ["two commands", ";"],
    ["a letter beyond ASCII", "é"],
  ])("refuses %s", (_name, value) => {
    expect(problems({ command: "set", name: "a", value })).toEqual([["ipxe/unsafe-value", "commands.0.value"]]);
  });

  it.each([
    ["an empty word", { command: "set", name: "a", value: "" }, "ipxe/invalid-type", "commands.0.value"],
    ["a number for a word", { command: "set", name: "a", value: 5 }, "ipxe/invalid-type", "commands.0.value"],
    ["another scheme", { command: "run", url: "tftp://a/b" }, "ipxe/invalid-value", "commands.0.url"],
    ["a name that is none", { command: "set", name: "a b", value: "c" }, "ipxe/invalid-format", "commands.0.name"],
    ["an unknown command", { command: "shell" }, "ipxe/invalid-union", "commands.0.command"],
    ["a jump to nowhere", { command: "goto", label: "a" }, "ipxe/no-such-label", "commands.0"],
    [
      "a failure that jumps to nowhere",
      { command: "boot", onFailure: { goto: "a" } },
      "ipxe/no-such-label",
      "commands.0",
    ],
  ])("refuses %s", (_name, command, code, path) => {
    expect(problems(command)).toEqual([[code, path]]);
  });

  it("refuses a label that stands twice", () => {
    expect(problems({ command: "label", name: "a" }, { command: "label", name: "a" })).toEqual([
      ["ipxe/duplicate-label", "commands.1"],
    ]);
  });
});

describe("any text", () => {
  const places: readonly (readonly [string, (text: string) => Command])[] = [
    ["the value of a setting", (text) => ({ command: "set", name: "a", value: text })],
    ["a piece of a value", (text) => ({ command: "set", name: "a", value: ["x", text, { setting: "y" }] })],
    ["a URL", (text) => ({ command: "run", url: `http://${text}` })],
    ["an argument of the kernel", (text) => ({ command: "kernel", url: "http://a/b", arguments: ["quiet", text] })],
  ];

  it.each(places)("as %s is refused or stays one word", (_name, commandWith) => {
    const words = (command: Command): readonly string[] => renderScript({ commands: [command] }).split(/[\s]+/);
    const expected = words(commandWith("x")).length;

    fc.assert(
      fc.property(hostile, (text) => {
        const command = commandWith(text);
        if (validateScript({ commands: [command] }).length > 0) return;

        const written = words(command);

        expect(written).toHaveLength(expected);
        expect(written.filter((word) => /^(?:#.*|\|\||&&|;)$/.test(word))).toEqual(["#!ipxe"]);
        expect(written.join(" ").replaceAll("${y}", "")).not.toContain("${");
      }),
    );
  });
});
