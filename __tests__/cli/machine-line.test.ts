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
      `  web       102   pve3  ${"powered on ▸ DHCP 10.20.0.12 ▸ iPXE".padEnd(86)}   1.3 s`,
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
      "  web       102   pve3  powered on ✘ no address available",
    );
  });

  it("tells what is on an install VM's CD, and its services side by side", () => {
    const progress = [
      event("powered on", 0),
      event("ignition", 100, "ISO 1.1 MiB, Ignition 6.1 KiB embedded"),
      event("dnsmasq", 200),
      event("http", 300),
      event("healthy", 400),
    ].reduce(advance, undefined);

    expect(machineLine(progress!)).toContain(
      "powered on ▸ ISO 1.1 MiB, Ignition 6.1 KiB embedded ▸ dnsmasq http healthy",
    );
  });

  it("keeps the newest steps and the time where there is little room", () => {
    const progress = [event("powered on", 0), event("DHCP", 500, "10.20.0.12"), event("iPXE", 900)].reduce(
      advance,
      undefined,
    );

    expect(machineLine(progress!, 60)).toBe("  web       102   pve3  … ▸ DHCP 10.20.0.12 ▸ iPXE     0.9 s");
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
