import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { planDisks } from "../../../../lib/provider/resources/vm/plan";
import type { Disk } from "../../../../lib/provider/resources/vm/state";
import { aCall, failureOf } from "../../proxmox/call";
import { ScriptedApi } from "../../proxmox/scripted-api";
import { aDisk, aVm } from "./a-vm";
import { resource } from "./scripted-vm";

const root = aDisk();
const data = aDisk({ interface: "virtio1", size_gib: 40 });

function plan(before: readonly Disk[] | null, after: ValueObject["disks"]) {
  const { errors, replace } = planDisks(aVm({ disks: before }), { ...aVm(), disks: after ?? null });
  return { errors: errors.map(({ summary, path }) => ({ summary, path })), replace };
}

describe("planDisks", () => {
  it.each<[string, readonly Disk[] | null, ValueObject["disks"]]>([
    ["growing", [root, data], [root, { ...data, size_gib: 80 }]],
    ["adding", [root], [root, data]],
    ["adding the first one", null, [root]],
    ["another order", [root, data], [data, root]],
    ["another option", [root], [{ ...root, discard: false }]],
    ["disks that are not known yet", [root, data], UNKNOWN],
    ["a size that is not known yet", [root], [{ ...root, size_gib: UNKNOWN }]],
  ])("lets %s pass", (_name, before, after) => {
    expect(plan(before, after)).toEqual({ errors: [], replace: [] });
  });

  it.each<[string, ValueObject["disks"], readonly (string | number)[]]>([
    ["another interface", [root, { ...data, interface: "virtio2" }], ["disks", 1, "interface"]],
    ["another datastore", [root, { ...data, datastore_id: "ceph", size_gib: 1 }], ["disks", 1, "datastore_id"]],
  ])("replaces the VM for %s", (_name, after, path) => {
    expect(plan([root, data], after)).toEqual({ errors: [], replace: [path] });
  });

  it("refuses to shrink a disk", () => {
    expect(plan([root, data], [{ ...data, size_gib: 39 }, root])).toEqual({
      errors: [{ summary: 'Unable to shrink a disk of VM "web"', path: ["disks", 0, "size_gib"] }],
      replace: [],
    });
  });

  it.each<[string, ValueObject["disks"]]>([
    ["one", [root]],
    ["all", null],
  ])("refuses to remove %s", (_name, after) => {
    expect(plan([root, data], after)).toEqual({
      errors: [{ summary: 'Unable to remove a disk of VM "web"', path: ["disks"] }],
      replace: [],
    });
  });

  it("says what would be lost and what to do", () => {
    const [error] = planDisks(aVm({ disks: [root, data] }), aVm({ disks: [root] })).errors;

    expect(error?.detail).toBe(
      "virtio1 would be lost with all its data.\nNothing was changed. If you mean it, destroy the VM first (tofu destroy -target=…) and apply again: it is then created with its disks as written.",
    );
  });
});

describe("slipway_vm", () => {
  describe("plan", () => {
    it("refuses to lose a disk", async () => {
      const proposed = aVm({ disks: [] });

      const error = await failureOf(
        Promise.resolve().then(() =>
          resource.plan?.({ prior: aVm(), config: proposed, proposed }, aCall(new ScriptedApi())),
        ),
      );

      expect(error.diagnostics).toMatchObject([
        { severity: "error", summary: 'Unable to remove a disk of VM "web"', path: ["disks"] },
      ]);
    });

    it("lets a VM that is made anew have other disks", async () => {
      const proposed = aVm({ disks: [], vm_id: 103 });

      expect(await resource.plan?.({ prior: aVm(), config: proposed, proposed }, aCall(new ScriptedApi()))).toEqual({
        planned: proposed,
        replace: [],
      });
    });

    it("says that another node_name moves nothing", async () => {
      const call = aCall(new ScriptedApi());
      const proposed = aVm({ node_name: "pve1" });

      await resource.plan?.({ prior: aVm(), config: proposed, proposed }, call);

      expect(call.warnings.map(({ summary }) => summary)).toEqual(['VM "web" stays on node pve3']);
    });
  });
});
