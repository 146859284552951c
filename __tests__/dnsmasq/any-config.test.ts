import fc from "fast-check";
import { renderConfig, renderExtension } from "../../lib/dnsmasq/render";
import { validateConfig, validateExtension } from "../../lib/dnsmasq/validate";
import { fuzzCases } from "../fuzz";
import { mutatedConfig, mutatedGuest, soundConfig, soundGuest } from "./arbitrary";
import { readDirectives } from "./reader";
import { rebuildConfig, rebuildExtension } from "./rebuild";

const numRuns = fuzzCases();

/** What the lines are, whatever their values. */
function shape(text: string): readonly string[] {
  return readDirectives(text).map(({ keyword, fields }) => `${keyword}/${fields?.length ?? 0}`);
}

describe("any base configuration", () => {
  it("is the same after it was rendered, read by the manual's rules and rendered again", () => {
    fc.assert(
      fc.property(soundConfig, (config) => {
        const text = renderConfig(config);

        expect(rebuilt(text, rebuildConfig, renderConfig)).toBe(text);
      }),
      { numRuns },
    );
  });

  it("keeps its lines and their fields whatever text stands in one of its places, or refuses the text", () => {
    let taken = 0;
    fc.assert(
      fc.property(mutatedConfig, ({ original, value }) => {
        if (validateConfig(value).length > 0) return;
        taken += 1;
        const text = renderConfig(value);

        expect(shape(text)).toEqual(shape(renderConfig(original)));
        expect(rebuilt(text, rebuildConfig, renderConfig)).toBe(text);
      }),
      { numRuns },
    );
    expect(taken).toBeGreaterThan(numRuns / 100);
  });
});

describe("any guest", () => {
  it("is the same after it was rendered, read by the manual's rules and rendered again", () => {
    fc.assert(
      fc.property(soundGuest, (guest) => {
        const text = renderExtension(guest);

        expect(validateExtension(guest)).toEqual([]);
        expect(rebuildExtension(text)).toEqual({ ...guest, mac: String(guest.mac).toUpperCase() });
        expect(rebuilt(text, rebuildExtension, renderExtension)).toBe(text);
      }),
      { numRuns },
    );
  });

  it("keeps its lines and their fields whatever text stands in one of its places, or refuses the text", () => {
    fc.assert(
      fc.property(mutatedGuest, ({ value }) => {
        if (validateExtension(value).length > 0) return;

        expect(shape(renderExtension(value))).toEqual(["dhcp-host/4", "dhcp-option/4", "dhcp-option/4"]);
      }),
      { numRuns },
    );
  });
});

function rebuilt<T>(text: string, rebuild: (text: string) => T, render: (value: T) => string): string {
  return render(rebuild(text));
}
