import fc from "fast-check";
import { renderIgnition } from "../../lib/ignition/render";
import type { File, IgnitionConfig } from "../../lib/ignition/schema";
import { ConfigError } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";
import { goldens } from "./golden";

describe("renderIgnition", () => {
  it.each(goldens)("writes $name, to the byte", ({ config, rendered }) => {
    expect(renderIgnition(config)).toBe(JSON.stringify(rendered));
  });

  it("writes the same bytes whatever the order of keys and of lists whose order means nothing", () => {
    const a: IgnitionConfig = { storage: { files: [{ path: "/a", mode: 0o600 }, { path: "/b" }] }, passwd: {} };
    const b: IgnitionConfig = { passwd: {}, storage: { files: [{ path: "/b" }, { mode: 0o600, path: "/a" }] } };

    expect(renderIgnition(a)).toBe(renderIgnition(b));
  });

  it("keeps the order of users, from which their numbers follow", () => {
    const users = [{ name: "b" }, { name: "a" }];

    expect(JSON.parse(renderIgnition({ passwd: { users } }))).toMatchObject({ passwd: { users } });
  });

  it("joins the pieces of a text", () => {
    expect(renderIgnition({ storage: { files: [{ path: "/a", contents: ["a", "", "b"] }] } })).toContain('"data:,ab"');
  });

  it("refuses an unsound config", () => {
    expect(problemsOf({ storage: { files: [{ path: "a" }] } })).toEqual([
      { code: "ignition/relative-path", path: ["storage", "files", 0, "path"] },
    ]);
  });

  it("refuses a value that is still late", () => {
    expect(problemsOf({ storage: { files: [{ path: "/a", contents: ["a", Late.nonce()] }] } })).toEqual([
      { code: "ignition/late-value", path: ["storage", "files", 0, "contents", 1] },
    ]);
  });

  it("refuses documents that are not rendered yet", () => {
    const document = { kind: "text", text: "a" };

    expect(
      problemsOf({
        storage: { files: [{ path: "/a", contents: { document } }] },
        systemd: { units: [{ unit: { name: "a.service" } }] },
      }),
    ).toEqual([
      { code: "ignition/nested-document", path: ["storage", "files", 0, "contents"] },
      { code: "ignition/nested-document", path: ["systemd", "units", 0] },
    ]);
  });

  it("writes no empty object or list, nothing undefined, and the same again", () => {
    fc.assert(
      fc.property(configs, (config) => {
        const text = renderIgnition(config);

        expect(text).not.toMatch(/\{\}|\[\]|null/);
        expect(renderIgnition(structuredClone(config))).toBe(text);
      }),
    );
  });
});

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const files: fc.Arbitrary<File[]> = fc.uniqueArray(
  fc.record(
    {
      path: name.map((part) => `/etc/${part}`),
      mode: fc.constantFrom(0o600, 0o644),
      overwrite: fc.constant(false),
      contents: fc.string(),
      append: fc.array(fc.string(), { maxLength: 2 }),
    },
    { requiredKeys: ["path"] },
  ),
  { selector: (file) => file.path, maxLength: 4 },
);
const configs: fc.Arbitrary<IgnitionConfig> = fc.record(
  {
    ignition: fc.record(
      {
        config: fc.constantFrom({}, { merge: [] }),
        proxy: fc.constantFrom({}, { noProxy: [] }),
        timeouts: fc.constant({}),
      },
      { requiredKeys: [] },
    ),
    kernelArguments: fc.constantFrom({}, { shouldExist: [] }, { shouldExist: ["quiet"] }),
    passwd: fc.constantFrom({}, { users: [] }, { users: [{ name: "core", groups: [] }] }),
    storage: fc.record(
      { files, disks: fc.constantFrom([], [{ device: "/dev/vda", partitions: [] }]) },
      { requiredKeys: [] },
    ),
    systemd: fc.constantFrom({}, { units: [] }, { units: [{ name: "a.service", dropins: [] }] }),
  },
  { requiredKeys: [] },
);

function problemsOf(config: IgnitionConfig): readonly object[] {
  try {
    renderIgnition(config);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ code, path }) => ({ code, path }));
  }
}
