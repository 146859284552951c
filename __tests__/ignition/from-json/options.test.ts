import fc from "fast-check";
import { fromJson } from "../../../lib/ignition/from-json";
import { renderIgnition } from "../../../lib/ignition/render";
import { validateIgnition } from "../../../lib/ignition/validate";
import { anyCharacter } from "../../any-character";
import { fuzzCases } from "../../fuzz";
import { ignitionConfigs } from "../arbitrary";
import { everything, everythingRendered } from "../everything";
import { read } from "./read";

describe("fromJson", () => {
  it("reads every option there is", () => {
    const { config, problems } = fromJson(JSON.stringify(everythingRendered, null, 2));

    expect(problems).toEqual([]);
    expect(renderIgnition(config)).toBe(renderIgnition(everything));
  });

  it("reads what was written, so that it is written the same again", () => {
    fc.assert(
      fc.property(ignitionConfigs, (config) => {
        const text = renderIgnition(config);
        const again = fromJson(text);

        expect(again.problems).toEqual([]);
        expect(renderIgnition(again.config)).toBe(text);
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("never throws, whatever the text", () => {
    const texts = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.json(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.json().map((json) => `{"ignition":{"version":"3.4.0"},"storage":${json}}`),
      fc.json().map((json) => `{"ignition":{"version":"3.9.0"},"storage":{"files":[${json}],"links":${json}}}`),
    );

    fc.assert(
      fc.property(texts, (text) => {
        const { config } = fromJson(text);

        expect(() => validateIgnition(config)).not.toThrow();
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("leaves out null, empty lists and objects, and empty texts that say nothing", () => {
    expect(
      read({
        ignition: { version: "3.4.0", config: { merge: [], replace: {} }, timeouts: { httpTotal: null }, proxy: null },
        storage: {
          files: [{ path: "/etc/a", user: { name: "" }, contents: { source: "data:,", compression: "" }, append: [] }],
          luks: [{ name: "a", device: "/dev/a", keyFile: { source: "" }, label: "", uuid: "", clevis: { custom: {} } }],
          disks: [{ device: "/dev/b", partitions: [{ label: "a", guid: "", typeGuid: "" }] }],
        },
        passwd: { users: [{ name: "a", gecos: "", homeDir: "", shell: "", primaryGroup: "", passwordHash: "" }] },
        systemd: { units: [{ name: "a.service", contents: "", dropins: [{ name: "a.conf", contents: "" }] }] },
      }),
    ).toEqual({
      config: {
        storage: {
          files: [{ path: "/etc/a", contents: "" }],
          luks: [{ name: "a", device: "/dev/a" }],
          disks: [{ device: "/dev/b", partitions: [{ label: "a" }] }],
        },
        passwd: { users: [{ name: "a", passwordHash: "" }] },
        systemd: { units: [{ name: "a.service", dropins: [{ name: "a.conf", contents: "" }] }] },
      },
      problems: [],
    });
  });
});
