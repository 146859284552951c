import { EventEmitter } from "node:events";
import type { LabEvents, MachineEvent } from "../../lib/cli/demo/lab-messages";
import { LiveView } from "../../lib/cli/demo/live-view";

const event = (name: string, stage: MachineEvent["stage"], at: number, detail?: string): MachineEvent => ({
  vmId: name === "db" ? 101 : 102,
  name,
  node: "pve2",
  stage,
  at,
  ...(detail === undefined ? {} : { detail }),
});

function aView({ isTTY, rows = 24 }: { readonly isTTY: boolean; readonly rows?: number }) {
  const written: string[] = [];
  const out = { isTTY, rows, columns: 60, write: (text: string) => written.push(text) > 0 };
  const events = new EventEmitter<LabEvents>();
  const view = new LiveView(out, new Set(["reported"]));
  view.watch({ events });
  return { view, events, written };
}

describe("LiveView", () => {
  it("redraws all lines on a terminal, each cut to its width", () => {
    const { events, written } = aView({ isTTY: true });

    events.emit("stage", event("db", "powered on", 0));
    events.emit("stage", event("web", "powered on", 0));
    events.emit("stage", event("db", "DHCP", 100, "10.20.0.11"));

    expect(written.at(-1)).toBe(
      "\u001b[2A" +
        "\u001b[2K  db        101   pve2  … ▸ DHCP 10.20.0.11           0.1 s\n" +
        "\u001b[2K  web       102   pve2  powered on                    0.0 s\n",
    );
  });

  it.each([
    ["in a file", { isTTY: false }],
    ["on a terminal with fewer rows than machines", { isTTY: true, rows: 1 }],
  ])("writes a machine's line once, at its end, %s", (_where, terminal) => {
    const { events, written } = aView(terminal);

    events.emit("stage", event("db", "powered on", 0));
    events.emit("stage", event("db", "reported", 1500));

    expect(written).toEqual([`  db        101   pve2  ${"powered on ▸ reported".padEnd(86)}   1.5 s\n`]);
  });

  it("tells where and why a machine is stuck", () => {
    const { view, events, written } = aView({ isTTY: false });
    events.emit("stage", event("db", "powered on", 0));

    events.emit("stuck", event("db", "DHCP", 2000, "No configuration methods succeeded\nmore"));

    expect(view.stuck()).toEqual(["db (VM 101) is stuck at DHCP: No configuration methods succeeded"]);
    expect(written[0]).toContain("powered on ✘ DHCP: No configuration methods succeeded");
  });
});
