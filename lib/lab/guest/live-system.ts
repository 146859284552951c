import { createHash } from "node:crypto";
import { baseSystem, viewOf } from "../machine/base-system";
import { writableDataOn } from "../machine/disk-data";
import type { FileView } from "../machine/file-view";
import { drivesOf, memoryMiB } from "../machine/hardware";
import { fetchConfig, runIgnition } from "../machine/ignition-apply";
import { Stuck, type Machine } from "../machine/machine";
import { isEnabled } from "../machine/enabled-units";
import { readUnitFile, splitWords, valueOf } from "../machine/unit-file";
import { readCpioArchives, type CpioMember } from "../media/cpio";
import { releaseOfKernel, releaseOfRootfs, wantedRootfsPath, type WantedRootfs } from "../media/release";
import { fetchInside, type HttpResponse } from "../network/http-client";
import type { IpxeImage } from "./ipxe-script";

const leastMemoryMiB = 2048;

export interface LiveBoot {
  readonly machine: Machine;
  readonly address: string;
  readonly kernel: IpxeImage;
  readonly initrds: readonly IpxeImage[];
}

/** The live system as iPXE boots it: checks the guest's config, installs, and leaves a disk that boots. */
export async function runLiveSystem(boot: LiveBoot): Promise<void> {
  const { machine } = boot;
  const release = releaseOfKernel(boot.kernel.data);
  if (release === undefined)
    throw new Stuck("iPXE", `${boot.kernel.uri}: Exec format error (https://ipxe.org/2e008081)`);
  await machine.reach("iPXE", release);
  machine.print(`Linux version ${release}\nCommand line: ${boot.kernel.args.join(" ")}`);
  const memory = memoryMiB(machine.vm.active);
  if (memory < leastMemoryMiB) {
    throw new Stuck("config checked", `Kernel panic - not syncing: System is deadlocked on memory (${memory} MiB)`);
  }
  const members = unpackInitrds(machine, boot.initrds);
  await checkRootfs(boot, release, members);
  const view = await applyLiveConfig(boot, members);
  const config = await checkConfig(boot, view);
  const disk = installDisk(boot);
  await writeDisk(boot, view, disk, release, config);
}

/** The kernel unpacks archive after archive, and stops at the first bytes that are none. */
function unpackInitrds(machine: Machine, initrds: readonly IpxeImage[]): CpioMember[] {
  const members: CpioMember[] = [];
  for (const initrd of initrds) {
    try {
      members.push(...readCpioArchives(initrd.data));
    } catch (error) {
      machine.print(`Initramfs unpacking failed (${initrd.name}): ${error instanceof Error ? error.message : ""}`);
      break;
    }
  }
  return members;
}

async function checkRootfs(boot: LiveBoot, release: string, members: readonly CpioMember[]): Promise<void> {
  const stop = (why: string): never => {
    throw new Stuck("config checked", why);
  };
  const wantedFile = members.find(({ name }) => name === wantedRootfsPath);
  if (wantedFile === undefined) return stop("Kernel panic - not syncing: VFS: Unable to mount root fs");
  const wanted = JSON.parse(wantedFile.data.toString("utf8")) as WantedRootfs;
  if (wanted.release !== release)
    return stop(`initramfs is of ${wanted.release}, the kernel of ${release}: no modules`);
  const url = argument(boot, "coreos.live.rootfs_url");
  if (url === undefined)
    return stop("coreos-livepxe-rootfs: no rootfs: coreos.live.rootfs_url is not among the arguments");
  const rootfs = await get(boot, url);
  if (rootfs.status !== 200) return stop(`coreos-livepxe-rootfs: Couldn't fetch ${url}: HTTP status ${rootfs.status}`);
  const sha256 = createHash("sha256").update(rootfs.body).digest("hex");
  if (sha256 !== wanted.sha256 || releaseOfRootfs(rootfs.body) === undefined) {
    return stop("coreos-livepxe-rootfs: The rootfs image does not match the initramfs");
  }
}

async function applyLiveConfig(boot: LiveBoot, members: readonly CpioMember[]): Promise<FileView> {
  const { machine } = boot;
  const view = viewOf(baseSystem());
  const config = members.find(({ name }) => name === "config.ign");
  const first = boot.kernel.args.includes("ignition.firstboot") && argument(boot, "ignition.platform.id") === "metal";
  if (config === undefined || !first) {
    machine.print("ignition: no config for the live system");
    return view;
  }
  try {
    const { enabledUnits } = await runIgnition(config.data, {
      view,
      drives: drivesOf(machine.vm),
      fetch: async (url) => (await get(boot, url)).body,
      log: (line) => machine.print(line),
    });
    view.write("/run/enabled-units", Buffer.from(enabledUnits.join("\n")));
  } catch (error) {
    throw new Stuck("config checked", `ignition: ${error instanceof Error ? error.message : String(error)}`);
  }
  return view;
}

