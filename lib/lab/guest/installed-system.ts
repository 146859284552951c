import { randomUUID } from "node:crypto";
import { baseSystem, viewOf } from "../machine/base-system";
import type { InstalledSystem } from "../machine/disk-data";
import { isEnabled } from "../machine/enabled-units";
import type { FileView } from "../machine/file-view";
import { drivesOf, nicsOf, smbiosUuid } from "../machine/hardware";
import { runIgnition } from "../machine/ignition-apply";
import { staticAddress } from "../machine/keyfile";
import { Stuck, type Machine } from "../machine/machine";
import { failedMounts } from "../machine/mount-units";
import { pause } from "../machine/pause";
import { newSshKey } from "../machine/ssh-key";
import { environmentOf, readUnitFile, splitWords, valueOf } from "../machine/unit-file";
import { fetchInside } from "../network/http-client";
import { requestLease } from "./dhcp-client";

const unitName = "slipway-report.service";
const attempts = 5;
const firstWaitMs = 20;

/** Boots what the installer left on a disk: Ignition the first time, then the services that the lab knows. */
export async function bootInstalledSystem(machine: Machine, system: InstalledSystem): Promise<void> {
  machine.print(`Booting Fedora CoreOS ${system.release} from disk`);
  const root = system.root ?? baseSystem();
  const view = viewOf(root);
  const address = { current: "0.0.0.0" };
  if (system.root === undefined) {
    await firstBoot(machine, system, view, address);
    system.root = root;
  }
  for (const failure of failedMounts(view, drivesOf(machine.vm))) machine.print(failure);
  await configureNetwork(machine, view, address);
  const bootId = randomUUID();
  view.makeDirectories("/run");
  machine.print(`Welcome to Fedora CoreOS ${system.release} on ${view.text("/etc/hostname")?.trim() ?? "localhost"}`);
  machine.print(`SSH host key: ${system.sshHostKey ?? "none"}`);
  const report = reportService(machine, system, view);
  if (report === undefined) {
    await machine.reach("booted", address.current);
    machine.print(`${unitName}: not there or not enabled, nothing is reported`);
    return;
  }
  const { server, vmId, nonce, uuid } = report;
  await put(machine, address.current, `${server}/log/${vmId}/${nonce}/${uuid}/booted`, `${bootId}\n`, "booted");
  await machine.reach("booted", address.current);
  const body = {
    release: system.release,
    boot_id: bootId,
    nonce,
    machine: uuid,
    ssh_host_keys: [system.sshHostKey ?? ""],
  };
  const url = `${server}/reports/${vmId}/${nonce}/${uuid}/${bootId}`;
  await put(machine, address.current, url, `${JSON.stringify(body)}\n`, "reported");
  view.makeDirectories("/var/lib/slipway");
  view.write("/var/lib/slipway/reported", Buffer.from(`${nonce}\n`));
  await machine.reach("reported");
}

async function firstBoot(
  machine: Machine,
  system: InstalledSystem,
  view: FileView,
  address: { current: string },
): Promise<void> {
  const name = String(machine.vm.config["name"] ?? "localhost");
  system.sshHostKey = newSshKey(`root@${name}`).publicKey.split(" ").slice(0, 2).join(" ");
  view.makeDirectories("/etc/ssh");
  view.write("/etc/ssh/ssh_host_ed25519_key.pub", Buffer.from(`${system.sshHostKey} root@${name}\n`));
  if (system.ignition === undefined) {
    machine.print("ignition: no config provided by user");
    system.enabledUnits = [];
    return;
  }
  try {
    const applied = await runIgnition(system.ignition, {
      view,
      drives: drivesOf(machine.vm),
      log: (line) => machine.print(line),
      fetch: async (url) => {
        if (address.current === "0.0.0.0") address.current = (await requestLease(machine, "iPXE")).address;
        const { status, body } = await fetchInside(machine.network, {
          url,
          from: address.current,
          signal: machine.signal,
        });
        if (status !== 200) throw new Error(`HTTP status ${status}`);
        return body;
      },
    });
    system.enabledUnits = applied.enabledUnits;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Stuck("booted", `ignition: ${why}\nYou are in emergency mode.`);
  }
}

/** A static keyfile, or else DHCP as at the install. */
async function configureNetwork(machine: Machine, view: FileView, address: { current: string }): Promise<void> {
  const fixed = staticAddress(view, nicsOf(machine.vm), (line) => machine.print(line));
  const chosen = fixed?.address ?? (await leaseOrStuck(machine));
  try {
    machine.onPowerOff(machine.network.attach(chosen));
  } catch (error) {
    throw new Stuck("booted", `NetworkManager: ${error instanceof Error ? error.message : String(error)}`);
  }
  address.current = chosen;
}

async function leaseOrStuck(machine: Machine): Promise<string> {
  try {
    return (await requestLease(machine, "iPXE")).address;
  } catch (error) {
    if (error instanceof Stuck) throw new Stuck("booted", "NetworkManager: no static address, and no DHCP lease");
    throw error;
  }
}

interface ReportService {
  readonly server: string;
  readonly vmId: string;
  readonly nonce: string;

  /** What the kernel knows of the machine. */
  readonly uuid: string;
}

/** What the report unit says; undefined if it is not there, or has reported before. */
function reportService(machine: Machine, system: InstalledSystem, view: FileView): ReportService | undefined {
  if (!isEnabled(view, unitName, system.enabledUnits ?? [])) return undefined;
  const unit = readUnitFile(view.text(`/etc/systemd/system/${unitName}`) ?? "");
  const condition = valueOf(unit, "Unit", "ConditionPathExists");
  if (condition?.startsWith("!") && view.exists(condition.slice(1))) return undefined;
  const program = splitWords(valueOf(unit, "Service", "ExecStart") ?? "")[0] ?? "";
  const node = view.find(program);
  if (node?.kind !== "file" || (node.mode & 0o111) === 0) {
    throw new Stuck("reported", `${unitName}: Unable to locate executable '${program}'`);
  }
  const environment = environmentOf(unit, "Service");
  const [server, vmId, nonce] = ["SLIPWAY_SERVER", "SLIPWAY_VM_ID", "SLIPWAY_NONCE"].map((key) => environment.get(key));
  if (!server || !vmId || !nonce)
    throw new Stuck("reported", "slipway-report: SLIPWAY_SERVER, _VM_ID or _NONCE: parameter not set");
  const uuid = smbiosUuid(machine.vm.active);
  if (uuid === undefined) throw new Stuck("reported", "slipway-report: the machine has no SMBIOS UUID");
  machine.print(`Starting ${unitName}`);
  return { server, vmId, nonce, uuid };
}

/** Tries again for a while, as curl is told to; the last answer decides. */
async function put(
  machine: Machine,
  from: string,
  url: string,
  text: string,
  stage: "booted" | "reported",
): Promise<void> {
  let last = "";
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const { status } = await fetchInside(machine.network, {
        method: "PUT",
        url,
        body: Buffer.from(text),
        from,
        signal: machine.signal,
      });
      if (status === 201 || status === 204 || status === 409) return;
      last = `the install VM answered ${status}`;
      if (status < 500) break;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(firstWaitMs * 2 ** attempt, machine.signal);
  }
  // The script goes on without its stage, but not without its report.
  if (stage === "booted") machine.print(`slipway-report: ${url}: ${last}`);
  else throw new Stuck(stage, `slipway-report: ${url}: ${last}`);
}
