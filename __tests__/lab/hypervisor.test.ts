import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Faults } from "../../lib/lab/faults";
import { LabHypervisor } from "../../lib/lab/hypervisor";
import { VirtualNetwork } from "../../lib/lab/network/virtual-network";
import { aGate } from "../gate";
import { until } from "../until";
import { guestVm } from "./world/world";

describe("LabHypervisor", () => {
  const directory = mkdtempSync(join(tmpdir(), "slipway-lab-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function hypervisor(stageDelayMs: number, faults = new Faults()): { machines: LabHypervisor; stages: string[] } {
    const stages: string[] = [];
    const machines = new LabHypervisor({
      network: new VirtualNetwork(faults),
      stageDelayMs,
      consoleFile: () => join(directory, "console.log"),
      isoPath: () => "",
      observer: {
        stage: (_vm, stage) => stages.push(stage),
        stuck: (_vm, stage) => stages.push(`stuck at ${stage}`),
        request: () => undefined,
      },
    });
    return { machines, stages };
  }

  it("takes the power at once, whatever a machine waits for, and reports nothing more of it", async () => {
    const { machines, stages } = hypervisor(3_600_000);
    const vm = guestVm();

    await machines.start(vm);
    await machines.stop(vm, "stop");

    expect(stages).toEqual([]);
  });

  it("keeps a machine at a stage for as long as a fault wants, unless its power goes", async () => {
    const faults = new Faults();
    const gates = [aGate(), aGate()] as const;
    const waiting = gates.map(({ opened }) => opened);
    faults.stage = (_vmId, stage) => (stage === "powered on" ? waiting.shift() : undefined);
    const { machines, stages } = hypervisor(0, faults);
    const vm = guestVm();

    await machines.start(vm);
    await until(() => waiting.length === 1);
    await machines.stop(vm, "stop");
    await machines.start(vm);
    await until(() => waiting.length === 0);
    expect(stages).toEqual(["powered on", "powered on"]);
    gates[1].open();
    await machines.settled(vm.vmid);

    expect(stages).toEqual(["powered on", "powered on", "stuck at DHCP"]);
  });

  it("begins again after a reset, and is through with a machine that is removed", async () => {
    const { machines, stages } = hypervisor(0);
    const vm = guestVm();

    await machines.start(vm);
    await machines.settled(vm.vmid);
    await machines.stop(vm, "reset");
    await machines.settled(vm.vmid);
    await machines.removed(vm);

    expect(stages).toEqual(["powered on", "stuck at DHCP", "powered on", "stuck at DHCP"]);
  });
});
