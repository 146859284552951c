import * as fc from "fast-check";
import { peerText, withoutControls } from "../../../lib/provider/sftp/peer-text";
import { fuzzCases } from "../../fuzz";

describe("peerText", () => {
  it("leaves what can be read as it is", () => {
    expect(peerText("Too many connections – später \u{1f600}")).toBe("Too many connections – später \u{1f600}");
  });

  it.each([
    ["an escape", "\x1b[2J", "\\u001b[2J"],
    ["a new line", "no\r\nError: yes", "no\\u000d\\u000aError: yes"],
    ["DEL", "a\x7f", "a\\u007f"],
    ["a control of eight bits", "\u009b2J", "\\u009b2J"],
    ["a change of direction", "a\u202eb\u2066", "a\\u202eb\\u2066"],
    ["another end of line", "a\u2028b\u2029", "a\\u2028b\\u2029"],
    ["what is seen nowhere, of more than 16 bits", "a\u{e0041}", "a\\u{e0041}"],
  ])("writes %s out", (_name, text, shown) => {
    expect(peerText(text)).toBe(shown);
  });

  it("cuts what is longer than 300 characters, and none of them in two", () => {
    expect(peerText("a".repeat(300))).toBe("a".repeat(300));
    expect(peerText(`${"a".repeat(299)}\u{1f600}b`)).toBe(`${"a".repeat(299)}\u{1f600}…`);
  });

  it("lets no control through, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        expect(withoutControls(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(peerText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: fuzzCases() },
    );
  });
});
