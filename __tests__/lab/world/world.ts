import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Client, type SFTPWrapper } from "ssh2";
import { Faults } from "../../../lib/lab/faults";
import { LabHypervisor } from "../../../lib/lab/hypervisor";
import { newSshKey, type SshKeyPair } from "../../../lib/lab/machine/ssh-key";
import { Iso9660Reader } from "../../../lib/lab/media/iso9660-reader";
import { startInternet, type Internet } from "../../../lib/lab/media/internet";
import { signingKey } from "../../../lib/lab/media/openpgp";
import { publish, releasePin } from "../../../lib/lab/media/publication";
import { makeRelease } from "../../../lib/lab/media/release";
import { VirtualNetwork } from "../../../lib/lab/network/virtual-network";
import type { DiskState, VmConfig, VmState } from "../../../lib/lab/pve/types";
import { guestConfig, liveConfigArchive, newc } from "./guest-config";
import { installConfig, type InstallConfigOptions } from "./install-config";

const release = "44.20260802.3.1";
export const nonce = "0123456789abcdef0123456789abcdef";
export const uuid = "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f";

/** A lab without its Proxmox API: machines, their network, and a folder of their own. */
export class World {
  readonly directory = mkdtempSync(join(tmpdir(), "slipway-lab-"));
  readonly faults = new Faults();
  readonly network = new VirtualNetwork(this.faults);
  readonly stages: string[] = [];
  readonly operator: SshKeyPair = newSshKey("operator");
  readonly hostKey: SshKeyPair = newSshKey("sftp");
  private readonly files = makeRelease(release);
  private internet: Internet | undefined;

  readonly hypervisor = new LabHypervisor({
    network: this.network,
    stageDelayMs: 0,
    consoleFile: (vm) => join(this.directory, `${vm.vmid}.log`),
    isoPath: () => join(this.directory, "install.iso"),
    observer: {
      stage: (vm, stage) => this.stages.push(`${vm.config["name"]}: ${stage}`),
      stuck: (vm, stage) => this.stages.push(`${vm.config["name"]}: stuck at ${stage}`),
      request: () => undefined,
    },
  });

  /** Publishes the release and writes the install VM's ISO. */
  async prepare(instead: InstallConfigOptions["instead"] = {}): Promise<void> {
    this.internet ??= await startInternet(this.faults);
    this.internet.serve(publish(this.files, signingKey("test"), this.internet.origin));
    const { coreos } = releasePin(this.files, this.internet.origin) as {
      coreos: Record<"kernel" | "initramfs" | "rootfs", { url: string; sha256: string }>;
    };
    const config = installConfig({
      address: "10.20.0.2",
      release,
      images: [coreos.kernel, coreos.initramfs, coreos.rootfs],
      hostKey: this.hostKey,
      authorizedKey: this.operator.publicKey,
      liveConfig: liveConfigArchive(),
      instead,
    });
    this.embed(gzipSync(newc("config.ign", Buffer.from(JSON.stringify(config)))));
  }

  /** Writes an ISO with those bytes in its embed area. */
  embed(archive: Buffer): void {
    const path = join(this.directory, "install.iso");
    const image = Buffer.from(this.files.iso.data);
    writeFileSync(path, image);
    const reader = Iso9660Reader.open(path);
    const area = reader.find("IMAGES/IGNITION.IMG");
    reader.close();
    archive.copy(image, area?.offset ?? 0);
    writeFileSync(path, image);
  }

  /** Starts the install VM, which has to become healthy. */
  async install(vm = installVm()): Promise<VmState> {
    const reached = await this.run(vm);
    if (!reached.includes("healthy")) throw new Error(this.console(vm.vmid));
    return vm;
  }

