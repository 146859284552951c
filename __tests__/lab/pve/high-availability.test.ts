import { until } from "../../until";
import { aLab, type ALab } from "./a-lab";

let lab: ALab;

beforeEach(async () => {
  lab = await aLab();
  await lab.task("POST", "/nodes/pve1/qemu", { vmid: 102, name: "web", memory: 512 });
});

afterEach(() => lab.stop());

const join = (settings: Record<string, string | number> = {}) =>
  lab.call("POST", "/cluster/ha/resources", { sid: "vm:102", ...settings });

describe("High availability in the lab", () => {
  it("starts a VM that becomes a member, and shows its settings", async () => {
    await join({ max_restart: 3, comment: "shop" });
    await until(() => lab.powered.length > 0);

    expect(lab.powered).toEqual(["start 102"]);
    expect(await lab.call("GET", "/cluster/ha/resources")).toEqual([
      {
        comment: "shop",
        digest: "0000000000000000000000000000000000000000",
        max_relocate: 1,
        max_restart: 3,
        sid: "vm:102",
        state: "started",
        type: "vm",
      },
    ]);
    expect(await lab.call("GET", "/nodes/pve1/qemu/102/status/current")).toMatchObject({
      ha: { managed: 1, state: "started" },
    });
  });

  it("ends the task of a start when the cluster knows, not when the VM runs", async () => {
    await join({ state: "stopped" });

    expect(await lab.task("POST", "/nodes/pve1/qemu/102/status/start")).toBe("OK");
    await until(() => lab.powered.length > 0);

    expect(lab.powered).toEqual(["start 102"]);
    expect(await lab.call("GET", "/cluster/ha/resources/vm:102")).toMatchObject({ state: "started" });
  });

  it("keeps a member off that was shut down", async () => {
    await join();
    await until(() => lab.pve.vm(102)?.running === true);

    await lab.task("POST", "/nodes/pve1/qemu/102/status/shutdown");
    await until(() => lab.pve.vm(102)?.running === false);

    expect(lab.powered).toEqual(["start 102", "shutdown 102"]);
    expect(await lab.call("GET", "/cluster/ha/resources/vm:102")).toMatchObject({ state: "stopped" });
  });

  it("moves a member to the node of the highest priority", async () => {
    await join();
    await lab.call("POST", "/cluster/ha/rules", {
      rule: "web",
      type: "node-affinity",
      resources: "vm:102",
      nodes: "pve2:2,pve1",
    });
    await until(() => lab.pve.vm(102)?.node === "pve2");

    expect(lab.pve.vm(102)?.node).toBe("pve2");
    expect(await lab.call("GET", "/cluster/ha/rules")).toMatchObject([
      { rule: "web", nodes: "pve1,pve2:2", strict: 0 },
    ]);
  });

  it("forgets rules that are about nothing any more", async () => {
    await join();
    await lab.call("POST", "/cluster/ha/rules", {
      rule: "web",
      type: "node-affinity",
      resources: "vm:102",
      nodes: "pve1",
    });

    await lab.call("DELETE", "/cluster/ha/resources/vm:102");

    expect(await lab.call("GET", "/cluster/ha/rules")).toEqual([]);
  });

  it.each([
    ["a VM that is not there", "/cluster/ha/resources", { sid: "vm:999" }, "unable to find VM 999"],
    ["a second membership", "/cluster/ha/resources", { sid: "vm:102" }, "already defined"],
    ["groups", "/cluster/ha/resources", { sid: "vm:102", group: "all" }, "have been migrated to rules"],
    [
      "a rule about somebody who is no member",
      "/cluster/ha/rules",
      { rule: "x1", type: "node-affinity", resources: "vm:103", nodes: "pve1" },
      "cannot use unmanaged resource(s) vm:103",
    ],
    [
      "a rule with a node that is not there",
      "/cluster/ha/rules",
      { rule: "x1", type: "node-affinity", resources: "vm:102", nodes: "pve9" },
      "cannot use non-existent node(s) pve9",
    ],
  ])("refuses %s", async (_name, path, form, message) => {
    await join({ state: "ignored" });

    await expect(lab.call("POST", path, form)).rejects.toThrow(message);
  });

  it("refuses to remove a member unless its membership may go, too", async () => {
    await join({ state: "ignored" });

    await expect(lab.call("DELETE", "/nodes/pve1/qemu/102")).rejects.toThrow("used in HA resources");
    expect(await lab.task("DELETE", "/nodes/pve1/qemu/102?purge=1")).toBe("OK");
    expect(await lab.call("GET", "/cluster/ha/resources")).toEqual([]);
  });
});
