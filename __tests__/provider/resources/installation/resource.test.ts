import { appendFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Client } from "../../../../lib/provider/configuration";
import { UNKNOWN, type Diagnostic, type ValueObject } from "../../../../lib/provider/framework/values";
import type { ProxmoxApi } from "../../../../lib/provider/proxmox/api";
import { resource } from "../../../../lib/provider/resources/installation/resource";
import { SftpPool } from "../../../../lib/provider/sftp/pool";
import { Drive } from "../../sftp/drive";
import { newKey, startSshServer, temporaryFolder, type TestServer } from "../../sftp/ssh-server";

const NONCE = "0123456789abcdef0123456789abcdef";
const OTHER = "fedcba9876543210fedcba9876543210";
const MACHINE = "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f";
const NEXT_MACHINE = "0d9c8b7a-6f5e-4d3c-8b2a-190817263544";
const BOOT = "6a7b8c9d-0000-4000-8000-000000000001";
const HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI";
const MAC = "BC:24:11:00:00:66";

describe("slipway_installation", () => {
  const folder = temporaryFolder();
  const root = join(folder.path, "root");
  const identityFile = join(folder.path, "identity");
  const clientKey = newKey();
  const pool = new SftpPool({ agent: undefined, idleMs: 20, backOffMs: 5 });
  let server: TestServer;
  let vm: FakeVm;
  let drive: Drive<Client>;

  beforeAll(() => writeFileSync(identityFile, clientKey.privateKey, { mode: 0o600 }));
  beforeEach(async () => {
    mkdirSync(root);
    put("/log/http.log", "");
    put("/log/dnsmasq.log", "");
    put("/ignition/102.ign/10.20.0.12", "{}");
    server = await startSshServer({ root, clientKey, identityFile });
    vm = new FakeVm();
    drive = new Drive(resource, {
      sftp: pool,
      proxmox: () => vm.api,
      seal: { sealedKey: () => ({ privateKey: "", publicKey: "", fingerprint: "" }) },
      cacheDirectory: folder.path,
      cacheLimitBytes: 0,
      signingKeys: [],
    });
  });
  afterEach(async () => {
    pool.close();
    await server.stop();
    rmSync(root, { recursive: true });
  });
  afterAll(() => folder[Symbol.dispose]());

  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const log = (file: "http" | "dnsmasq", ...lines: readonly string[]): void =>
    appendFileSync(join(root, `log/${file}.log`), lines.map((line) => `${line}\n`).join(""));
  const reportText = (changes: object = {}): string =>
    JSON.stringify({
      release: "44.20260802.3.1",
      boot_id: BOOT,
      nonce: NONCE,
      machine: MACHINE,
      ssh_host_keys: [HOST_KEY],
      ...changes,
    });
  const report = (nonce = NONCE): void => put(`/reports/102/${nonce}/${MACHINE}/${BOOT}`, reportText({ nonce }));
  /** Lets the first look for a report find none, however slow this machine is. */
  const atSecondLook = (happen: () => void): void => {
    let looks = 0;
    server.onRequest = (name) => {
      if (name.startsWith("OPENDIR /reports/") && ++looks === 2) happen();
    };
  };
  const config = (changes: ValueObject = {}): ValueObject => ({
    name: "web",
    vm_id: 102,
    mac_address: MAC,
    address: "10.20.0.12",
    server: {
      host: "127.0.0.1",
      port: server.endpoint.port,
      user: server.endpoint.user,
      host_keys: server.endpoint.hostKeys,
      identity_file: identityFile,
      connect_timeout: 2,
      bastion: null,
    },
    nonce: NONCE,
    machine: null,
    on_change: null,
    timeout: 0.05,
    release: null,
    ssh_host_keys: null,
    ssh_host_key_fingerprint: null,
    boot_id: null,
    installed_in: null,
    ...changes,
  });
  const reported = {
    release: "44.20260802.3.1",
    ssh_host_keys: [HOST_KEY],
    ssh_host_key_fingerprint: "SHA256:RjqLiayJrHJd1vV/B4fgUL9glSRMI7iloOCwsvQJxNY",
    boot_id: BOOT,
  };
  const detailOf = (diagnostics: readonly Diagnostic[]): string => {
    expect(diagnostics).toMatchObject([{ severity: "error", summary: 'Unable to install guest "web"' }]);
    return (diagnostics[0]?.detail ?? "").replace(/after \d+ s/, "after N s");
  };
  const request = (method: string, uri: string, status: number): string =>
    `${new Date().toISOString()} 10.20.0.12 "${method} ${uri} HTTP/1.1" ${status} 0`;

  describe("create", () => {
    it("answers at once for a guest that had reported", async () => {
      report();

      const { state, diagnostics } = await drive.apply(config());

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject({ ...reported, installed_in: null });
    });

    it.each([
      ["since its VM was switched on in this run", 0.5, 0.5],
      ["null where its VM ran before", 1e9, null],
    ])("tells how long a guest took that was quicker than the first look: %s", async (_name, uptime, installedIn) => {
      report();
      vm.uptime = uptime;

      const { state } = await drive.apply(config());

      expect(state).toMatchObject({ ...reported, installed_in: installedIn });
    });

    it("names the guest when it is interrupted, and has no state", async () => {
      setTimeout(() => drive.session.interrupt(), 30);

      const { state, diagnostics } = await drive.apply(config({ timeout: 60 }));

      expect(state).toBeNull();
      expect(diagnostics).toEqual([
        {
          severity: "error",
          summary: "Operation cancelled",
          detail:
            'Interrupted while guest "web" was being installed. It goes on by itself as far as it can: apply again to wait for it.',
        },
      ]);
    });

    it("waits for the report", async () => {
      atSecondLook(report);

      const { state, diagnostics } = await drive.apply(config({ timeout: 5 }));

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject({ ...reported, installed_in: expect.any(Number) });
    });

    it("takes the newest of several boots", async () => {
      const newer = BOOT.replace(/1$/, "2");
      report();
      utimesSync(join(root, `reports/102/${NONCE}/${MACHINE}/${BOOT}`), 1, 1);
      put(`/reports/102/${NONCE}/${MACHINE}/${newer}`, reportText({ boot_id: newer, release: "44.20260901.3.0" }));
      put(`/reports/102/${NONCE}/${MACHINE}/.upload`, "no report");

      const { state } = await drive.apply(config());

      expect(state).toMatchObject({ boot_id: newer, release: "44.20260901.3.0" });
    });

    it("has no more to do afterwards", async () => {
      report();
      await drive.apply(config());

      const warnings = await drive.refresh();
      const { value } = await drive.plan(config());

      expect(warnings).toEqual([]);
      expect(value).toEqual({ planned: drive.state, replace: [] });
    });

    it("refuses a report that is not the guest's", async () => {
      put(`/reports/102/${NONCE}/${MACHINE}/${BOOT}`, reportText({ nonce: OTHER }));

      const { state, diagnostics } = await drive.apply(config());

      expect(state).toBeNull();
      expect(diagnostics).toMatchObject([
        {
          summary: 'Unable to believe the report of guest "web"',
          detail: expect.stringContaining("its nonce is not that of the guest's config"),
        },
      ]);
    });

    it("ends when the user interrupts", async () => {
      setTimeout(() => drive.session.interrupt(), 30);

      const { diagnostics } = await drive.apply(config({ timeout: 60 }));

      expect(diagnostics).toMatchObject([{ summary: "Operation cancelled" }]);
    });
  });

  describe("a guest that does not report", () => {
    it("is stuck at DHCP when dnsmasq has heard nothing from it", async () => {
      log("dnsmasq", "Nov 22 03:55:24 dnsmasq-dhcp[2]: DHCPDISCOVER(eth0) bc:24:11:00:00:77 no address available");

      const { diagnostics } = await drive.apply(config());

      expect(detailOf(diagnostics)).toBe(
        [
          "stuck at: DHCP (after N s; reached: published)",
          "dnsmasq has not given 10.20.0.12 to BC:24:11:00:00:66",
          "install VM /log/dnsmasq.log: nothing about this guest",
          "fix: check that VM 102 runs, that its NIC has this MAC and is on the install network's bridge, and that its boot order holds the NIC",
        ].join("\n"),
      );
    });

    it("is given up at the third refusal of DHCP, long before the deadline", async () => {
      const refusal = "Nov 22 03:55:24 dnsmasq-dhcp[2]: 7 DHCPDISCOVER(eth0) bc:24:11:00:00:66 no address available";
      vm.onStart = () => log("dnsmasq", refusal, refusal, refusal);
      log("dnsmasq", refusal, refusal, refusal);

      const { diagnostics } = await drive.apply(config({ timeout: 600 }));

      expect(detailOf(diagnostics)).toBe(
        [
          "stuck at: DHCP (after N s; reached: published)",
          "dnsmasq has no address for BC:24:11:00:00:66",
          "install VM /log/dnsmasq.log, last lines:",
          `  ${refusal}`,
          `  ${refusal}`,
          `  ${refusal}`,
          "fix: `tofu apply -replace=slipway_files.<name>` with the files of this guest, which publishes them again",
        ].join("\n"),
      );
    });

    it("is stuck at iPXE when it has an address and has fetched nothing", async () => {
      log("dnsmasq", "Nov 22 03:55:24 dnsmasq-dhcp[2]: 7 DHCPACK(eth0) 10.20.0.12 bc:24:11:00:00:66 web");

      const { diagnostics } = await drive.apply(config());

      expect(detailOf(diagnostics)).toContain("stuck at: iPXE (after N s; reached: DHCP)");
      expect(detailOf(diagnostics)).toContain("the guest has 10.20.0.12, but has fetched nothing");
    });

    it("is given up when its ticket is refused", async () => {
      vm.onStart = () => log("http", request("GET", "/tickets/102.ign", 403));
      log("http", request("GET", "/boot.ipxe", 200), request("GET", "/tickets/102.ign", 403));

      const { diagnostics } = await drive.apply(config({ timeout: 600 }));

      expect(detailOf(diagnostics)).toContain("the install VM has no open ticket for this guest at its address");
      expect(detailOf(diagnostics)).toContain('"GET /tickets/102.ign HTTP/1.1" 403 0');
    });

    it.each([
      ["live", "config checked", "iPXE"],
      ["checked", "written", "config checked"],
      ["written", "booted", "written"],
      ["booted", "reported", "booted"],
    ])("that said %s is stuck at %s", async (said, stage, reached) => {
      put(`/log/102/${NONCE}/${MACHINE}/${said}`, "");

      const { diagnostics } = await drive.apply(config());

      expect(detailOf(diagnostics)).toContain(`stuck at: ${stage} (after N s; reached: ${reached})`);
    });

    it("is waited for even where the logs may not be read", async () => {
      log("http", request("GET", "/boot.ipxe", 200));
      server.refuse = "OPEN /log/http.log";

      const { diagnostics } = await drive.apply(config());

      expect(detailOf(diagnostics)).toContain("install VM /log/http.log: the SFTP user may not read it");
    });

    it("has not reached iPXE by what it fetched before its config was published", async () => {
      log("http", `2020-01-01T00:00:00+00:00 10.20.0.12 GET /boot.ipxe 200`);

      const { diagnostics } = await drive.apply(config());

      expect(detailOf(diagnostics)).toContain("reached: published");
    });

    it("shows what it said when it gave up, and nothing that a terminal would obey", async () => {
      const said = "slipway-check: hash mismatch, disk untouched\n\u001b[2Jslipway-check: \u0007end\n";
      vm.onStart = () => log("http", request("PUT", `/log/102/${NONCE}/${MACHINE}/failed`, 201));
      put(`/log/102/${NONCE}/${MACHINE}/live`, "");
      put(`/log/102/${NONCE}/${MACHINE}/failed`, said);

      const { diagnostics } = await drive.apply(config({ timeout: 600 }));

      expect(detailOf(diagnostics)).toBe(
        [
          "stuck at: config checked (after N s; reached: iPXE)",
          "the guest's installer gave up",
          `install VM /log/102/${NONCE}/${MACHINE}/failed, last lines:`,
          "  slipway-check: hash mismatch, disk untouched",
          "  ?[2Jslipway-check: ?end",
          "fix: correct what it says, then apply again, which restarts the guest; if a file on the install VM is not the published one, `tofu apply -replace=slipway_files.<name>` with the files of this guest, which publishes them again",
        ].join("\n"),
      );
    });
  });

  describe("a guest that failed in an earlier apply", () => {
    it("is restarted once, and what was said before does not count", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      log("http", request("PUT", `/log/102/${NONCE}/${MACHINE}/failed`, 201));
      vm.onStart = () => setTimeout(report, 30);

      const { state, diagnostics } = await drive.apply(config({ timeout: 10 }));

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject(reported);
      expect(vm.calls).toEqual(["POST stop", "POST start"]);
    });

    it("is explained as well when it cannot be restarted", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      vm.node = undefined;

      const { diagnostics } = await drive.apply(config({ timeout: 10, machine: MACHINE }));

      expect(diagnostics).toMatchObject([
        { summary: 'Unable to install guest "web"', detail: expect.stringContaining("hash mismatch") },
        { summary: 'Unable to restart guest "web"', detail: "There is no VM 102, or the API token may not see it." },
      ]);
    });

    it("is left alone once it has reported", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      report();

      await drive.apply(config());

      expect(vm.calls).toEqual([]);
    });
  });

  describe("a changed nonce", () => {
    beforeEach(async () => {
      report();
      await drive.apply(config());
    });

    it("replaces the installation by default", async () => {
      const { value } = await drive.plan(config({ nonce: OTHER }));

      expect(value.replace).toEqual([["nonce"]]);
      expect(value.planned).toMatchObject({ nonce: OTHER, release: UNKNOWN, boot_id: UNKNOWN });
    });

    it("changes nothing but the nonce when it is to be ignored", async () => {
      const before = drive.state;
      const changed = config({ nonce: OTHER, on_change: "ignore" });

      const { diagnostics } = await drive.apply(changed);
      await drive.refresh();

      expect(diagnostics).toEqual([]);
      expect(drive.state).toEqual({ ...before, nonce: OTHER, on_change: "ignore" });
      expect((await drive.plan(changed)).value).toEqual({ planned: drive.state, replace: [] });
    });

    describe("that means to install again", () => {
      const changed = (): ValueObject => config({ nonce: OTHER, on_change: "reinstall", timeout: 10 });

      it("boots from the network until the disk is written, then from the disk", async () => {
        vm.onStart = (order) =>
          order.startsWith("order=net0")
            ? put(`/log/102/${OTHER}/${MACHINE}/written`, "")
            : setTimeout(() => report(OTHER), 30);

        const { state, diagnostics } = await drive.apply(changed());

        expect(diagnostics).toEqual([]);
        expect(state).toMatchObject({ ...reported, nonce: OTHER, installed_in: expect.any(Number) });
        expect(vm.calls).toEqual([
          "PUT boot order=net0;virtio0",
          "POST shutdown",
          "POST start",
          "PUT boot order=virtio0;net0",
          "POST stop",
          "POST start",
        ]);
      });

      it("goes on after the disk was written when it was interrupted there", async () => {
        vm.boot = "order=net0;virtio0";
        put(`/log/102/${OTHER}/${MACHINE}/written`, "");
        vm.onStart = () => setTimeout(() => report(OTHER), 30);

        const { diagnostics } = await drive.apply(changed());

        expect(diagnostics).toEqual([]);
        expect(vm.calls).toEqual(["PUT boot order=virtio0;net0", "POST stop", "POST start"]);
      });

      it("only restores the boot order when the guest had reported already", async () => {
        vm.boot = "order=net0;virtio0";
        report(OTHER);

        const { diagnostics } = await drive.apply(changed());

        expect(diagnostics).toEqual([]);
        expect(vm.calls).toEqual(["PUT boot order=virtio0;net0"]);
      });

      it("restores the boot order and keeps the old state when the guest gives up", async () => {
        const before = drive.state;
        vm.onStart = () => {
          put(`/log/102/${OTHER}/${MACHINE}/failed`, "slipway-check: hash mismatch");
          log("http", request("PUT", `/log/102/${OTHER}/${MACHINE}/failed`, 201));
        };

        const { state, diagnostics } = await drive.apply(changed());

        expect(detailOf(diagnostics)).toContain("slipway-check: hash mismatch");
        expect(state).toEqual(before);
        expect(vm.boot).toBe("order=virtio0;net0");
      });
    });
  });

  describe("a VM that was made anew, with the same id and config", () => {
    beforeEach(async () => {
      report();
      await drive.apply(config());
    });

    const installNext = (): void =>
      atSecondLook(() => put(`/reports/102/${NONCE}/${NEXT_MACHINE}/${BOOT}`, reportText({ machine: NEXT_MACHINE })));

    it("is not installed, whatever the one before had reported", async () => {
      vm.machine = NEXT_MACHINE;

      expect([await drive.refresh(), drive.state]).toEqual([[], null]);
    });

    it("is waited for until it has reported itself", async () => {
      vm.machine = NEXT_MACHINE;
      await drive.refresh();
      installNext();

      const { state, diagnostics } = await drive.apply(config({ timeout: 10 }));

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject({ machine: NEXT_MACHINE, installed_in: expect.any(Number) });
    });

    it("is waited for in the apply that makes it, where it is handed over", async () => {
      expect((await drive.plan(config({ machine: MACHINE }))).value).toEqual({ planned: drive.state, replace: [] });
      expect((await drive.plan(config({ machine: UNKNOWN }))).value.replace).toEqual([["machine"]]);
      drive.state = null;
      installNext();

      const { state } = await drive.apply(config({ machine: NEXT_MACHINE, timeout: 10 }));

      expect(state).toMatchObject({ machine: NEXT_MACHINE, installed_in: expect.any(Number) });
    });

    it("does not inherit that the one before gave up", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      vm.machine = NEXT_MACHINE;
      await drive.refresh();

      const { diagnostics } = await drive.apply(config());

      expect(detailOf(diagnostics)).toContain("reached: published");
    });

    it("is missed when it is gone, and cannot be installed", async () => {
      vm.node = undefined;

      await drive.refresh();
      const { state, diagnostics } = await drive.apply(config());

      expect(state).toBeNull();
      expect(diagnostics).toMatchObject([
        {
          summary: 'Unable to install guest "web"',
          detail: "There is no VM 102, or the API token may not see it.",
        },
      ]);
    });
  });

  describe("read", () => {
    beforeEach(async () => {
      report();
      await drive.apply(config());
    });

    it("keeps the state when the reports are gone, or the server does not answer", async () => {
      const before = drive.state;

      rmSync(join(root, "reports"), { recursive: true });
      expect([await drive.refresh(), drive.state]).toEqual([[], before]);

      pool.close();
      await server.stop();
      expect([await drive.refresh(), drive.state]).toEqual([[], before]);
    });

    it("asks Proxmox for nothing but the VM's config, beside the list that all share", async () => {
      vm.reads.length = 0;

      await drive.refresh();

      expect(vm.reads).toEqual(["/nodes/pve3/qemu/102/config"]);
    });

    it("shows the release that the guest runs now", async () => {
      const newer = BOOT.replace(/1$/, "2");
      put(`/reports/102/${NONCE}/${MACHINE}/${newer}`, reportText({ boot_id: newer, release: "44.20260901.3.0" }));
      utimesSync(join(root, `reports/102/${NONCE}/${MACHINE}/${BOOT}`), 1, 1);

      await drive.refresh();

      expect(drive.state).toMatchObject({ release: "44.20260901.3.0" });
    });
  });

  describe("delete", () => {
    it("touches nothing", async () => {
      report();
      await drive.apply(config());
      server.requests.length = 0;

      expect(await drive.apply(null)).toEqual({ state: null, diagnostics: [] });
      expect(server.requests).toEqual([]);
    });
  });

  describe("validate", () => {
    it.each([
      ["on_change", "sometimes"],
      ["timeout", 0],
      ["vm_id", 99],
      ["nonce", "abc"],
      ["machine", MACHINE.toUpperCase()],
      ["mac_address", "bc-24-11-00-00-66"],
      ["address", "web.example"],
    ])("refuses a bad %s", async (name, value) => {
      expect(await drive.validate(config({ [name]: value }))).toMatchObject([
        { summary: `Not a value for ${name}`, path: [name] },
      ]);
    });
  });
});

