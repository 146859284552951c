import type { ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/placement/resource";
import { validatePlacement } from "../../../../lib/provider/resources/placement/validate";
import { Life } from "../../proxmox/life";
import { leastPrivileges, onTheLab, type LabSettings, type OnTheLab } from "../../proxmox/on-the-lab";

const privileges = [...leastPrivileges, "Sys.Audit"];
let lab: OnTheLab;

async function aCluster(settings: LabSettings = { privileges }): Promise<void> {
  lab = await onTheLab(settings);
}

function config(changes: ValueObject = {}): ValueObject {
  return {
    name: "web",
    memory_mib: 4096,
    cores: null,
    datastores: ["local-lvm"],
    nodes: null,
    keepers: null,
    node_name: null,
    ...changes,
  };
}

/** A VM that runs and takes so much. */
async function load(node: string, vmid: number, memory: number): Promise<void> {
  const api = lab.connect();
  await api.waitForTask(await api.post(`/nodes/${node}/qemu`, { vmid, memory, start: true }));
}

describe("slipway_placement", () => {
  describe("on the lab", () => {
    afterEach(() => lab.stop());

    it("chooses the node with the least load, once", async () => {
      await aCluster();
      await load("pve1", 201, 8192);
      await load("pve2", 202, 2048);
      await load("pve3", 203, 4096);
      const web = new Life(resource, lab.connect);

      expect(await web.apply(config())).toMatchObject({ errors: [], state: { node_name: "pve2", cores: 1 } });
      await load("pve2", 204, 32_768);

      lab.sent.length = 0;
      expect(await web.drift(config())).toEqual([]);
      expect(await web.apply(config({ memory_mib: 8192 }))).toMatchObject({
        state: { node_name: "pve2", memory_mib: 8192 },
        replaced: false,
      });
      expect(lab.sent).toEqual([]);
    });

    it("spreads the machines of one apply, by their names, with one look at the cluster", async () => {
      await aCluster();
      const one = lab.connect();
      const names = ["f", "b", "d", "a", "e", "c"];

      const placed = await Promise.all(
        names.map(async (name) => {
          const { state } = await new Life(resource, () => one).apply(config({ name }));
          return [name, state?.node_name] as const;
        }),
      );

      expect(Object.fromEntries(placed)).toEqual({ a: "pve1", b: "pve2", c: "pve3", d: "pve1", e: "pve2", f: "pve3" });
      expect(lab.sent).toHaveLength(1);
    });

    it("counts what it has placed once, though it is made in the meantime", async () => {
      await aCluster();
      const one = lab.connect();
      const place = async (name: string) =>
        (await new Life(resource, () => one).apply(config({ name }))).state?.node_name;

      const first = await place("a");
      await load("pve1", 201, 4096);
      const then = [await place("b"), await place("c"), await place("d")];

      expect([first, ...then]).toEqual(["pve1", "pve2", "pve3", "pve1"]);
    });

    it("chooses anew when a keeper changes", async () => {
      await aCluster();
      const web = new Life(resource, lab.connect);
      await web.apply(config({ keepers: { rack: "1" } }));
      await load("pve1", 201, 8192);

      expect(await web.apply(config({ keepers: { rack: "2" } }))).toMatchObject({
        replaced: true,
        state: { node_name: "pve2" },
      });
    });

    it("keeps the node of an imported one, keepers or none", async () => {
      await aCluster();
      const web = new Life(resource, lab.connect);
      web.state = (await resource.importState?.("pve3", undefined as never)) as ValueObject;

      expect(await web.apply(config({ keepers: { rack: "1" } }))).toMatchObject({
        replaced: false,
        state: { node_name: "pve3", name: "web" },
      });
    });

    it("says why no node will do", async () => {
      await aCluster();
      const web = new Life(resource, lab.connect);

      const { errors, state } = await web.apply(config({ memory_mib: 1_000_000, nodes: ["pve1", "pve9"] }));

      expect(state).toBeNull();
      expect(errors).toMatchObject([
        {
          summary: 'Unable to place "web"',
          detail: [
            "There is no node that it fits on:",
            "  pve1 has 64512 MiB of memory left, 1000000 are needed",
            "  pve2 is not among nodes",
            "  pve3 is not among nodes",
            "  pve9 is no node of this cluster",
          ].join("\n"),
        },
      ]);
    });

    it("names the privilege that the token lacks", async () => {
      await aCluster({ privileges: leastPrivileges });

      const { errors } = await new Life(resource, lab.connect).apply(config());

      expect(errors[0]?.detail).toContain("lacks Sys.Audit on /nodes/pve1");
    });
  });

  it.each<[string, ValueObject, readonly string[]]>([
    ["placement/name", { name: "" }, ["name"]],
    ["placement/memory", { memory_mib: 1 }, ["memory_mib"]],
    ["placement/cores", { cores: 0 }, ["cores"]],
    ["placement/node", { nodes: ["pve 1"] }, ["nodes"]],
    ["placement/node", { nodes: [] }, ["nodes"]],
    ["placement/datastore", { datastores: ["a:b"] }, ["datastores"]],
  ])("refuses %s: %j", (code, changes, path) => {
    expect(validatePlacement(config(changes)).map(({ detail, path: at }) => [detail.split(" ")[0], at])).toEqual([
      [code, path],
    ]);
  });

  it("refuses an id that is no node's name", () => {
    expect(() => resource.importState?.("pve1/web", undefined as never)).toThrow(
      "The id of a placement is the name of its node.",
    );
  });
});
