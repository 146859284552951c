import { renderIgnition } from "../../lib/ignition/render";
import { goldens } from "../ignition/golden";
import { strangeConfigs } from "../ignition/strange-configs";
import { rawJson, wrongConfigs } from "../ignition/wrong-configs";
import { findJudge, judge } from "./ignition-judge";
import { findReporter, verdictsOn, type Entry } from "./judges/ignition-report";

// Built while the tests are collected, since what is skipped is decided then.
const validator = findJudge();
const reporter = findReporter();

jest.setTimeout(300_000);

(validator === undefined ? describe.skip : describe)("ignition-validate", () => {
  it.each(goldens)("has nothing to say against $name", ({ config }) => {
    expect(judge(validator ?? "", renderIgnition(config))).toEqual({ accepted: true, report: "" });
  });
});

(reporter === undefined ? describe.skip : describe)("Ignition", () => {
  const wrong =
    reporter === undefined
      ? []
      : verdictsOn(
          reporter,
          wrongConfigs.map(({ config }) => rawJson(config)),
        );
  const strange =
    reporter === undefined
      ? []
      : verdictsOn(
          reporter,
          strangeConfigs.map(({ config }) => rawJson(config)),
        );
  const wrongCases = wrongConfigs.map((given, index) => ({ ...given, verdict: wrong[index] }));
  const strangeCases = strangeConfigs.map((given, index) => ({ ...given, verdict: strange[index] }));

  it.each(wrongCases.filter(({ ignition }) => ignition))("refuses $name, where we do", ({ path, verdict }) => {
    expect(verdict?.accepted).toBe(false);
    expect(verdict?.entries.filter((entry) => isAbout(entry, path))).not.toEqual([]);
  });

  it.each(wrongCases.filter(({ ignition }) => !ignition))("lets pass $name, which we refuse", ({ verdict }) => {
    expect(verdict).toMatchObject({ accepted: true });
  });

  it.each(strangeCases.filter(({ ignition }) => ignition))("warns of $name, where we do", ({ path, verdict }) => {
    expect(verdict?.accepted).toBe(true);
    expect(verdict?.entries.filter((entry) => isAbout(entry, path))).not.toEqual([]);
  });

  it.each(strangeCases.filter(({ ignition }) => !ignition))("has nothing against $name", ({ verdict }) => {
    expect(verdict).toEqual({ accepted: true, entries: [] });
  });
});

/** Whether both speak of one object: what is wrong between two keys may be told of either, or of a parent. */
function isAbout({ path }: Entry, ours: readonly (string | number)[]): boolean {
  return path.every((step, index) => index >= ours.length - 1 || step === ours[index]);
}