/** What slipway-check.service does, if it is there: nothing is installed that it has not seen. */
async function checkConfig(boot: LiveBoot, view: FileView): Promise<Buffer | undefined> {
  const { machine } = boot;
  if (!willRun(view, "slipway-check.service", machine)) {
    machine.print("slipway-check.service: not there, so coreos-installer runs without a config");
    return undefined;
  }
  const values = ["server", "ignition", "sha512", "vm_id", "nonce", "machine"].map((name) => {
    const value = argument(boot, `slipway.${name}`);
    if (value === undefined || value === "")
      throw new Stuck("config checked", `slipway-check: the kernel argument slipway.${name} is missing`);
    return value;
  });
  const [server = "", source = "", sha512 = "", vmId = "", nonce = "", uuid = ""] = values;
  const stage = (name: string, text: string): Promise<unknown> =>
    put(boot, `${server}/log/${vmId}/${nonce}/${uuid}/${name}`, text);
  const giveUp = async (lines: readonly string[]): Promise<never> => {
    const log = lines.map((line) => `slipway-check: ${line}`).join("\n");
    await stage("failed", `${log}\n`);
    throw new Stuck("config checked", log);
  };
  await stage("live", "live\n");
  const fetched = await get(boot, source);
  if (fetched.status !== 200)
    return giveUp([`${source}: HTTP status ${fetched.status}`, `no config from ${source}, disk untouched`]);
  const found = createHash("sha512").update(fetched.body).digest("hex");
  if (found !== sha512) {
    return giveUp([`the config has sha512 ${found}, the ticket said ${sha512}`, "hash mismatch, disk untouched"]);
  }
  try {
    await fetchConfig(fetched.body, {
      fetch: async (url) => (await get(boot, url)).body,
      log: (line) => machine.print(line),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return giveUp([why, "Ignition refuses the config, disk untouched"]);
  }
  await stage("checked", `${sha512}\n`);
  await machine.reach("config checked");
  return fetched.body;
}

function installDisk(boot: LiveBoot): ReturnType<typeof drivesOf>[number] {
  const device = argument(boot, "coreos.inst.install_dev");
  if (device === undefined || device === "") {
    throw new Stuck("written", "coreos-installer: coreos.inst.install_dev is not among the arguments");
  }
  const drive = drivesOf(boot.machine.vm).find(({ devices }) => devices.includes(device));
  if (drive === undefined) {
    throw new Stuck(
      "written",
      `coreos-installer: Error: checking for exclusive access to ${device}: No such file or directory (os error 2)`,
    );
  }
  return drive;
}

async function writeDisk(
  boot: LiveBoot,
  view: FileView,
  drive: ReturnType<typeof drivesOf>[number],
  release: string,
  ignition: Buffer | undefined,
): Promise<void> {
  const { machine } = boot;
  const data = writableDataOn(drive.disk);
  data.partitions = [];
  data.system = { release, ignition };
  machine.print(`Installing Fedora CoreOS ${release} to ${drive.key}\nInstall complete.`);
  if (willRun(view, "slipway-written.service", machine)) {
    const names = ["server", "vm_id", "nonce", "machine"];
    const [server, vmId, nonce, uuid] = names.map((name) => argument(boot, `slipway.${name}`));
    await put(boot, `${server}/log/${vmId}/${nonce}/${uuid}/written`, `${drive.key}\n`);
  }
  await machine.reach("written", drive.key);
  machine.print("Rebooting.");
}

/** A unit runs if it is there and wanted, and its program is a file that may be executed. */
function willRun(view: FileView, name: string, machine: Machine): boolean {
  if (!isEnabled(view, name, (view.text("/run/enabled-units") ?? "").split("\n"))) return false;
  const unit = readUnitFile(view.text(`/etc/systemd/system/${name}`) ?? "");
  const program = splitWords(valueOf(unit, "Service", "ExecStart") ?? "")[0] ?? "";
  const node = view.find(program);
  if (program.startsWith("/usr/bin/") || (node?.kind === "file" && (node.mode & 0o111) !== 0)) return true;
  machine.print(
    `${name}: Unable to locate executable '${program}': ${node ? "Permission denied" : "No such file or directory"}`,
  );
  throw new Stuck("config checked", `Failed to start ${name}`);
}

function argument(boot: LiveBoot, name: string): string | undefined {
  return boot.kernel.args.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** A request of the live system; a server that cannot be reached is status 0. */
async function get(boot: LiveBoot, url: string): Promise<HttpResponse> {
  return request(boot, { url });
}

async function put(boot: LiveBoot, url: string, text: string): Promise<HttpResponse> {
  const answer = await request(boot, { url, method: "PUT", body: Buffer.from(text) });
  if (answer.status >= 300 || answer.status === 0)
    boot.machine.print(`slipway-check: PUT ${url}: HTTP status ${answer.status}`);
  return answer;
}

async function request(boot: LiveBoot, options: { url: string; method?: "PUT"; body?: Buffer }): Promise<HttpResponse> {
  const { machine, address } = boot;
  try {
    return await fetchInside(machine.network, { ...options, from: address, signal: machine.signal });
  } catch (error) {
    if (machine.signal.aborted) throw error;
    machine.print(`curl: ${error instanceof Error ? error.message : String(error)}`);
    return { status: 0, body: Buffer.alloc(0) };
  }
}
