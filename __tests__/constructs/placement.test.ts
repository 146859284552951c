import { GuestVm, ImageVm, Placement, type PlacementProps, Proxmox } from "../../lib";
import { ForeignResource } from "./foreign";
import { anInstallVm, aProxmox, aSubnet, only, problems, refusals, synthesizeStack } from "./synth";

describe("Placement", () => {
  it("looks for a node of the cluster that has its datastore and what a guest needs by default", () => {
    const stack = synthesizeStack((stack) => new Placement(stack, "db-node", { proxmox: aProxmox(stack) }));

    expect(only(stack, "slipway_placement")).toEqual({
      cores: 2,
      datastores: ["local-lvm"],
      memory_mib: 4096,
      name: "db-node",
      nodes: ["pve1", "pve2", "pve3"],
    });
  });

  it("takes everything from elsewhere, and keeps what is literal", () => {
    const stack = synthesizeStack((stack) => {
      const foreign = new ForeignResource(stack, "rack");
      new Placement(stack, "node", {
        proxmox: aProxmox(stack, { driver: "bpg" }),
        name: "of ${rack}",
        memoryMiB: foreign.getNumberAttribute("memory"),
        cores: foreign.getNumberAttribute("cores"),
        datastores: ["ceph", foreign.getStringAttribute("store")],
        nodes: foreign.getListAttribute("nodes"),
        keepers: { rack: foreign.getStringAttribute("id"), text: "%{x}", "${y}": "z" },
      });
    });

    expect(only(stack, "slipway_placement")).toEqual({
      cores: "${ipam_rack.rack.cores}",
      datastores: ["ceph", "${ipam_rack.rack.store}"],
      keepers: { rack: "${ipam_rack.rack.id}", text: '${"\\u0025{x}"}', '${"\\u0024{y}"}': "z" },
      memory_mib: "${ipam_rack.rack.memory}",
      name: '${"of \\u0024{rack}"}',
      nodes: "${ipam_rack.rack.nodes}",
    });
  });

  it.each(["native", "bpg"] as const)("is the node of all that is made for a machine, by driver %s", (driver) => {
    const { resource } = synthesizeStack((stack) => {
      const proxmox = aProxmox(stack, { driver });
      const subnet = aSubnet(stack);
      const place = (id: string) => new Placement(stack, id, { proxmox });
      const install = anInstallVm(stack, { proxmox, subnet, nodeName: place("install-node") });
      new GuestVm(stack, "db", { install, nodeName: place("db-node") });
      new ImageVm(stack, "web", { proxmox, subnet, image: "local:import/a.qcow2", nodeName: place("web-node") });
    });

    const nodes = (type: string) =>
      Object.values(resource?.[type] ?? {}).map(({ node_name }) => String(node_name).replace(/_[0-9A-F]{8}/, ""));
    const [install, db, web] = ["install", "db", "web"].map((name) => `\${slipway_placement.${name}-node.node_name}`);
    expect(nodes(driver === "bpg" ? "proxmox_virtual_environment_vm" : "slipway_vm")).toEqual([install, db, web]);
    expect(nodes("slipway_coreos_iso")).toEqual([install]);
    expect(nodes("slipway_cidata_iso")).toEqual([web]);
  });

  it("tells its node to whatever else wants it", () => {
    const { resource } = synthesizeStack((stack) => {
      const place = new Placement(stack, "node", { proxmox: aProxmox(stack) });
      new ForeignResource(stack, "record", { node: place.nodeName });
    });

    expect(Object.values(resource?.["ipam_record"] ?? {})).toEqual([
      { node: "${slipway_placement.node_B0B6A6B1.node_name}" },
    ]);
  });

  it("refuses all that is wrong with it at once", () => {
    const wrong: Partial<PlacementProps> = {
      name: "a\nb",
      memoryMiB: 8,
      cores: 0,
      datastores: ["${x}"],
      nodes: [],
    };

    expect(refusals((stack) => new Placement(stack, "node", { proxmox: aProxmox(stack), ...wrong }))).toEqual([
      ["placement/invalid-format", "stack/node/name"],
      ["placement/too-small", "stack/node/memoryMiB"],
      ["placement/too-small", "stack/node/cores"],
      ["placement/invalid-format", "stack/node/datastores.0"],
      ["placement/too-small", "stack/node/nodes"],
    ]);
  });

  it("refuses a machine of another cluster", () => {
    expect(
      refusals((stack) => {
        const proxmox = aProxmox(stack);
        const other = new Proxmox(stack, "other", {
          endpoint: "https://pve9.example.org:8006",
          driver: "native",
          nodes: ["pve9"],
        });
        const install = anInstallVm(stack, { proxmox });
        new GuestVm(stack, "db", { install, nodeName: new Placement(stack, "db-node", { proxmox: other }) });
      }),
    ).toEqual([["placement/other-cluster", "stack/db/nodeName"]]);
  });

  it("refuses a machine that has more than it looked for", () => {
    expect(
      problems((stack) => {
        const proxmox = aProxmox(stack);
        const nodeName = new Placement(stack, "db-node", { proxmox });
        new GuestVm(stack, "db", {
          install: anInstallVm(stack, { proxmox }),
          nodeName,
          memoryMiB: 8192,
          cores: 2,
          sockets: 2,
        });
      }),
    ).toEqual([
      'placement/too-little-room at stack/db/nodeName\n  "stack/db-node" looks for a node with room for less than this machine has\n  got: memoryMiB 8192 MiB\n  allowed: 4096 MiB or less\n  fix: set memoryMiB of the placement to 8192',
      'placement/too-little-room at stack/db/nodeName\n  "stack/db-node" looks for a node with room for less than this machine has\n  got: cores 4\n  allowed: 2 or less\n  fix: set cores of the placement to 4',
    ]);
  });
});
