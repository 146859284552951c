import type { SFTPWrapper, Stats } from "ssh2";
import { newSshKey } from "../../../lib/lab/machine/ssh-key";
import { expectSame } from "../../expect-same";
import { file, sshdConfig } from "../world/install-config";
import { installVm, World } from "../world/world";

const stages = ["powered on", "ignition", "dnsmasq", "http", "sftp", "healthy"];

function call<T>(run: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))));
}

describe("An install VM", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.end());

  it("starts the services that its Ignition declares", async () => {
    await world.prepare();

    expect((await world.run(installVm())).sort()).toEqual([...stages].sort());
  });

  it("keeps what lies on its data disk when it is switched off", async () => {
    await world.prepare();
    const vm = await world.install();
    await world.publish();

    await world.hypervisor.stop(vm, "shutdown");
    expect(() => world.network.connect("10.20.0.2", 2222, "10.20.0.1")).toThrow("No route to host");
    await world.run(vm);

    const sftp = await world.sftp();
    const stat = await call<Stats>((done) => sftp.stat("/ignition/102.ign/10.20.0.12", done));
    sftp.end();
    expect(stat?.isFile()).toBe(true);
  });

  it.each<[string, Record<string, Record<string, unknown>>, string, RegExp]>([
    [
      "http",
      { "/etc/slipway/http/nginx.conf": file("/etc/slipway/http/nginx.conf", "events { } http { sever { } }\n") },
      "stuck at http",
      /\[FAILED\] Failed to start http\.service: unknown directive "sever"/,
    ],
    [
      "dnsmasq",
      { "/etc/slipway/dnsmasq/dnsmasq.conf": file("/etc/slipway/dnsmasq/dnsmasq.conf", "dhcp-hostdir=/srv\n") },
      "stuck at dnsmasq",
      /Failed to start dnsmasq\.service: bad option at line 1 of \/etc\/dnsmasq\.conf/,
    ],
    [
      "sftp",
      { "/etc/slipway/sftp/sshd_config": file("/etc/slipway/sftp/sshd_config", `${sshdConfig}Prot 1\n`) },
      "stuck at sftp",
      /Failed to start sftp\.service: \/etc\/slipway\/sshd_config line 10: Bad configuration option: Prot/,
    ],
  ])("leaves %s down where its configuration is broken, and says why", async (_name, instead, stuck, line) => {
    await world.prepare(instead);

    const notes = await world.run(installVm());

    expect(notes).toContain(stuck);
    expect(notes).not.toContain("healthy");
    expect(notes.filter((note) => /^(dnsmasq|http|sftp)$/.test(note))).toHaveLength(2);
    expect(world.console(9000)).toMatch(line);
  });

  it("is not healthy without the images that it was told to fetch", async () => {
    await world.prepare();
    world.faults.download = (path, bytes) => (path.endsWith("kernel.x86_64") ? Buffer.from("other") : bytes);

    expect(await world.run(installVm())).not.toContain("healthy");
    expect(world.console(9000)).toMatch(
      /downloader\.service: .*kernel\.x86_64: FAILED: computed checksum did NOT match/,
    );
  });

  it.each<[string, () => Buffer | undefined, Record<string, string>, RegExp]>([
    ["no config in the embed area", () => Buffer.alloc(0), {}, /ignition: no config provided by user\n$/],
    ["bytes that are no archive", () => Buffer.from("hello"), {}, /Boot failed: .*: invalid magic/],
    [
      "a data disk of another serial number",
      () => undefined,
      { virtio1: "d,serial=x" },
      /virtio-slipway-data: no such device/,
    ],
    ["too little memory", () => undefined, { memory: "1024" }, /Kernel panic .* \(1024 MiB\)\n$/],
  ])("does not come up with %s", async (_name, embedded, changes, line) => {
    await world.prepare();
    const bytes = embedded();
    if (bytes !== undefined) world.embed(bytes);

    expect(await world.run(installVm(changes))).toEqual(["powered on", "stuck at ignition"]);
    expect(world.console(9000)).toMatch(line);
  });
});

describe("The install VM's SFTP server", () => {
  const world = new World();
  let sftp: SFTPWrapper;

  beforeAll(async () => {
    await world.prepare();
    await world.install();
    sftp = await world.sftp();
  });
  afterAll(async () => {
    sftp.end();
    await world.end();
  });

  const list = (path: string): Promise<string[] | undefined> =>
    call((done) =>
      sftp.readdir(path, (error, entries) =>
        done(
          error,
          entries?.map(({ filename }) => filename),
        ),
      ),
    );

  it("shows the chroot and nothing above it", async () => {
    expect(await list("/")).toEqual(["dhcp", "ignition", "log", "reports", "tickets"]);
    expect(await list("/../..")).toEqual(["dhcp", "ignition", "log", "reports", "tickets"]);
    await expect(list("/etc")).rejects.toThrow("No such file");
  });

  it("keeps permissions, and renames over a file as POSIX does", async () => {
    await call((done) => sftp.writeFile("/tickets/.new", "new", { mode: 0o640 }, done));
    await call((done) => sftp.writeFile("/tickets/102", "old", done));
    await call((done) => sftp.ext_openssh_rename("/tickets/.new", "/tickets/102", done));

    const stat = await call<Stats>((done) => sftp.stat("/tickets/102", done));
    expect((stat?.mode ?? 0).toString(8)).toBe("100640");
    expect(await call<Buffer>((done) => sftp.readFile("/tickets/102", done))).toEqual(Buffer.from("new"));
    expect(await list("/tickets")).toEqual(["102"]);
  });

  it("refuses a plain rename over a file", async () => {
    await call((done) => sftp.writeFile("/tickets/1", "1", done));
    await call((done) => sftp.writeFile("/tickets/2", "2", done));

    await expect(call((done) => sftp.rename("/tickets/1", "/tickets/2", done))).rejects.toThrow("Failure");
  });

  it.each(["/reports/x", "/log/x", "/x", "/etc/x"])("refuses to write %s", async (path) => {
    await expect(call((done) => sftp.writeFile(path, "x", done))).rejects.toThrow(/Permission denied|No such file/);
  });

  it("carries a large file whole", async () => {
    const bytes = Buffer.alloc(700_000, "0123456789");

    await call((done) => sftp.writeFile("/ignition/large", bytes, done));

    expectSame(await call<Buffer>((done) => sftp.readFile("/ignition/large", done)), bytes);
  });

  it.each([
    ["another key", () => newSshKey("x"), "terraform_ignition"],
    ["another user", () => world.operator, "root"],
  ])("refuses %s", async (_name, key, user) => {
    await expect(world.sftp(key(), user)).rejects.toThrow("All configured authentication methods failed");
  });
});
