import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOWNLOAD_SCRIPT } from "../../lib/images/downloader/download-script";
import { REPORT_SCRIPT } from "../../lib/images/guest/report-script";
import { NGINX_CONF } from "../../lib/images/http/nginx-conf";
import { CHECK_SCRIPT, WRITTEN_SCRIPT } from "../../lib/images/live/check-script";
import { findProgram, fromPackage } from "./judges/judge";
import { Nginx } from "./judges/nginx";
import { contentOf } from "../images/fixtures";

const nginxProgram = fromPackage("nginx", "nginx-light");
const curl = fromPackage("curl", "curl");
const judged = nginxProgram === undefined || curl === undefined ? it.skip : it;
const withBash = findProgram("bash") === undefined ? it.skip : it;

jest.setTimeout(120_000);

const NONCE = "0f".repeat(16);
const MACHINE = "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f";
const CONFIG = '{"ignition": {"version": "3.4.0"}}';
const GUEST = "127.0.0.1";
const sha512 = (text: string): string => createHash("sha512").update(text).digest("hex");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-script-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script as it is, but for the places that it reads and writes. */
async function run(
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ status: number | null; stderr: string }> {
  const places = /(?<![\w$}"'])\/(?:proc|sys|run|etc|var|srv|usr\/lib\/dracut)\/(?=[\w.])/g;
  const file = join(folder, "script");
  writeFileSync(
    file,
    script.replace(/^#!.*\n/, "").replaceAll(places, (place) => `${folder}${place}`),
  );
  const child = spawn("bash", [file], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: `${folder}/bin:${process.env["PATH"] ?? ""}`, ...environment },
    timeout: 60_000,
  });
  const chunks: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stderr: Buffer.concat(chunks).toString() };
}

function put(path: string, content: string, mode = 0o644): void {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content, { mode });
}

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

