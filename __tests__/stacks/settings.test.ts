import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../lib";
import { readSettings } from "../../stacks/settings";
import { exampleSettings } from "./example-settings";

const folder = mkdtempSync(join(tmpdir(), "slipway-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

function refusals(environment: Record<string, string>): readonly (readonly [string, string])[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ code, path }) => [code, path.join(".")] as const);
  }
}

describe("readSettings", () => {
  it("fills in what is not set", () => {
    const { SLIPWAY_RELEASE_FILE } = exampleSettings(folder);

    const { release, ...settings } = readSettings({ SLIPWAY_RELEASE_FILE, SLIPWAY_BRIDGE: "" });

    expect(release.release).toBe("44.20260802.3.1");
    expect(settings).toEqual({
      proxmox: { driver: "bpg", nodes: ["pve"], isoDatastore: "local", diskDatastore: "local-lvm" },
      bridge: "vmbr1",
      subnet: "10.20.0.0/24",
      gateway: "10.20.0.1",
      installAddress: "10.20.0.2",
      guests: 2,
    });
  });

  it("reads the cluster and the way to it", () => {
    expect(readSettings(exampleSettings(folder)).proxmox).toEqual({
      endpoint: "https://pve1.example.org:8006",
      caCertificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
      driver: "native",
      nodes: ["pve1", "pve2", "pve3"],
      isoDatastore: "local",
      diskDatastore: "local-lvm",
      bastion: {
        host: "pve1.example.org",
        user: "root",
        port: 22,
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHBhc3Rpb24="],
      },
      identityFile: "/home/ops/.ssh/id_ed25519",
      sshPublicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops"],
    });
  });

  it.each(["@cert-authority ssh-ed25519 AAAA ca", "@cert-authority *.example.org,!old.example.org ssh-ed25519 AAAA"])(
    "takes who may sign the bastion's host key for the key itself: %s",
    (line) => {
      const settings = readSettings({ ...exampleSettings(folder), SLIPWAY_BASTION_HOST_KEY: line });

      expect(settings.proxmox.bastion?.hostKeys).toEqual([line]);
    },
  );

  it("refuses everything that is wrong at once", () => {
    expect(
      refusals({
        PROXMOX_VE_CA_FILE: join(folder, "absent.pem"),
        SLIPWAY_DRIVER: "other",
        SLIPWAY_GUESTS: "-1",
        SLIPWAY_SUBNET: "10.20.0.1/24",
        SLIPWAY_GATEWAY: "gateway",
        SLIPWAY_BASTION_HOST_KEY: "unknown",
        SLIPWAY_RELEASE_FILE: join(folder, "absent.json"),
      }),
    ).toEqual([
      ["settings/unreadable", "PROXMOX_VE_CA_FILE"],
      ["settings/invalid-value", "SLIPWAY_DRIVER"],
      ["settings/invalid-format", "SLIPWAY_BASTION_HOST_KEY"],
      ["settings/invalid-format", "SLIPWAY_GATEWAY"],
      ["settings/too-small", "SLIPWAY_GUESTS"],
      ["subnet/host-bits", "SLIPWAY_SUBNET"],
      ["release/unreadable", "SLIPWAY_RELEASE_FILE"],
    ]);
  });

  it("refuses a bastion without its host key", () => {
    const { SLIPWAY_RELEASE_FILE } = exampleSettings(folder);

    expect(refusals({ SLIPWAY_RELEASE_FILE: SLIPWAY_RELEASE_FILE ?? "", SLIPWAY_BASTION: "pve1.example.org" })).toEqual(
      [["settings/half-a-bastion", "SLIPWAY_BASTION_HOST_KEY"]],
    );
  });
});