  /** Publishes a guest's files over SFTP, options before the host. */
  async publish(changes: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
    const ignition = guestConfig(nonce);
    const sha512 = createHash("sha512").update(ignition).digest("hex");
    const files: Record<string, string | undefined> = {
      "/ignition/102.ign/10.20.0.12": ignition.toString(),
      "/tickets/102.ign/10.20.0.12": `#!ipxe\nset vm_id 102\nset nonce ${nonce}\nset sha512 ${sha512}\n`,
      "/dhcp/options/102": `tag:webtag,encap:128,2,"102.ign"\ntag:webtag,encap:128,3,"/dev/disk/by-path/pci-0000:00:0a.0"\n`,
      "/dhcp/hosts/102": "BC:24:11:00:00:66,set:webtag,10.20.0.12,web\n",
      ...changes,
    };
    const sftp = await this.sftp();
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) continue;
      if (!path.startsWith("/dhcp")) await made(sftp, path.slice(0, path.lastIndexOf("/")));
      await written(sftp, path, text);
    }
    sftp.end();
  }

  /** A session with the install VM's SFTP server. */
  sftp(key: SshKeyPair = this.operator, username = "terraform_ignition"): Promise<SFTPWrapper> {
    return new Promise((resolve, reject) => {
      const client = new Client();
      client.on("error", reject);
      client.on("ready", () => {
        client.sftp((error, sftp) => {
          if (error) return reject(error);
          sftp.on("close", () => client.end());
          resolve(sftp);
        });
      });
      const sock = this.network.connect("10.20.0.2", 2222, "192.0.2.1");
      client.connect({ sock, username, privateKey: key.privateKey });
    });
  }

  console(vmid: number): string {
    return readFileSync(join(this.directory, `${vmid}.log`), "utf8");
  }

  /** Starts a machine, waits until it has come as far as it will, and tells how far that is. */
  async run(vm: VmState): Promise<string[]> {
    const from = this.stages.length;
    const prefix = `${vm.config["name"]}: `;
    await this.hypervisor.start(vm);
    await this.hypervisor.settled(vm.vmid);
    const own = this.stages.slice(from).filter((note) => note.startsWith(prefix));
    return own.map((note) => note.slice(prefix.length));
  }

  async end(): Promise<void> {
    await this.hypervisor.stopAll();
    this.network.close();
    await this.internet?.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function disk(volid: string, gib: number): DiskState {
  return { volid, sizeBytes: gib * 1024 ** 3, contents: { kind: "blank" }, directory: "" };
}

function machine(vmid: number, config: VmConfig, disks: ReadonlyMap<string, DiskState>): VmState {
  return { vmid, node: "pve1", config, active: config, disks: new Map(disks), running: true };
}

export function installVm(changes: VmConfig = {}): VmState {
  const config = {
    name: "install",
    boot: "order=ide2",
    memory: "4096",
    ide2: "local:iso/install.iso,media=cdrom,size=1M",
    virtio1: "local-lvm:vm-9000-disk-0,serial=slipway-data,size=8G",
    net0: "virtio=BC:24:11:00:00:02,bridge=vmbr1,firewall=1",
    ...changes,
  };
  return machine(9000, config, new Map([["virtio1", disk("local-lvm:vm-9000-disk-0", 8)]]));
}

export function guestVm(changes: VmConfig = {}): VmState {
  const config = {
    name: "web",
    boot: "order=virtio0;net0",
    memory: "4096",
    smbios1: `uuid=${uuid}`,
    virtio0: "local-lvm:vm-102-disk-0,size=16G",
    net0: "virtio=BC:24:11:00:00:66,bridge=vmbr1,firewall=1",
    ...changes,
  };
  return machine(102, config, new Map([["virtio0", disk("local-lvm:vm-102-disk-0", 16)]]));
}

function made(sftp: SFTPWrapper, path: string): Promise<void> {
  return new Promise((resolve) => sftp.mkdir(path, () => resolve()));
}

function written(sftp: SFTPWrapper, path: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => sftp.writeFile(path, text, (error) => (error ? reject(error) : resolve())));
}
