import { FEATURES } from "../../lib/ignition/features";
import { fromJson } from "../../lib/ignition/from-json";
import { renderIgnition } from "../../lib/ignition/render";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { everything, everythingRendered } from "../ignition/everything";
import { findIgnition, provision } from "./judges/ignition";
import { findReporter, verdictsOn, type Entry } from "./judges/ignition-report";

// Built while the tests are collected, since what is skipped is decided then.
const reporter = findReporter();
const ignition = findIgnition();

jest.setTimeout(300_000);

/** Everything, with the sources and formats that came later, too. */
const late = {
  ...everythingRendered,
  storage: {
    ...everythingRendered.storage,
    filesystems: [...everythingRendered.storage.filesystems, { device: "/dev/sdz", format: "none" }],
    files: [...everythingRendered.storage.files, { path: "/etc/gs", contents: { source: "gs://bucket/object" } }],
  },
};

function ofMinor(minor: number): object {
  return { ...late, ignition: { ...late.ignition, version: `3.${minor}.0` } };
}

(reporter === undefined ? describe.skip : describe)("Ignition, reading every option as an older spec", () => {
  const minors = [0, 1, 2, 3, 4, 5, 6];
  const verdicts =
    reporter === undefined
      ? []
      : verdictsOn(
          reporter,
          minors.map((minor) => JSON.stringify(ofMinor(minor))),
        );

  it.each(minors)("ignores the keys that our table gives a version after 3.%i.0, and no others", (minor) => {
    const ignored = FEATURES.filter(({ before, since }) => before === "ignored" && since > minor).map(({ at }) => at);
    const topmost = ignored.filter(
      (at) => !ignored.some((other) => at.startsWith(`${other}.`) || at.startsWith(`${other}[`)),
    );

    expect(patternsOf(unused(verdicts[minor]?.entries ?? []))).toEqual(new Set(topmost));
  });

  it.each(minors)("refuses the values that our table gives a version after 3.%i.0, and no others", (minor) => {
    const refused = fromJson(JSON.stringify(ofMinor(minor))).problems.filter(({ severity }) => severity === "error");
    const errors = (verdicts[minor]?.entries ?? []).filter(({ kind }) => kind === "error");
    // Of a certificate Ignition complains twice: where it stands, and of its source.
    const certificates = /^ignition\.security\.tls\.certificateAuthorities\.\d+$/;
    const places = errors.map(({ path }) => path.join(".")).filter((place) => !certificates.test(place));

    expect(new Set(places)).toEqual(new Set(refused.map(({ path }) => path.join("."))));
    expect(refused.filter(({ code }) => code !== "ignition/newer-than-version")).toEqual([]);
  });

  it.each(minors)("warns of the bits that it clears in 3.%i.0, as we do", (minor) => {
    const warned = (verdicts[minor]?.entries ?? []).filter(({ message }) => message.includes("sticky"));
    const cleared = fromJson(JSON.stringify(ofMinor(minor))).problems.filter(
      ({ code }) => code === "ignition/special-mode",
    );

    expect(warned.map(({ path }) => path.join(".")).sort()).toEqual(cleared.map(({ path }) => path.join(".")).sort());
    expect(cleared.length).toBe(minor < 6 ? 2 : 0);
  });

  it("has nothing to say against every option in the version that we choose", () => {
    expect(reporter === undefined ? [] : verdictsOn(reporter, [renderIgnition(everything)])).toEqual([
      { accepted: true, entries: [] },
    ]);
  });

  it("reads keys in another case, and duplicate ones", () => {
    const texts = [
      '{"Ignition":{"VERSION":"3.4.0"},"storage":{"Files":[{"path":"a"}]}}',
      '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"a"}],"files":[{"path":"/etc/b"}]}}',
    ];

    expect(verdictsOn(reporter ?? "", texts).map(({ accepted }) => accepted)).toEqual([false, true]);
    expect(texts.map((text) => fromJson(text).problems.map(({ code }) => code))).toEqual([
      ["ignition/key-case", "ignition/key-case", "ignition/key-case"],
      ["ignition/duplicate-json-key"],
    ]);
  });
});

(ignition === undefined ? describe.skip : describe)("Ignition, going by a config of an older spec", () => {
  const tang = { url: "https://tang.example", thumbprint: "G7pNvD_5wVrmYQ0Ho1w9ZqWq3rM", advertisement: "{}" };
  const advertised: IgnitionConfig = {
    storage: { luks: [{ name: "a", device: "/dev/disk/by-partlabel/a", clevis: { tang: [tang] } }] },
  };

  async function heeded(text: string): Promise<unknown> {
    const { failed, config } = await provision(ignition ?? "", text, {}, ["fetch-offline"]);

    expect(failed).toBeUndefined();
    return config;
  }

  it("drops an advertisement of 3.4.0, and keeps it in the version that we choose", async () => {
    const old = JSON.stringify({ ...advertised, ignition: { version: "3.4.0" } });

    expect(JSON.stringify(await heeded(old))).not.toContain("advertisement");
    expect(await heeded(renderIgnition(advertised))).toMatchObject(advertised);
    expect(await heeded(renderIgnition(fromJson(old).config))).toMatchObject(advertised);
  });

  it("gives a config of 3.0.0 the meaning that ours has once it was read and written anew", async () => {
    const old = JSON.stringify({
      ignition: { version: "3.0.0", timeouts: { httpTotal: null } },
      kernelArguments: { shouldExist: ["ignored"] },
      passwd: { users: [{ name: "core", groups: ["wheel"], shouldExist: false, gecos: "" }] },
      storage: {
        files: [{ path: "/etc/a", mode: 0o4755, contents: { source: "data:;base64,YQ==" }, append: [] }],
        directories: [{ path: "/srv", mode: 0o1777, user: { name: "" } }],
        links: [{ path: "/etc/b", target: "a", hard: false, overwrite: null }],
        disks: [{ device: "/dev/a", wipeTable: false, partitions: [{ label: "a", resize: true, guid: "" }] }],
        raid: [{ name: "r", level: "raid1", devices: ["/dev/b", "/dev/c"], spares: 0 }],
      },
    });
    const ours = renderIgnition(fromJson(old).config);

    expect(withoutDefaults(await heeded(ours))).toEqual(withoutDefaults(await heeded(old)));
  });
});

function unused(entries: readonly Entry[]): readonly (readonly (string | number)[])[] {
  return entries.filter(({ message }) => message.startsWith("unused key")).map(({ path }) => path);
}

/** `["storage", "luks", 0, "cex"]` → `storage.luks[].cex`. */
function patternsOf(paths: readonly (readonly (string | number)[])[]): Set<string> {
  return new Set(
    paths.map((path) =>
      path.reduce<string>(
        (pattern, step) =>
          /^\d+$/.test(String(step)) ? `${pattern}[]` : `${pattern}${pattern === "" ? "" : "."}${step}`,
        "",
      ),
    ),
  );
}

/** A config as Ignition goes by it, without what says nothing: data: URLs are compared by what is in them. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value === "string" && value.startsWith("data:;base64,")) {
    return `data:,${Buffer.from(value.slice("data:;base64,".length), "base64").toString()}`;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const kept = withoutDefaults(item);
      const empty = typeof kept === "object" && kept !== null && Object.keys(kept).length === 0;
      return empty || kept === false || kept === 0 || kept === "" ? [] : [[key, kept] as const];
    }),
  );
}