describe("scripts of a guest", () => {
  let nginx: Nginx;
  let server: string;

  beforeAll(async () => {
    if (nginxProgram === undefined || curl === undefined) return;
    nginx = await Nginx.start(nginxProgram, NGINX_CONF);
    server = nginx.url;
    nginx.write(`ignition/102.ign/${GUEST}`, CONFIG);
  });
  afterAll(async () => nginx?.stop());

  const stage = (nonce: string, name: string): string =>
    readFileSync(nginx.path(`log/102/${nonce}/${MACHINE}/${name}`), "utf8");

  /** What the boot script leaves behind, and an Ignition that takes or refuses everything. */
  function liveSystem(hash: string, nonce: string, ignition: "takes" | "refuses"): void {
    put(
      "proc/cmdline",
      `initrd=main coreos.inst.install_dev=/dev/vda slipway.ignition=${server}/ignition/102.ign slipway.sha512=${hash} slipway.vm_id=102 slipway.nonce=${nonce} slipway.machine=${MACHINE} slipway.server=${server}\n`,
    );
    const verdict = ignition === "takes" ? "exit 0" : "echo 'error at line 1: unused key'; exit 1";
    put("usr/lib/dracut/modules.d/30ignition/ignition", `#!/bin/sh\n${verdict}\n`, 0o755);
  }

  describe("slipway-check", () => {
    judged("hands a config that is the one published to the installer, with its hash", async () => {
      liveSystem(sha512(CONFIG), NONCE, "takes");

      expect(await run(CHECK_SCRIPT)).toEqual({ status: 0, stderr: "" });

      expect(read("etc/coreos/installer.d/50-slipway.yaml")).toBe(
        `ignition-url: ${server}/ignition/102.ign\nignition-hash: sha512-${sha512(CONFIG)}\n`,
      );
      expect(stage(NONCE, "checked")).toBe(`${sha512(CONFIG)}\n`);
    });

    judged("keeps the installer from a config that is another one, and says why", async () => {
      const nonce = "aa".repeat(16);
      liveSystem(sha512("another"), nonce, "takes");

      const { status, stderr } = await run(CHECK_SCRIPT);

      expect(status).toBe(1);
      expect(stderr).toContain("slipway-check: hash mismatch, disk untouched\n");
      expect(stage(nonce, "failed")).toBe(
        `slipway-check: the config has sha512 ${sha512(CONFIG)}, the ticket said ${sha512("another")}\nslipway-check: hash mismatch, disk untouched\n`,
      );
      expect(existsSync(join(folder, "etc/coreos"))).toBe(false);
    });

    judged("keeps the installer from a config that Ignition refuses, and hands on what it says", async () => {
      const nonce = "bb".repeat(16);
      liveSystem(sha512(CONFIG), nonce, "refuses");

      expect((await run(CHECK_SCRIPT)).status).toBe(1);

      expect(stage(nonce, "failed")).toBe(
        "error at line 1: unused key\nslipway-check: Ignition refuses the config, disk untouched\n",
      );
      expect(existsSync(join(folder, "etc/coreos"))).toBe(false);
    });

    judged("stops where an argument is missing", async () => {
      liveSystem(sha512(CONFIG), NONCE, "takes");
      put("proc/cmdline", `slipway.server=${server}\n`);

      const { status, stderr } = await run(CHECK_SCRIPT);

      expect(status).toBe(1);
      expect(stderr).toBe("slipway-check: the kernel argument slipway.ignition is missing\n");
    });
  });

  judged("slipway-written reports the disk", async () => {
    liveSystem(sha512(CONFIG), NONCE, "takes");
    mkdirSync(join(folder, "run/slipway"), { recursive: true });

    expect(await run(WRITTEN_SCRIPT)).toEqual({ status: 0, stderr: "" });

    expect(stage(NONCE, "written")).toBe("/dev/vda");
  });

  describe("slipway-report", () => {
    const environment = (): Readonly<Record<string, string>> => ({
      SLIPWAY_SERVER: server,
      SLIPWAY_VM_ID: "102",
      SLIPWAY_NONCE: NONCE,
    });
    const boot = "7f1c2d3e-0000-4000-8000-000000000001";

    function installedSystem(): void {
      put("sys/class/dmi/id/product_uuid", `${MACHINE.toUpperCase()}\n`);
      put("proc/sys/kernel/random/boot_id", `${boot}\n`);
      put("etc/os-release", "NAME=\"Fedora Linux\"\nVERSION_ID=44\nOSTREE_VERSION='44.1.2'\n");
      put("etc/ssh/ssh_host_ed25519_key.pub", "ssh-ed25519 AAAAC3Nza root@web\n");
      put("etc/ssh/ssh_host_rsa_key.pub", "ssh-rsa AAAAB3Nza\n");
    }

    judged("reports release, boot and host keys, and remembers that it did, though told twice", async () => {
      installedSystem();

      expect(await run(REPORT_SCRIPT, environment())).toEqual({ status: 0, stderr: "" });
      expect(await run(REPORT_SCRIPT, environment())).toEqual({ status: 0, stderr: "" });

      expect(JSON.parse(readFileSync(nginx.path(`reports/102/${NONCE}/${MACHINE}/${boot}`), "utf8"))).toEqual({
        release: "44.1.2",
        boot_id: boot,
        nonce: NONCE,
        machine: MACHINE,
        ssh_host_keys: ["ssh-ed25519 AAAAC3Nza", "ssh-rsa AAAAB3Nza"],
      });
      expect(stage(NONCE, "booted")).toBe(`${boot}\n`);
      expect(read("var/lib/slipway/reported")).toBe(`${NONCE}\n`);
    });

    judged("refuses to put into the report what is no key", async () => {
      installedSystem();
      put("etc/ssh/ssh_host_ed25519_key.pub", 'ssh-ed25519 AA"],"x":["\n');

      const { status, stderr } = await run(REPORT_SCRIPT, environment());

      expect(status).toBe(1);
      expect(stderr).toContain("holds no public key");
    });

    judged("refuses to report for a machine that cannot be told from another", async () => {
      installedSystem();
      put("sys/class/dmi/id/product_uuid", "Not Settable\n");

      expect(await run(REPORT_SCRIPT, environment())).toEqual({
        status: 1,
        stderr: "slipway-report: the machine has no SMBIOS UUID\n",
      });
    });

    judged("fails where the install VM refuses the report, so that it is tried again", async () => {
      installedSystem();

      const { status, stderr } = await run(REPORT_SCRIPT, { ...environment(), SLIPWAY_VM_ID: "103" });

      expect({ status, stderr }).toEqual({ status: 1, stderr: "slipway-report: the install VM answered 403\n" });
    });
  });
});

