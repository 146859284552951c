import { FEATURES } from "../../lib/ignition/features";
import type { IgnitionConfig, Luks } from "../../lib/ignition/schema";
import { renderIgnition } from "../../lib/ignition/render";
import { validateIgnition } from "../../lib/ignition/validate";
import { lowestVersion, versionOf, type SpecVersion } from "../../lib/ignition/version";
import { Late } from "../../lib/values/late";
import { everything } from "./everything";

const volume = (values: Partial<Luks>): IgnitionConfig => ({
  storage: { luks: [{ name: "a", device: "/dev/disk/by-partlabel/a", ...values }] },
});
const custom = (pin: string): IgnitionConfig => volume({ clevis: { custom: { pin, config: "{}" } } });
const tang = { url: "https://tang.example", thumbprint: "G7pNvD_5wVrmYQ0Ho1w9ZqWq3rM" };
const advertised = volume({ clevis: { tang: [{ ...tang, advertisement: '{"payload":"a"}' }] } });

describe("lowestVersion", () => {
  it.each<[string, IgnitionConfig, SpecVersion]>([
    ["nothing", {}, "3.4.0"],
    ["what is in 3.4.0", volume({ discard: true, openOptions: ["--x"], clevis: { tang: [tang] } }), "3.4.0"],
    ["a Crypto Express card", volume({ cex: { enabled: true } }), "3.5.0"],
    ["a card that may be used", volume({ cex: { enabled: Late.token(true) } }), "3.5.0"],
    ["a card that is not used", volume({ cex: { enabled: false } }), "3.4.0"],
    ["an advertisement, which only 3.5.0 keeps", advertised, "3.5.0"],
    ["a pin of clevis itself", custom("sss"), "3.4.0"],
    ["a pin of one's own", custom("own"), "3.6.0"],
    ["a setuid file", { storage: { files: [{ path: "/etc/a", mode: 0o4755 }] } }, "3.6.0"],
    ["a sticky folder", { storage: { directories: [{ path: "/etc/a", mode: 0o1777 }] } }, "3.6.0"],
    ["plain modes", { storage: { files: [{ path: "/etc/a", mode: 0o777 }] } }, "3.4.0"],
    ["a mode that is late", { storage: { files: [{ path: "/etc/a", mode: Late.token(1) }] } }, "3.4.0"],
    ["everything", everything, "3.6.0"],
  ])("of %s", (_name, config, version) => {
    expect(lowestVersion(config)).toBe(version);
    expect(versionOf(config)).toBe(version);
  });
});

describe("versionOf", () => {
  it("answers the version that the config names", () => {
    expect(versionOf({ ignition: { version: "3.5.0" } })).toBe("3.5.0");
  });
});

describe("FEATURES", () => {
  it("tell each key and value apart, and lie between 3.1.0 and 3.6.0", () => {
    const names = FEATURES.map(({ at, since }) => `${at} ${since}`);

    expect(new Set(names).size).toBe(names.length);
    expect(FEATURES.filter(({ since }) => since < 1 || since > 6)).toEqual([]);
  });
});

describe("validateIgnition, given a version", () => {
  const pinned = (version: SpecVersion, config: IgnitionConfig): IgnitionConfig => ({
    ...config,
    ignition: { version },
  });

  it.each<[string, SpecVersion, IgnitionConfig, (string | number)[], string]>([
    ["a card", "3.4.0", volume({ cex: { enabled: true } }), ["storage", "luks", 0, "cex"], "3.5.0"],
    ["a pin", "3.5.0", custom("own"), ["storage", "luks", 0, "clevis", "custom", "pin"], "3.6.0"],
    [
      "special bits",
      "3.5.0",
      { storage: { files: [{ path: "/etc/a", mode: 0o4755 }] } },
      ["storage", "files", 0, "mode"],
      "3.6.0",
    ],
  ])("refuses %s, which came later", (_name, version, config, path, since) => {
    const problems = validateIgnition(pinned(version, config)).filter(({ severity }) => severity === "error");

    expect(problems).toMatchObject([
      {
        code: "ignition/newer-than-version",
        severity: "error",
        path,
        what: expect.stringMatching(`exists since ${since.replaceAll(".", "\\.")}$`) as string,
        allowed: `${since} or later`,
        fix: `leave ignition.version out, or write ${since}`,
      },
    ]);
  });

  it("warns of what Ignition drops from it", () => {
    expect(validateIgnition(pinned("3.4.0", advertised))).toMatchObject([
      {
        code: "ignition/lost-in-version",
        severity: "warning",
        path: ["storage", "luks", 0, "clevis", "tang", 0, "advertisement"],
      },
    ]);
  });

  it.each<[string, SpecVersion, IgnitionConfig]>([
    ["a version that has all", "3.5.0", advertised],
    ["a version that is newer than needed", "3.6.0", {}],
    ["a late value, which is judged later", "3.4.0", { storage: { files: [{ path: "/etc/a", mode: Late.token(1) }] } }],
  ])("has nothing to say against %s", (_name, version, config) => {
    expect(validateIgnition(pinned(version, config))).toEqual([]);
  });
});

describe("a config of a newer spec", () => {
  const config: IgnitionConfig = {
    ignition: { newer: { version: "3.7.0-experimental", fetch: { retries: null, of: [] } } },
    newer: { extensions: {} },
    storage: {
      newer: { volumes: [] },
      files: [
        {
          path: "/etc/a",
          mode: 0o4755,
          user: { id: 0, newer: { realm: "x" } },
          contents: { source: "https://a", verification: { hash: `sha512-${"0".repeat(128)}`, newer: { sig: "y" } } },
          newer: { acl: ["u:1:r"], immutable: false },
        },
      ],
    },
    systemd: { units: [{ name: "a.service", newer: { presets: 1 } }] },
  };

  it("is written with its version, and what is not known as it stands", () => {
    expect(validateIgnition(config)).toEqual([]);
    expect(JSON.parse(renderIgnition(config))).toEqual({
      ignition: { version: "3.7.0-experimental", fetch: { retries: null, of: [] } },
      extensions: {},
      storage: {
        volumes: [],
        files: [
          {
            path: "/etc/a",
            mode: 2541,
            user: { id: 0, realm: "x" },
            contents: { source: "https://a", verification: { hash: `sha512-${"0".repeat(128)}`, sig: "y" } },
            acl: ["u:1:r"],
            immutable: false,
          },
        ],
      },
      systemd: { units: [{ name: "a.service", presets: 1 }] },
    });
  });

  it.each<[string, IgnitionConfig, (string | number)[]]>([
    [
      "keys without a version",
      { storage: { files: [{ path: "/etc/a", newer: { acl: [] } }] } },
      ["storage", "files", 0, "newer"],
    ],
    ["keys beside a known version", { ignition: { version: "3.6.0" }, newer: { a: 1 } }, ["newer"]],
    ["a version that is known", { ignition: { newer: { version: "3.6.0" } } }, ["ignition", "newer", "version"]],
    ["a version of another major", { ignition: { newer: { version: "4.7.0" } } }, ["ignition", "newer", "version"]],
  ])("refuses %s", (_name, given, path) => {
    expect(validateIgnition(given)).toMatchObject([{ code: "ignition/newer-version", severity: "error", path }]);
  });

  it("refuses keys that are no object", () => {
    expect(validateIgnition({ newer: [] as never })).toContainEqual(
      expect.objectContaining({ code: "ignition/custom", severity: "error", path: ["newer"] }),
    );
  });
});
