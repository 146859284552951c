import fc from "fast-check";
import { renderIgnition } from "../../lib/ignition/render";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { validateIgnition } from "../../lib/ignition/validate";
import { goldens } from "../ignition/golden";
import { rawJson, wrongConfigs } from "../ignition/wrong-configs";
import { findJudge, judge, type Verdict } from "./ignition-judge";

// Built while the tests are collected, since what is skipped is decided then.
const program = findJudge();
const ask = (json: string): Verdict => judge(program ?? "", json);

(program === undefined ? describe.skip : describe)("ignition-validate", () => {
  it.each(goldens)("has nothing to say against $name", ({ config }) => {
    expect(ask(renderIgnition(config))).toEqual({ accepted: true, report: "" });
  });

  it.each(wrongConfigs.filter(({ ignition }) => ignition))("refuses $name, as we do", ({ config }) => {
    expect(ask(rawJson(config)).accepted).toBe(false);
  });

  it.each(wrongConfigs.filter(({ ignition }) => !ignition))("lets pass $name, which we refuse", ({ config }) => {
    const { ignition, ...rest } = config as IgnitionConfig;

    // Another version is not wrong in itself, only not ours.
    expect(ask(rawJson(ignition === undefined ? config : rest)).accepted).toBe(true);
  });

  it("refuses nothing that we accept", () => {
    fc.assert(
      fc.property(likelyWrong, (config) => {
        const refusals = validateIgnition(config as IgnitionConfig).filter(({ severity }) => severity === "error");

        if (refusals.length === 0) expect(ask(renderIgnition(config as IgnitionConfig)).report).not.toContain("error");
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

const path = fc.constantFrom("/a", "/a/b", "/b", "/etc/systemd/system/a.service", "/ü", "/a b", "a", "/a/");
const text = fc.oneof(
  fc.constantFrom("", "[Unit]\n", "[Unit]\nA=b\\\nc\n", "#c\\\n[A]\nx\n", "[A]\n;c\nB=\n"),
  fc.string(),
);
const url = fc.oneof(
  fc.constantFrom(
    "http://a/b?c=d#e",
    "https://[::1]:80/",
    "https://u:p@a/",
    "s3://a/b?versionId=1",
    "gs://a/b",
    "tftp://a",
  ),
  fc.constantFrom(
    "arn:aws:s3:::a/b",
    "arn:aws:s3:eu-west-1:1:accesspoint/a/b",
    "data:text/plain;charset=utf-8,%C3",
    "data:,;",
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.string().map((rest) => `http://a/${rest}`),
  fc.string().map((rest) => `http://${rest}`),
  fc.string().map((rest) => `data:${rest}`),
);
const likelyWrong = fc.record(
  {
    storage: fc.record(
      {
        files: fc.array(
          fc.record(
            { path, contents: fc.oneof(text, fc.record({ source: url })), mode: fc.constantFrom(0o600, 0o777) },
            { requiredKeys: ["path"] },
          ),
          { maxLength: 2 },
        ),
        links: fc.array(fc.record({ path, target: path, hard: fc.boolean() }), { maxLength: 2 }),
        directories: fc.array(fc.record({ path }), { maxLength: 1 }),
        disks: fc.array(
          fc.record({
            device: fc.constantFrom("/dev/a", "/dev/b"),
            partitions: fc.array(
              fc.record(
                {
                  number: fc.nat(3),
                  label: fc.constantFrom("a", "b", "ü".repeat(20)),
                  startMiB: fc.nat(4),
                  sizeMiB: fc.nat(3),
                  shouldExist: fc.boolean(),
                },
                { requiredKeys: [] },
              ),
              { maxLength: 3 },
            ),
          }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
    systemd: fc.record({
      units: fc.array(
        fc.record({ name: fc.constantFrom("a.service", "b@.timer", "c.mount"), contents: text, enabled: fc.boolean() }),
        { maxLength: 2 },
      ),
    }),
  },
  { requiredKeys: [] },
);
