import { dataSource } from "../../../lib/provider/data-sources/permissions/data-source";
import { schema } from "../../../lib/provider/data-sources/permissions/schema";
import { UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { grantsFor, NEEDS } from "../../../lib/values/privileges";
import { aCall, failureOf } from "../proxmox/call";
import { leastPrivileges, onTheLab, type LabSettings, type OnTheLab } from "../proxmox/on-the-lab";

type Config = Parameters<typeof dataSource.read>[0]["config"];

const NOTHING = Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null]));
const aConfig = (given: ValueObject): Config => ({ ...NOTHING, ...given }) as unknown as Config;
const EVERYWHERE = { iso_datastores: ["local"], disk_datastores: ["local-lvm"], bridges: ["vmbr1"] };
const token = "slipway@pve!ci";
const nothing = { path: "/", subject: token, role: "NoAccess" };
const privilegesOf = (role: string): readonly string[] =>
  NEEDS.flatMap((need) => (need.role === role ? Object.keys(need.uses) : []));

describe("slipway_permissions", () => {
  let lab: OnTheLab;
  const begin = async (settings: LabSettings): Promise<void> => {
    lab = await onTheLab(settings);
  };
  afterEach(() => lab.stop());

  const read = (given: ValueObject) => dataSource.read({ config: aConfig(given) }, aCall(lab.connect()));
  const missing = async (given: ValueObject): Promise<unknown> =>
    (await read(given)).missing.map(({ path, privilege }) => `${path} ${privilege}`);

  it("finds nothing missing with the least privileges, by one request a place", async () => {
    await begin({ privileges: leastPrivileges });

    expect(await read(EVERYWHERE)).toEqual({
      ...NOTHING,
      ...EVERYWHERE,
      token_id: "slipway@pve!ci",
      complete: true,
      missing: [],
    });
    expect(lab.sent.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)).toEqual([
      "GET /api2/json/access/permissions?path=/vms",
      "GET /api2/json/access/permissions?path=/storage/local",
      "GET /api2/json/access/permissions?path=/storage/local-lvm",
      "GET /api2/json/access/permissions?path=/sdn/zones/localnetwork/vmbr1",
    ]);
  });

  it("says of each missing privilege where it is missing and what it is needed for", async () => {
    await begin({ privileges: leastPrivileges.filter((one) => !["Datastore.Allocate", "VM.PowerMgmt"].includes(one)) });

    expect(await read(EVERYWHERE)).toMatchObject({
      complete: false,
      missing: [
        { path: "/vms", privilege: "VM.PowerMgmt", needed_to: "start and stop VMs", role: "SlipwayVm" },
        { path: "/storage/local", privilege: "Datastore.Allocate", needed_to: "delete ISOs", role: "SlipwayIso" },
      ],
    });
  });

  it("wants more for what not every stack uses", async () => {
    await begin({ privileges: leastPrivileges });
    const features = ["placement", "start_order", "high_availability", "pool_change", "hardware_rng"];

    expect(await missing({ features, nodes: ["pve1"], pool_id: "shop" })).toEqual([
      "/nodes/pve1 Sys.Audit",
      "/ Sys.Modify",
      "/ Sys.Audit",
      "/ Sys.Console",
      "/pool/shop Pool.Allocate",
      "/pool/shop Pool.Audit",
      "/mapping/hwrng Mapping.Use",
    ]);
  });

  it.each([
    [true, []],
    [false, privilegesOf("SlipwayVm").map((privilege) => `/vms ${privilege}`)],
  ])("takes a grant on all VMs only if it goes for those below: %s", async (propagate, lacking) => {
    await begin({ acl: [nothing, { path: "/vms", subject: token, role: "Slipway", propagate }] });

    expect(await missing({})).toEqual(lacking);
  });

  it("takes what is granted on the VMs themselves for what their pool does not grant", async () => {
    await begin({ acl: [nothing, { path: "/vms/101", subject: token, role: "Slipway" }] });

    expect(await missing({ pool_id: "shop", vm_ids: [101] })).toEqual([]);
    expect(await missing({ pool_id: "shop", vm_ids: [101, 102] })).toEqual(
      privilegesOf("SlipwayVm").map((privilege) => `/pool/shop ${privilege}`),
    );
  });

  it("refuses to go on without a privilege, where that is wanted, with what to do", async () => {
    await begin({ privileges: leastPrivileges.filter((one) => one !== "SDN.Use") });

    const failure = await failureOf(read({ ...EVERYWHERE, fail_if_missing: true }));

    expect(failure.diagnostics).toEqual([
      {
        severity: "error",
        summary: 'Unable to do with the API token "slipway@pve!ci" what is asked for',
        detail: [
          "It lacks:",
          "  SDN.Use on /sdn/zones/localnetwork/vmbr1, to attach NICs to the bridge (role SlipwayNetwork)",
          "Grant each to the user, and to the token as well if it has privilege separation: `pveum acl modify PATH --users USER --roles ROLE`.",
        ].join("\n"),
      },
    ]);
  });
});

describe("what slipway_permissions is asked", () => {
  const refused = (given: ValueObject): unknown =>
    dataSource.validate?.(aConfig(given) as never).map(({ path, detail }) => [path, detail]);

  it("may be unknown", () => {
    expect(refused({ vm_ids: UNKNOWN, features: UNKNOWN, bridges: [UNKNOWN], pool_id: UNKNOWN })).toEqual([]);
  });

  it.each([
    ["a datastore that is a path", { iso_datastores: ["local/../x"] }, ["iso_datastores"]],
    ["a bridge that is a path", { bridges: ["a/b/c"] }, ["bridges"]],
    ["a node with a slash", { nodes: ["pve1/"] }, ["nodes"]],
    ["an id below 100", { vm_ids: [99] }, ["vm_ids"]],
    ["a feature that is none", { features: ["backups"] }, ["features"]],
  ])("refuses %s", (_name, given, path) => {
    expect(refused(given)).toEqual([[path, expect.any(String)]]);
  });
});

describe("grantsFor", () => {
  it("names every place once, of the pool rather than of its VMs", () => {
    const places = { vmIds: [101], poolId: "shop", isoDatastores: ["local"], bridges: ["vmbr1", "lan/guests"] };

    expect(grantsFor(places).map(({ path, need }) => `${path} ${need.role}`)).toEqual([
      "/pool/shop SlipwayVm",
      "/storage/local SlipwayIso",
      "/sdn/zones/localnetwork/vmbr1 SlipwayNetwork",
      "/sdn/zones/lan/guests SlipwayNetwork",
    ]);
  });
});
