import fc from "fast-check";
import { choose, placed } from "../../../../lib/provider/resources/placement/choose";
import type { Need, NodeLoad } from "../../../../lib/provider/resources/placement/model";
import { fuzzCases } from "../../../fuzz";

const GIB = 1024 ** 3;

function aNode(name: string, changes: Partial<NodeLoad> = {}): NodeLoad {
  return {
    name,
    online: true,
    capacity: { memoryBytes: 64 * GIB, cores: 16 },
    memoryBytes: 8 * GIB,
    cores: 4,
    datastores: new Set(["local-lvm"]),
    ...changes,
  };
}

function aNeed(changes: Partial<Need> = {}): Need {
  return { name: "web", memoryMib: 4096, cores: 2, datastores: [], nodes: null, ...changes };
}

describe("choose", () => {
  it.each<[string, readonly NodeLoad[], string]>([
    ["the one with the most memory left", [aNode("a", { memoryBytes: 9 * GIB }), aNode("b")], "b"],
    [
      "the one with the smallest part of it taken, not the most bytes left",
      [aNode("big", { capacity: { memoryBytes: 256 * GIB, cores: 64 }, memoryBytes: 128 * GIB }), aNode("small")],
      "small",
    ],
    ["of equals the one with fewer cores promised", [aNode("a", { cores: 8 }), aNode("b", { cores: 7 })], "b"],
    ["of equals in all the first by name", [aNode("c"), aNode("a"), aNode("b")], "a"],
  ])("takes %s", (_name, nodes, expected) => {
    expect(choose(nodes, aNeed())).toEqual({ node: expected });
  });

  it("says of each node why it is none", () => {
    const nodes = [
      aNode("f", { capacity: { memoryBytes: 64 * GIB, cores: 1 } }),
      aNode("e", { memoryBytes: 63 * GIB }),
      aNode("d", { datastores: new Set() }),
      aNode("c", { capacity: null }),
      aNode("b", { online: false }),
      aNode("a"),
    ];

    expect(choose(nodes, aNeed({ nodes: ["b", "c", "d", "e", "f"], datastores: ["local-lvm"] }))).toEqual({
      reasons: [
        { node: "a", why: "is not among nodes" },
        { node: "b", why: "is not online" },
        { node: "c", why: "does not show its load: the token lacks Sys.Audit on /nodes/c" },
        { node: "d", why: "lacks datastore local-lvm, or the token lacks Datastore.Audit on it" },
        { node: "e", why: "has 1024 MiB of memory left, 4096 are needed" },
        { node: "f", why: "has 1 cores, 2 are needed" },
      ],
    });
  });

  it("gives the same answer in whatever order the nodes come, and none that is too small", () => {
    const load = fc.record({ memory: fc.integer({ min: 0, max: 64 }), cores: fc.integer({ min: 0, max: 16 }) });
    fc.assert(
      fc.property(
        fc.array(load, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 16, max: 65_536 }),
        (loads, mib) => {
          const nodes = loads.map(({ memory, cores }, index) =>
            aNode(`n${index}`, { memoryBytes: memory * GIB, cores }),
          );
          const need = aNeed({ memoryMib: mib });

          const choice = choose(nodes, need);

          expect(choose([...nodes].reverse(), need)).toEqual(choice);
          if ("node" in choice) {
            const after = placed(nodes, choice.node, need).find(({ name }) => name === choice.node);
            expect(after?.memoryBytes).toBeLessThanOrEqual(64 * GIB);
          } else {
            expect(nodes.every(({ memoryBytes }) => memoryBytes + mib * 1024 ** 2 > 64 * GIB)).toBe(true);
          }
        },
      ),
      { numRuns: fuzzCases() },
    );
  });

  it("spreads equal machines evenly", () => {
    let nodes: readonly NodeLoad[] = ["a", "b", "c"].map((name) => aNode(name));
    const chosen = Array.from({ length: 9 }, () => {
      const choice = choose(nodes, aNeed());
      const node = "node" in choice ? choice.node : "";
      nodes = placed(nodes, node, aNeed());
      return node;
    });

    expect(chosen).toEqual(["a", "b", "c", "a", "b", "c", "a", "b", "c"]);
  });
});
