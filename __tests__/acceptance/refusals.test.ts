import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithTofu, said, World } from "./world";

jest.setTimeout(240_000);

describe("synth", () => {
  it("refuses bad settings with all violations at once, before anything is written", async () => {
    const world = await World.begin({
      settings: { SLIPWAY_GUESTS: "many", SLIPWAY_SUBNET: "10.20.0.0/33", SLIPWAY_DRIVER: "vmware" },
    });
    try {
      const ended = await world.synth();

      expect(ended.status).not.toBe(0);
      for (const name of ["SLIPWAY_GUESTS", "SLIPWAY_SUBNET", "SLIPWAY_DRIVER"]) expect(ended.stderr).toContain(name);
      expect(() => world.document("install")).toThrow("ENOENT");
    } finally {
      await world.end();
    }
  });
});

describeWithTofu("the Proxmox API", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.begin({ guests: 1 });
    await world.mustSynth();
  });
  afterAll(() => world.end());
  afterEach(() => world.lab.faults.clear());

  it("refuses a wrong token: the diagnostic names the token, not its secret, and nothing is made", async () => {
    const good = world.setting("PROXMOX_VE_API_TOKEN_FILE");
    const wrong = join(world.directory, "wrong-token");
    writeFileSync(wrong, "slipway@pve!lab=00000000-0000-4000-8000-000000000000\n");
    world.set({ PROXMOX_VE_API_TOKEN_FILE: wrong });

    const ended = await world.apply("install");
    world.set({ PROXMOX_VE_API_TOKEN_FILE: good });

    expect(ended.status).toBe(1);
    expect(said(ended)).toContain("slipway@pve!lab");
    expect(said(ended)).toContain("401");
    expect(said(ended)).not.toContain("00000000-0000-4000");
    expect(world.lab.pve.vms()).toEqual([]);
  });

  it("refuses a token without a privilege: the diagnostic names path and privilege", async () => {
    world.lab.faults.api = ({ method, path }) =>
      method === "POST" && path.endsWith("/qemu")
        ? { status: 403, message: "Permission check failed (/vms/9000, VM.Allocate)" }
        : undefined;

    const ended = await world.apply("install");

    expect(ended.status).toBe(1);
    expect(said(ended)).toContain("Permission check failed (/vms/9000, VM.Allocate)");
    expect(world.lab.pve.vms()).toEqual([]);
    world.lab.faults.clear();
    await world.mustDestroy("install");
  });

  it("survives an interrupted upload: nothing half-written, and a second apply finishes the job", async () => {
    world.lab.faults.api = ({ method, path }) =>
      method === "POST" && path.endsWith("/upload") ? { dropAfterBytes: 100_000 } : undefined;

    const first = await world.apply("install");
    expect(first.status).toBe(1);
    expect(said(first)).toMatch(/Unable to upload/);
    expect(await world.operator.isos()).toEqual([]);
    expect(world.lab.pve.vms()).toEqual([]);

    world.lab.faults.clear();
    await world.mustApply("install");
    expect(await world.plan("install")).toBe("");
  });

  it("refuses a VM id that another VM has: names that VM, leaves it alone, and goes on once it is gone", async () => {
    await world.operator.api("POST", "/nodes/pve3/qemu", { vmid: "101", name: "somebody-elses" });

    const first = await world.apply("guests");

    expect(first.status).toBe(1);
    expect(said(first)).toContain("101");
    expect(said(first)).toContain("somebody-elses");
    expect(world.lab.pve.vm(101)?.config["name"]).toBe("somebody-elses");

    await world.operator.api("DELETE", "/nodes/pve3/qemu/101");
    await world.mustApply("guests");
    expect(await world.plan("guests")).toBe("");
  });
});

describeWithTofu("SFTP", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.begin({ guests: 1 });
    await world.mustSynth();
    await world.mustApply("install");
  });
  afterAll(() => world.end());
  afterEach(() => world.lab.faults.clear());

  it("refuses a bastion with another host key, with both fingerprints", async () => {
    const good = world.setting("SLIPWAY_BASTION_HOST_KEY");
    const other = `ssh-ed25519 ${Buffer.concat([Buffer.from("0000000b7373682d6564323535313900000020", "hex"), randomBytes(32)]).toString("base64")}`;
    world.set({ SLIPWAY_BASTION_HOST_KEY: other });
    await world.mustSynth();

    const ended = await world.apply("guests");
    world.set({ SLIPWAY_BASTION_HOST_KEY: good });
    await world.mustSynth();

    expect(ended.status).toBe(1);
    expect(new Set(said(ended).match(/SHA256:[A-Za-z0-9+/]{43}/g)).size).toBe(2);
    expect(world.lab.pve.vm(101)).toBeUndefined();
  });

  it("refuses a key that the server does not let in, naming user and key", async () => {
    const good = world.setting("SLIPWAY_IDENTITY_FILE");
    const other = join(world.directory, "other-key");
    writeFileSync(
      other,
      generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }),
      { mode: 0o600 },
    );
    world.set({ SLIPWAY_IDENTITY_FILE: other });
    await world.mustSynth();

    const ended = await world.apply("guests");
    world.set({ SLIPWAY_IDENTITY_FILE: good });
    await world.mustSynth();

    expect(ended.status).toBe(1);
    expect(said(ended)).toContain("other-key");
    expect(said(ended)).toContain("root");
  });

  it("survives connections that break after the handshake: nothing half-written, and a second apply finishes the job", async () => {
    world.lab.faults.dropConnectionAfter = (_address, port) => (port === 2222 ? 4000 : undefined);

    const first = await world.apply("guests");
    expect(first.status).toBe(1);
    expect(said(first)).toContain("Unable to write");
    expect(world.lab.pve.vm(101)).toBeUndefined();

    world.lab.faults.clear();
    await world.mustApply("guests");
    expect(await world.plan("guests")).toBe("");
  });
});

describeWithTofu("an installation that cannot go on", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.begin({ guests: 1 });
    await world.mustSynth();
    await world.mustApply("install");
  });
  afterEach(() => world.end());

  it("stops before the disk at an Ignition that is not the published one, shows the log, and is finished by a second apply", async () => {
    await world.reached(9000, "healthy");
    await world.operator.session();
    const ignition = "/ignition/101.ign/10.20.0.11";
    let tampered = false;
    world.lab.faults.stage = (vmId, stage) => {
      if (vmId !== 101 || stage !== "DHCP" || tampered) return undefined;
      tampered = true;
      return world.operator.read(ignition).then((text) => world.operator.write(ignition, `${text} `));
    };

    const first = await world.apply("guests");

    expect(first.status).toBe(1);
    expect(said(first)).toContain('Unable to install guest "db"');
    expect(said(first)).toContain("stuck at: config checked");
    expect(said(first)).toContain("hash mismatch, disk untouched");
    expect(world.lab.pve.vm(101)?.disks.get("virtio0")?.contents).toEqual({ kind: "blank" });

    await world.mustApply("guests");
    expect(await world.plan("guests")).toBe("");
  });
});
