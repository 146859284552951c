import { kinds, QUADLET_KINDS } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import { ourDirectives, PODMAN_KEYS, wordsIn } from "./samples/known";
import { quadletOfEach, unitOfEach } from "./samples/one-each";

describe("directives", () => {
  it.each(Object.entries(PODMAN_KEYS))("of [%s] are all that podman's generator takes", (section, keys) => {
    expect(ourDirectives(section)).toEqual([...wordsIn(keys)].sort());
  });

  it("are found sound with a value of each", () => {
    const errors = [...quadletOfEach, ...unitOfEach].flatMap(({ unit }) =>
      validateUnit(unit).filter(({ severity }) => severity === "error"),
    );

    expect(errors).toEqual([]);
  });

  it("all have a sample, whatever their section", () => {
    const sections = Object.entries(kinds).flatMap(([, table]) => Object.keys(table));

    for (const section of new Set(sections)) {
      const tried = [...quadletOfEach, ...unitOfEach].filter((each) => each.section === section);
      if (section === "Quadlet") continue;
      expect([section, [...new Set(tried.map(({ directive }) => directive))].sort()]).toEqual([
        section,
        ourDirectives(section),
      ]);
    }
  });

  it("of [Service] that the generator sets itself are none of a quadlet's", () => {
    const tables: Readonly<Record<string, Readonly<Record<string, object>>>> = kinds;
    const names = QUADLET_KINDS.flatMap((kind) => Object.keys(tables[kind]?.["Service"] ?? {}));

    expect(names.length).toBeGreaterThan(1000);
    expect(names.filter((name) => ["User", "Group", "DynamicUser", "ExecStart"].includes(name))).toEqual([]);
    expect(Object.keys(kinds.pod.Service).filter((name) => ["Type", "Restart", "PIDFile"].includes(name))).toEqual([]);
  });
});
