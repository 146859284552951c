import { createHash } from "node:crypto";
import { guestConfig } from "./world/guest-config";
import { file } from "./world/install-config";
import { guestVm, nonce, uuid, World } from "./world/world";

const allStages = ["powered on", "DHCP", "iPXE", "config checked", "written", "booted", "reported"];
const ticket = (sha512: string): string => `#!ipxe\nset vm_id 102\nset nonce ${nonce}\nset sha512 ${sha512}\n`;
const sha512 = (bytes: Buffer | string): string => createHash("sha512").update(bytes).digest("hex");

/** What is published when the config is another one. */
function withConfig(config: Buffer): Record<string, string> {
  return {
    "/ignition/102.ign/10.20.0.12": config.toString(),
    "/tickets/102.ign/10.20.0.12": ticket(sha512(config)),
  };
}

describe("A guest with an empty disk", () => {
  const world = new World();

  beforeAll(async () => {
    await world.prepare();
    await world.install();
    await world.publish();
  });
  afterAll(() => world.end());

  it("installs itself and reports, and boots its disk from then on", async () => {
    const guest = guestVm();

    const first = await world.run(guest);
    await world.hypervisor.stop(guest, "stop");
    const second = await world.run(guest);
    await world.hypervisor.stop(guest, "stop");

    expect(first).toEqual(allStages);
    expect(second).toEqual(["powered on", "booted", "reported"]);
  });

  it("leaves its stages and its report on the install VM", async () => {
    const sftp = await world.sftp();
    const names = (path: string): Promise<string[]> =>
      new Promise((resolve, reject) => {
        sftp.readdir(path, (error, list) => (error ? reject(error) : resolve(list.map(({ filename }) => filename))));
      });
    const read = (path: string): Promise<string> =>
      new Promise((resolve, reject) => {
        sftp.readFile(path, (error, data) => (error ? reject(error) : resolve(data.toString())));
      });

    const stages = await names(`/log/102/${nonce}/${uuid}`);
    const [bootId = ""] = await names(`/reports/102/${nonce}/${uuid}`);
    const report = await read(`/reports/102/${nonce}/${uuid}/${bootId}`);
    const log = await read("/log/http.log");
    sftp.end();

    expect(stages).toEqual(["booted", "checked", "live", "written"]);
    expect(JSON.parse(report)).toEqual({
      release: "44.20260802.3.1",
      boot_id: bootId,
      nonce,
      machine: uuid,
      ssh_host_keys: [expect.stringMatching(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}$/)],
    });
    expect(log.split("\n").slice(0, 3)).toEqual([
      "10.20.0.12 GET /boot.ipxe 200",
      "10.20.0.12 GET /tickets/102.ign 200",
      `10.20.0.12 GET /installed/102/${nonce}/${uuid} 404`,
    ]);
  });

  it("does not install again when its disk is gone, since its ticket is closed", async () => {
    expect(await world.run(guestVm())).toEqual(["powered on", "DHCP", "stuck at iPXE"]);
    expect(world.console(102)).toMatch(
      /\/installed\/102\/[0-9a-f]+\/[0-9a-f-]+\.\.\. ok\n.*SAN device.*\nNo bootable device\.\n$/,
    );
  });
});

describe("A guest that has reported", () => {
  const world = new World();
  const guest = guestVm();

  beforeAll(async () => {
    await world.prepare();
    await world.install();
    await world.publish();
    await world.run(guest);
    await world.hypervisor.stop(guest, "stop");
  });
  afterAll(() => world.end());

  const reports = async (): Promise<string[]> => {
    const sftp = await world.sftp();
    const names = await new Promise<string[]>((resolve, reject) => {
      sftp.readdir(`/reports/102/${nonce}`, (error, list) =>
        error ? reject(error) : resolve(list.map(({ filename }) => filename)),
      );
    });
    sftp.end();
    return names;
  };

  it("is not installed again by a restart, even one that begins with the network", async () => {
    Object.assign(guest.config, { boot: "order=net0;virtio0" });

    const stages = await world.run(guest);
    await world.hypervisor.stop(guest, "stop");

    expect(stages).toEqual(["powered on", "DHCP", "booted", "reported"]);
    expect(await reports()).toEqual([uuid]);
  });

  it("is installed again, with the same config, when its VM is made anew", async () => {
    const another = "0d9c8b7a-6f5e-4d3c-8b2a-190817263544";
    const made = guestVm({ smbios1: `uuid=${another.toUpperCase()}` });

    const stages = await world.run(made);
    await world.hypervisor.stop(made, "stop");

    expect(stages).toEqual(allStages);
    expect(await reports()).toEqual([another, uuid]);
  });

  it("is left alone where a machine has no UUID to be known by", async () => {
    const nameless = guestVm({ smbios1: "manufacturer=nobody" });

    expect(await world.run(nameless)).toEqual(["powered on", "DHCP", "stuck at iPXE"]);
  });
});

