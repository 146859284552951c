import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { TOFU, World } from "./world";

jest.setTimeout(300_000);

/** Whether bpg/proxmox can be had: asked in a process of its own, since jest decides synchronously what it skips. */
function canHaveBpg(): boolean {
  const script = `require("./lib/cli/demo/bpg.ts").canHaveBpg(process.env).then((can) => process.exit(can ? 0 : 1))`;
  return spawnSync(process.execPath, ["--import", "tsx", "-e", script], { timeout: 10_000 }).status === 0;
}

/** What bpg spells out although it is Proxmox's default, and what Proxmox makes up for each VM. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  acpi: 1,
  keyboard: "en-us",
  numa: 0,
  protection: 0,
  tablet: 1,
  template: 0,
  sockets: 1,
};
const PER_VM = ["digest", "meta", "smbios1", "vmgenid"];
const DISK_DEFAULTS = ["aio=io_uring", "backup=1", "cache=none", "replicate=1", "ssd=0", "format=raw"];

function comparable(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(config).filter(([key, value]) => !PER_VM.includes(key) && DEFAULTS[key] !== value);
  const options = (value: unknown): unknown =>
    typeof value !== "string" || !value.includes(",")
      ? value
      : value
          .split(",")
          .filter((option) => !DISK_DEFAULTS.includes(option))
          .sort()
          .join(",");
  return Object.fromEntries(entries.map(([key, value]) => [key, options(value)]));
}

const describeWithBpg = TOFU !== undefined && existsSync(TOFU) && canHaveBpg() ? describe : describe.skip;

describeWithBpg("the drivers bpg and native", () => {
  async function configs(driver: "bpg" | "native"): Promise<unknown> {
    const world = await World.begin({ driver, stageDelayMs: 50 });
    try {
      await world.mustSynth();
      await world.mustApply("install", "guests");
      expect(await world.plan("guests")).toBe("");
      return world.lab.pve
        .vms()
        .map(({ vmid, config }) => [
          vmid,
          { ...comparable(config), ide2: config["ide2"] === undefined ? "none" : "an ISO" },
        ]);
    } finally {
      await world.end();
    }
  }

  it("make VMs with equal Proxmox configs", async () => {
    expect(await configs("bpg")).toEqual(await configs("native"));
  });
});
