import { roles } from "../../lib/lab/access";
import { pageAt } from "./pages";

/** All tests run with the lab's token, so what it may do is what a real one needs. */
const PATHS: Readonly<Record<string, string>> = {
  SlipwayVm: "/vms",
  SlipwayIso: "/storage/local",
  SlipwayDisk: "/storage/local-lvm",
  SlipwayNetwork: "/sdn/zones/localnetwork/<bridge>",
};

describe("the privileges that the docs ask for", () => {
  it("are in docs/first-guest.md those of the lab's token", () => {
    const { text } = pageAt("docs/first-guest.md");
    const added = [...text.matchAll(/^pveum role add (\w+) --privs "([^"]+)"$/gm)].map(([, name = "", list = ""]) => [
      name,
      list.split(" "),
    ]);
    const granted = [...text.matchAll(/^pveum acl modify (\S+) --users \S+ --roles (\w+)$/gm)].map(
      ([, path = "", name = ""]) => [name, path.replace("vmbr1", "<bridge>")],
    );

    expect(Object.fromEntries(added)).toEqual(roles);
    expect(Object.fromEntries(granted)).toEqual(PATHS);
  });

  it("are in docs/security.md those of the lab's token", () => {
    const rows = [...pageAt("docs/security.md").text.matchAll(/^\| `(\/[^`]+)` +\| ([^|]+?) +\|$/gm)].map(
      ([, path = "", list = ""]) => [path, list.split(", ")],
    );

    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(roles).map(([name, list]) => [PATHS[name], list])),
    );
  });
});
