import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../../../lib/provider/configuration";
import type { Diagnostic, ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/installation/resource";
import { Drive } from "../../sftp/drive";
import { type ServedFolder, servedFolder } from "../../sftp/served-folder";
import { FakeVm } from "./fake-vm";

/** Of the guest's config, and of the next one. */
export const NONCE = "0123456789abcdef0123456789abcdef";
export const OTHER = "fedcba9876543210fedcba9876543210";

/** The guest's VM, and the one that takes its place. */
export const MACHINE = "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f";
export const NEXT_MACHINE = "0d9c8b7a-6f5e-4d3c-8b2a-190817263544";
export const BOOT = "6a7b8c9d-0000-4000-8000-000000000001";
const HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI";

/** `slipway_installation` of guest "web", and what the install VM and Proxmox tell of it. */
export interface OnAnInstallVm {
  /** The install VM's folders, with the guest's config published and empty logs. */
  readonly served: ServedFolder;

  /** The guest's VM. */
  readonly vm: FakeVm;

  /** Takes the resource through its life. */
  readonly drive: Drive<Client>;

  /** The whole configuration. Its deadline is over at once. */
  readonly config: (changes?: ValueObject) => ValueObject;
  readonly log: (file: "http" | "dnsmasq", ...lines: readonly string[]) => void;

  /** Has the guest report. */
  readonly report: (nonce?: string) => void;

  /** From now on, lets the first look for a report find none, however slow this machine is. */
  readonly atSecondLook: (happen: () => void) => void;
}

/** For a `describe`. */
export function onAnInstallVm(): OnAnInstallVm {
  const served = servedFolder();
  const { put } = served;
  let vm: FakeVm;
  let drive: Drive<Client>;

  beforeEach(() => {
    put("/log/http.log", "");
    put("/log/dnsmasq.log", "");
    put("/ignition/102.ign/10.20.0.12", "{}");
    vm = new FakeVm(MACHINE);
    drive = new Drive<Client>(resource, {
      sftp: served.pool,
      proxmox: () => vm.api,
      seal: { sealedKey: () => ({ privateKey: "", publicKey: "", fingerprint: "" }) },
      cacheDirectory: served.folder,
      cacheLimitBytes: 0,
      signingKeys: [],
    });
  });

  return {
    served,
    get vm() {
      return vm;
    },
    get drive() {
      return drive;
    },
    config: (changes = {}) => ({ ...CONFIG, server: served.attribute(), ...changes }),
    log: (file, ...lines) =>
      appendFileSync(join(served.root, `log/${file}.log`), lines.map((line) => `${line}\n`).join("")),
    report: (nonce = NONCE) => put(`/reports/102/${nonce}/${MACHINE}/${BOOT}`, reportText({ nonce })),
    atSecondLook: (happen) => {
      let looks = 0;
      served.server.onRequest = (name) => {
        if (name.startsWith("OPENDIR /reports/") && ++looks === 2) happen();
      };
    },
  };
}

const CONFIG: ValueObject = {
  name: "web",
  vm_id: 102,
  mac_address: "BC:24:11:00:00:66",
  address: "10.20.0.12",
  nonce: NONCE,
  machine: null,
  on_change: null,
  timeout: 0.05,
  release: null,
  ssh_host_keys: null,
  ssh_host_key_fingerprint: null,
  boot_id: null,
  installed_in: null,
};

/** What the guest writes once it is installed. */
export function reportText(changes: object = {}): string {
  return JSON.stringify({
    release: "44.20260802.3.1",
    boot_id: BOOT,
    nonce: NONCE,
    machine: MACHINE,
    ssh_host_keys: [HOST_KEY],
    ...changes,
  });
}

/** The state of a guest that has reported {@link reportText}. */
export const reported = {
  release: "44.20260802.3.1",
  ssh_host_keys: [HOST_KEY],
  ssh_host_key_fingerprint: "SHA256:RjqLiayJrHJd1vV/B4fgUL9glSRMI7iloOCwsvQJxNY",
  boot_id: BOOT,
};

/** A line of the web server's log about the guest, written now. */
export function requestLine(method: string, uri: string, status: number): string {
  return `${new Date().toISOString()} 10.20.0.12 "${method} ${uri} HTTP/1.1" ${status} 0`;
}

/** Why the guest is not installed; expects that alone to be told. */
export function detailOf(diagnostics: readonly Diagnostic[]): string {
  expect(diagnostics).toMatchObject([{ severity: "error", summary: 'Unable to install guest "web"' }]);
  return (diagnostics[0]?.detail ?? "").replace(/after \d+ s/, "after N s");
}
