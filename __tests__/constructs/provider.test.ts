import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, TerraformStack } from "cdktf";
import {
  ByteSize,
  ConfigError,
  Container,
  GuestVm,
  InstallVm,
  parseProxmoxEnvironment,
  Proxmox,
  Subnet,
} from "../../lib";
import { findBundle } from "../../lib/constructs/provider-bundle";
import { EXAMPLE_RELEASE, exampleSettings } from "../stacks/example-settings";
import { anInstallVm, synthesizeStack, withApp } from "./synth";

describe("the slipway provider", () => {
  const { version } = findBundle();

  it("is pinned to its bundle, which lies where OpenTofu looks first, ready to run", () => {
    withApp((app) => {
      anInstallVm(new TerraformStack(app, "shop"));
      app.synth();

      const folder = join(app.outdir, "stacks/shop");
      const plugins = join(folder, "terraform.d/plugins/slipway.invalid/slipway/slipway", version);
      const files = readdirSync(plugins).map((platform) =>
        join(plugins, platform, `terraform-provider-slipway_v${version}`),
      );
      const { terraform } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
        terraform: Record<string, unknown>;
      };
      expect(terraform["required_providers"]).toEqual({
        slipway: { source: "slipway.invalid/slipway/slipway", version },
      });
      expect(readdirSync(plugins).sort()).toEqual(["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"]);
      expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o755, 0o755, 0o755, 0o755]);
      expect(files.map((file) => readFileSync(file).subarray(0, 19).toString())).toEqual(
        Array(4).fill("#!/usr/bin/env node"),
      );
    });
  });

  it("is in no stack that does not use it", () => {
    expect(
      synthesizeStack((stack) => new Subnet(stack, "net", { cidr: "10.0.0.0/8", gateway: "10.0.0.1", bridge: "vmbr0" }))
        .provider,
    ).toBeUndefined();
  });

  it("says how it is built where it is not", () => {
    expect(() => findBundle("/")).toThrow(ConfigError);
    expect(() => findBundle("/")).toThrow(/^provider\/not-built/);
  });
});

describe("Proxmox.fromEnvironment", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-shop-"));
  const before = { env: { ...process.env }, cwd: process.cwd() };
  afterAll(() => {
    process.chdir(before.cwd);
    process.env = before.env;
    rmSync(folder, { recursive: true });
  });

  /** The project of the tour. */
  class Shop extends TerraformStack {
    constructor(app: App) {
      super(app, "shop");
      const proxmox = Proxmox.fromEnvironment(this);
      const servers = new Subnet(this, "servers", { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr1" });
      const install = new InstallVm(this, "install", { proxmox, subnet: servers });

      const db = new GuestVm(this, "db", { install, memoryMiB: 4096 });
      const data = db.addDataDisk("pgdata", { size: ByteSize.gib(40), mountAt: "/var/lib/pgdata" });
      db.ignition.addQuadlet(
        new Container("postgres", {
          image: "docker.io/library/postgres:17",
          volumes: [data.at("/var/lib/postgresql/data")],
        }),
      );

      new GuestVm(this, "web", { install }).startAfter(db);
    }
  }

  it("makes a stack of ten lines out of settings and the release that is pinned in the project", () => {
    const settings = { ...exampleSettings(folder), SLIPWAY_RELEASE_FILE: "" };
    writeFileSync(join(folder, "slipway.lock.json"), JSON.stringify({ coreos: EXAMPLE_RELEASE }));
    process.chdir(folder);
    process.env = { ...settings };

    withApp((app) => {
      const shop = new Shop(app);

      expect(() => app.synth()).not.toThrow();
      expect(shop.allProviders()).toHaveLength(1);
    });
  });

  it("refuses wrong settings all at once", () => {
    expect(() => parseProxmoxEnvironment({ SLIPWAY_DRIVER: "x", PROXMOX_VE_INSECURE: "perhaps" })).toThrow(
      /^settings\/invalid-value at environment\/PROXMOX_VE_INSECURE[^]*\n\nsettings\/invalid-value at environment\/SLIPWAY_DRIVER/,
    );
  });
});
