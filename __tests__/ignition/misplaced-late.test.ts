import { validateIgnition } from "../../lib/ignition/validate";
import { Late } from "../../lib/values/late";

const late = Late.token({ list: true });

describe("validateIgnition, given a late value", () => {
  it.each<[string, unknown, readonly (string | number)[]]>([
    ["a section", { storage: late }, ["storage"]],
    ["a list", { storage: { files: late } }, ["storage", "files"]],
    ["an item of a list", { storage: { files: [{ path: "/etc/a" }, late] } }, ["storage", "files", 1]],
    [
      "a list of texts",
      { passwd: { users: [{ name: "a", sshAuthorizedKeys: late }] } },
      ["passwd", "users", 0, "sshAuthorizedKeys"],
    ],
    ["an owner", { storage: { files: [{ path: "/etc/a", user: late }] } }, ["storage", "files", 0, "user"]],
  ])("refuses it where %s should stand, once", (_name, config, path) => {
    expect(validateIgnition(config as never)).toEqual([
      {
        code: "ignition/misplaced-late",
        severity: "error",
        path,
        what: "this cannot come late: it is no single text, number or flag",
        allowed: "late values within it",
        fix: "give it here, and only what it holds as late values",
      },
    ]);
  });

  it("passes it over where a text, a number or a flag may stand", () => {
    const file = {
      path: Late.token("/a"),
      mode: Late.token(1),
      overwrite: Late.token(true),
      contents: Late.token("a"),
    };

    expect(validateIgnition({ storage: { files: [file] } })).toEqual([]);
  });
});
