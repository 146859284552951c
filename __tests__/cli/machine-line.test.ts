import { advance, machineLine } from "../../lib/cli/demo/machine-line";
import type { MachineEvent } from "../../lib/cli/demo/lab-messages";
import { renderTable } from "../../lib/cli/demo/table";

const event = (stage: MachineEvent["stage"], at: number, detail?: string): MachineEvent => ({
  vmId: 102,
  name: "web",
  node: "pve3",
  stage,
  at,
  ...(detail === undefined ? {} : { detail }),
});

describe("machineLine", () => {
  it("shows each stage, the address that DHCP gave, and the time so far", () => {
    const progress = [
      event("powered on", 1000),
      event("DHCP", 1500, "10.20.0.12"),
      event("iPXE", 2250, "a ticket"),
    ].reduce(advance, undefined);

    expect(machineLine(progress!).trimEnd()).toBe(
      `  web       102   pve3   ${"powered on ▸ DHCP 10.20.0.12 ▸ iPXE".padEnd(78)} 1.3 s`,
    );
  });

  it("begins anew when the machine is powered on again", () => {
    const progress = [event("powered on", 0), event("DHCP", 10), event("powered on", 5000)].reduce(advance, undefined);

    expect(progress).toEqual({
      vmId: 102,
      name: "web",
      node: "pve3",
      steps: ["powered on"],
      startedAt: 5000,
      lastAt: 5000,
    });
  });

  it("says why a machine goes no further", () => {
    const progress = advance(undefined, event("powered on", 0));

    expect(machineLine({ ...progress, stuck: "no address available" })).toBe(
      "  web       102   pve3   powered on ✘ no address available",
    );
  });
});

describe("renderTable", () => {
  it("makes each column as wide as its widest cell", () => {
    expect(
      renderTable([
        ["GUEST", "VM"],
        ["db", "101"],
        ["a-long-name", "7"],
      ]),
    ).toBe("  GUEST        VM\n  db           101\n  a-long-name  7");
  });
});