describe("the set-up of the volumes", () => {
  withBash("gives the logs a group and a mode of their own, and keeps what is in them", async () => {
    put("bin/chown", `#!/bin/sh\necho "$*" >>"${folder}/calls"\n`, 0o755);
    for (const volume of ["dhcp", "ignition", "tickets", "reports", "log"])
      mkdirSync(join(folder, "srv", volume), { recursive: true });
    put("srv/log/http.log", "of the boot before\n", 0o600);

    expect(await run(contentOf("/etc/slipway/setup/volume-setup"))).toEqual({ status: 0, stderr: "" });

    expect(read("srv/log/http.log")).toBe("of the boot before\n");
    expect(read("srv/log/dnsmasq.log")).toBe("");
    for (const log of ["http", "dnsmasq"]) {
      expect((statSync(join(folder, `srv/log/${log}.log`)).mode & 0o777).toString(8)).toBe("640");
    }
    expect(read("calls")).toContain(`root:101 ${folder}/srv/log/dnsmasq.log ${folder}/srv/log/http.log\n`);
  });
});

describe("the downloader's script", () => {
  const environment = { SLIPWAY_RELEASE: "44.2" };
  const url = (release: string, name: string): string => `https://builds.example/${release}/${name}`;

  /** Stands for coreos-installer: writes the URL itself, or something else, as the file's content. */
  function installer(content = '"$url"'): void {
    put(
      "bin/coreos-installer",
      `#!/bin/bash\nset -eu\nurl="$3"\necho "$*" >>"${folder}/calls"\nprintf '%s' ${content} >"$5/\${url##*/}"\n`,
      0o755,
    );
  }

  function wanted(release: string): void {
    const line = (name: string): string => `${sha256(url(release, name))}  ${url(release, name)}\n`;
    put("etc/slipway/downloader/images.sha256", line("kernel") + line("rootfs.img"));
    mkdirSync(join(folder, "srv/images"), { recursive: true });
  }

  const there = (): readonly string[] => readdirSync(join(folder, "srv/images")).sort();

  withBash("fetches a release, checks it and puts it in its place", async () => {
    wanted("44.2");
    installer();

    expect(await run(DOWNLOAD_SCRIPT, environment)).toEqual({ status: 0, stderr: "" });

    expect(there()).toEqual([".current", "44.2"]);
    expect(read("srv/images/44.2/kernel")).toBe(url("44.2", "kernel"));
    expect(read("calls")).toContain(`download --image-url ${url("44.2", "kernel")} --directory`);
  });

  withBash("fetches nothing where the release is there and sound", async () => {
    wanted("44.2");
    installer();
    await run(DOWNLOAD_SCRIPT, environment);
    rmSync(join(folder, "bin"), { recursive: true });

    expect(await run(DOWNLOAD_SCRIPT, environment)).toEqual({ status: 0, stderr: "" });
  });

  withBash("fetches again what has been harmed", async () => {
    wanted("44.2");
    installer();
    await run(DOWNLOAD_SCRIPT, environment);
    put("srv/images/44.2/kernel", "harmed");

    expect((await run(DOWNLOAD_SCRIPT, environment)).status).toBe(0);

    expect(read("srv/images/44.2/kernel")).toBe(url("44.2", "kernel"));
  });

  withBash("puts nothing in place that is not what was asked for", async () => {
    wanted("44.2");
    installer("exchanged");

    expect((await run(DOWNLOAD_SCRIPT, environment)).status).not.toBe(0);

    expect(there()).toEqual([".incoming"]);
  });

  withBash("refuses a release that would lead elsewhere", async () => {
    wanted("44.2");

    expect(await run(DOWNLOAD_SCRIPT, { SLIPWAY_RELEASE: "../44.2" })).toEqual({
      status: 1,
      stderr: "../44.2 is no release\n",
    });
  });

  withBash("keeps the release before, and no older one", async () => {
    installer();
    for (const release of ["44.0", "44.1", "44.2"]) {
      wanted(release);
      await run(DOWNLOAD_SCRIPT, { SLIPWAY_RELEASE: release });
    }

    expect(there()).toEqual([".current", "44.1", "44.2"]);
  });
});
