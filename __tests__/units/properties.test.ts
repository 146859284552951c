import fc from "fast-check";
import { escapePath } from "../../lib/units/escape";
import { renderUnit } from "../../lib/units/render";
import type { Unit } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import { fuzzCases } from "../fuzz";
import { aContainer, aService } from "./fixtures";
import { hostile } from "./hostile";

/** Puts a text wherever a text may stand; the second text is one that fits there. */
const places: readonly (readonly [string, string, (text: string) => Unit])[] = [
  ["Description", "a", (text) => ({ ...aContainer(), Unit: { Description: text } })],
  ["After", "a.service", (text) => ({ ...aContainer(), Unit: { After: [text as "a.service"] } })],
  ["Image", "quay.io/a", (text) => aContainer({ Image: text })],
  ["Exec", "a", (text) => aContainer({ Exec: ["a", text] })],
  ["HostName", "a", (text) => aContainer({ HostName: text })],
  ["Network", "a", (text) => aContainer({ Network: [text] })],
  ["source of Volume", "/a", (text) => aContainer({ Volume: [{ source: text, target: "/a" }] })],
  ["target of Mount", "/a", (text) => aContainer({ Mount: [{ type: "bind", source: "/a", target: text }] })],
  ["Tmpfs", "/a", (text) => aContainer({ Tmpfs: [{ target: text }] })],
  ["Environment", "a", (text) => aContainer({ Environment: { A: text } })],
  ["key of Label", "a", (text) => aContainer({ Label: { [text]: "a" } })],
  ["Sysctl", "a=b", (text) => aContainer({ Sysctl: [text] })],
  ["PodmanArgs", "a", (text) => aContainer({ PodmanArgs: [text] })],
  ["ExecStart", "a", (text) => aService({ ExecStart: [["/usr/bin/true", text]] })],
  ["Environment of a service", "a", (text) => aService({ Environment: { A: text } })],
  ["WorkingDirectory", "/a", (text) => aService({ WorkingDirectory: text })],
  ["a piece of Environment", "a", (text) => aContainer({ Environment: { A: ["a", text, "b"] } })],
];

/** A unit without what stands right of each `=`. */
function skeleton(unit: string): readonly string[] {
  return unit.split("\n").map((line) => line.replace(/=.*$/su, "="));
}

describe("any text", () => {
  it.each(places)("as %s is refused or adds no line", (_name, harmless, unitWith) => {
    const expected = skeleton(renderUnit(unitWith(harmless)));

    fc.assert(
      fc.property(hostile, (text) => {
        const unit = unitWith(text);
        if (validateUnit(unit).length > 0) return;

        const rendered = renderUnit(unit);

        expect(skeleton(rendered)).toEqual(expected);
        expect(rendered).not.toMatch(/\\\n/);
      }),
      { numRuns: fuzzCases() },
    );
  });
});

describe("escapePath", () => {
  it.each([
    ["/", "-"],
    ["/var/lib/containers", "var-lib-containers"],
    ["/srv/a-b", "srv-a\\x2db"],
    ["/.hidden/.x/", "\\x2ehidden-.x"],
    ["/dev/disk/by-partlabel/log", "dev-disk-by\\x2dpartlabel-log"],
    ["/é", "\\xc3\\xa9"],
  ])("turns %s into %s", (path, name) => {
    expect(escapePath(path)).toBe(name);
  });
});
