import { roles } from "../../lib/lab/access";
import { grantCommands } from "../../lib/values/grant-commands";
import { grantsFor, NEEDS, neededFor } from "../../lib/values/privileges";
import { pageAt } from "./pages";

/** The places of docs/first-guest.md. */
const grants = grantsFor({ isoDatastores: ["local"], diskDatastores: ["local-lvm"], bridges: ["vmbr1"] });
const rows = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\| (.+) \|$/gm)].map(([, row = ""]) => row.split("|").map((cell) => cell.trim()));

describe("the table of needs", () => {
  it("has what the lab's token has, with which all tests run, and no more", () => {
    const always = NEEDS.filter(({ feature }) => feature === undefined);

    expect(Object.fromEntries(always.map(({ role, uses }) => [role, Object.keys(uses)]))).toEqual(roles);
  });

  it("says of each privilege what it is needed for", () => {
    expect(neededFor("VM.Allocate", "/vms/101")).toBe("create and remove VMs");
    expect(neededFor("VM.Allocate", "/pool/shop")).toBe("create and remove VMs");
    expect(neededFor("Datastore.Allocate", "/storage/local")).toBe("delete ISOs");
    expect(neededFor("SDN.Use", "/sdn/zones/localnetwork/vmbr1/20")).toBe("attach NICs to the bridge");
    expect(neededFor("Sys.Audit", "/")).toBe("see members and rules of high availability");
    expect(neededFor("Sys.Audit", "/nodes/pve1")).toBe("see the load of the nodes");
    expect(neededFor("Permissions.Modify", "/")).toBeUndefined();
    expect(neededFor("VM.Allocate", "/storage/local")).toBeUndefined();
  });
});

describe("the privileges that the docs ask for", () => {
  it("are in docs/first-guest.md those of the table, as the commands that grant them", () => {
    const commands = grantCommands(grants, { user: "slipway@pve", tokenName: "tofu" });

    expect(pageAt("docs/first-guest.md").blocks.map(({ text }) => text)).toContain(`${commands.join("\n")}\n`);
  });

  it("are in docs/security.md those of the table", () => {
    const listed = rows(pageAt("docs/security.md").text).filter(([path = ""]) => path.startsWith("`/"));

    expect(listed).toEqual(
      grants.map(({ path, need }) => [`\`${path.replace("vmbr1", "<bridge>")}\``, Object.keys(need.uses).join(", ")]),
    );
  });

  it("are in docs/security.md with those that features need", () => {
    const { text } = pageAt("docs/security.md");
    const listed = rows(text).filter(([feature = ""]) => NEEDS.some((need) => feature === `\`${need.feature}\``));

    expect(listed).toEqual(
      grantsFor({ poolId: "<pool>", features: NEEDS.flatMap(({ feature }) => feature ?? []) })
        .filter(({ need }) => need.feature !== undefined)
        .map(({ path, need }) => [`\`${need.feature}\``, `\`${path}\``, Object.keys(need.uses).join(", ")]),
    );
  });
});
