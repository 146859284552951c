import { parseFingerprint } from "../../../lib/provider/tls/fingerprint";

describe("parseFingerprint", () => {
  const pairs = Array.from({ length: 32 }, (_, index) => (index + 0xa0).toString(16));

  it.each([
    ["lower case without colons", pairs.join("")],
    ["upper case without colons", pairs.join("").toUpperCase()],
    ["lower case with colons", pairs.join(":")],
    ["spaces around", `  ${pairs.join(":")}\n`],
  ])("reads %s", (_what, text) => {
    expect(parseFingerprint(text)).toBe(pairs.join(":").toUpperCase());
  });

  it.each([
    ["nothing", ""],
    ["sha1", pairs.slice(0, 20).join(":")],
    ["a digit too many", `${pairs.join("")}0`],
    ["a colon in the wrong place", `${pairs.join(":").slice(0, -3)}${pairs[31]}:`],
    ["some colons only", `${pairs[0]}:${pairs.slice(1).join("")}`],
    ["no hex", "z".repeat(64)],
  ])("refuses %s", (_what, text) => {
    expect(parseFingerprint(text)).toBeUndefined();
  });
});