/** A VM that is started and stopped, and says so. */
class FakeVm {
  readonly calls: string[] = [];
  boot = "order=virtio0;net0";
  node: string | undefined = "pve3";
  machine = MACHINE;
  uptime: number | undefined;
  readonly reads: string[] = [];
  onStart: (order: string) => unknown = () => undefined;
  private isRunning = true;

  readonly api: ProxmoxApi = {
    tokenId: "slipway@pve!test",
    get: (path) => {
      this.reads.push(path);
      return Promise.resolve(
        path.endsWith("/config")
          ? { boot: this.boot, smbios1: `uuid=${this.machine.toUpperCase()}` }
          : { status: this.isRunning ? "running" : "stopped", uptime: this.uptime },
      );
    },
    post: (path) => {
      const action = path.slice(path.lastIndexOf("/") + 1);
      this.calls.push(`POST ${action}`);
      this.isRunning = action === "start";
      if (action === "start") this.onStart(this.boot);
      return Promise.resolve("UPID:test");
    },
    put: (_path, parameters) => {
      this.boot = String(parameters?.boot);
      this.calls.push(`PUT boot ${this.boot}`);
      return Promise.resolve(null);
    },
    delete: () => Promise.reject(new Error("nothing is to be deleted")),
    upload: () => Promise.reject(new Error("nothing is to be uploaded")),
    waitForTask: () => Promise.resolve(),
    listVms: () =>
      Promise.resolve(
        this.node === undefined
          ? []
          : [{ vmid: 102, type: "qemu", node: this.node, status: "running", name: "web", pool: undefined }],
      ),
  };
}