describe("A guest for which something is wrong", () => {
  const world = new World();

  beforeAll(async () => {
    await world.prepare();
    await world.install();
  });
  afterAll(() => world.end());

  interface Mistake {
    readonly published?: Readonly<Record<string, string | undefined>>;
    readonly vm?: Readonly<Record<string, string>>;
    readonly reaches: readonly string[];
    readonly console: RegExp;
  }

  const mistakes: Record<string, Mistake> = {
    "another MAC address": {
      vm: { net0: "virtio=BC:24:11:00:00:67,bridge=vmbr1" },
      reaches: ["powered on", "stuck at DHCP"],
      console: /iPXE: no DHCP offer on net0: No configuration methods succeeded\n$/,
    },
    "another bridge": {
      vm: { net0: "virtio=BC:24:11:00:00:66,bridge=vmbr0" },
      reaches: ["powered on", "stuck at DHCP"],
      console: /no DHCP offer on net0/,
    },
    "no NIC in its boot order": {
      vm: { boot: "order=virtio0" },
      reaches: ["powered on", "stuck at DHCP"],
      console: /No bootable device\.\n$/,
    },
    "UEFI without a source of randomness": {
      vm: { bios: "ovmf" },
      reaches: ["powered on", "stuck at DHCP"],
      console: /no source of randomness \(the VM has no rng0\)\n$/,
    },
    "no ticket": {
      published: { "/tickets/102.ign/10.20.0.12": undefined },
      reaches: ["powered on", "DHCP", "stuck at iPXE"],
      console:
        /tickets\/102\.ign\.\.\. No such file or directory .*\nCould not boot from SAN device.*\nNo bootable device\.\n$/,
    },
    "a ticket for another address": {
      published: { "/tickets/102.ign/10.20.0.12": undefined, "/tickets/102.ign/10.20.0.13": ticket("0".repeat(128)) },
      reaches: ["powered on", "DHCP", "stuck at iPXE"],
      console: /tickets\/102\.ign\.\.\. Permission denied/,
    },
    "too little memory": {
      vm: { memory: "2047" },
      reaches: ["powered on", "DHCP", "iPXE", "stuck at config checked"],
      console: /Kernel panic - not syncing: System is deadlocked on memory \(2047 MiB\)\n$/,
    },
    "no Ignition config": {
      published: { "/ignition/102.ign/10.20.0.12": undefined },
      reaches: ["powered on", "DHCP", "iPXE", "stuck at config checked"],
      console: /slipway-check: no config from http:\/\/10\.20\.0\.2\/ignition\/102\.ign, disk untouched\n$/,
    },
    "a config of another hash": {
      published: { "/tickets/102.ign/10.20.0.12": ticket("0".repeat(128)) },
      reaches: ["powered on", "DHCP", "iPXE", "stuck at config checked"],
      console: /the ticket said 0+\nslipway-check: hash mismatch, disk untouched\n$/,
    },
    "a spec that Ignition does not know": {
      published: withConfig(guestConfig(nonce, { ignition: { version: "3.7.0" } })),
      reaches: ["powered on", "DHCP", "iPXE", "stuck at config checked"],
      console: /unsupported config version: 3\.7\.0\nslipway-check: Ignition refuses the config, disk untouched\n$/,
    },
    "an install disk that is not there": {
      published: {
        "/dhcp/options/102": `tag:webtag,encap:128,2,"102.ign"\ntag:webtag,encap:128,3,"/dev/disk/by-path/pci-0000:00:0b.0"\n`,
      },
      reaches: ["powered on", "DHCP", "iPXE", "config checked", "stuck at written"],
      console: /coreos-installer: Error: .*pci-0000:00:0b\.0: No such file or directory \(os error 2\)\n$/,
    },
    "a data disk that is not there": {
      published: withConfig(
        guestConfig(nonce, { storage: { disks: [{ device: "/dev/disk/by-id/virtio-data", partitions: [] }] } }),
      ),
      reaches: ["powered on", "DHCP", "iPXE", "config checked", "written", "stuck at booted"],
      console: /ignition: disks: \/dev\/disk\/by-id\/virtio-data: no such device.*\nYou are in emergency mode\.\n$/,
    },
    "another address in its own system": {
      published: withConfig(
        guestConfig(nonce, {
          storage: {
            files: [
              file("/usr/local/bin/slipway-report", "#!/bin/bash\n", 0o755),
              file(
                "/etc/NetworkManager/system-connections/a.nmconnection",
                "[connection]\nid=a\n[ipv4]\nmethod=manual\naddress1=10.20.0.99/24\n",
                0o600,
              ),
            ],
          },
        }),
      ),
      reaches: [...allStages.slice(0, 6), "stuck at reported"],
      console: /slipway-report: http:\/\/10\.20\.0\.2\/reports\/102\/[^:]*: the install VM answered 403\n$/,
    },
  };

  it.each(Object.entries(mistakes))("is stuck with %s, and its console says why", async (_name, mistake) => {
    await emptied(world);
    await world.publish(mistake.published);
    const guest = guestVm(mistake.vm);

    const reached = await world.run(guest);
    await world.hypervisor.stop(guest, "stop");

    expect(reached).toEqual(mistake.reaches);
    expect(world.console(102)).toMatch(mistake.console);
  });
});

/** Takes back what the test before has published. */
async function emptied(world: World): Promise<void> {
  const sftp = await world.sftp();
  const paths = ["/ignition/102.ign/10.20.0.12", "/tickets/102.ign/10.20.0.12", "/tickets/102.ign/10.20.0.13"];
  for (const path of paths) await new Promise<void>((resolve) => sftp.unlink(path, () => resolve()));
  for (const path of ["/ignition/102.ign", "/tickets/102.ign"]) {
    await new Promise<void>((resolve) => sftp.rmdir(path, () => resolve()));
  }
  sftp.end();
}
