import { App, TerraformStack, Testing } from "cdktf";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, GuestVm, type GuestVmProps } from "../../lib";
import { EXAMPLE_RELEASE } from "../stacks/example-settings";
import { anInstallVm } from "./synth";

const LOCK = "slipway.lock.json";

describe("what a guest is given", () => {
  const before = { folder: process.cwd(), environment: { ...process.env } };
  let project = "";

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "slipway-allotment-"));
    process.chdir(project);
    delete process.env["CI"];
    delete process.env["SLIPWAY_RELEASE_FILE"];
  });
  afterEach(() => {
    process.chdir(before.folder);
    process.env = { ...before.environment };
    rmSync(project, { recursive: true });
  });

  /** Names of guests, and what their properties say. */
  type Guests = Readonly<Record<string, Partial<GuestVmProps>>>;

  function shop(guests: Guests): { readonly app: App; readonly given: Readonly<Record<string, string>> } {
    const app = new App({ outdir: join(project, "cdktf.out") });
    const stack = new TerraformStack(app, "shop");
    const install = anInstallVm(stack);
    const made = Object.entries(guests).map(([id, props]) => new GuestVm(stack, id, { install, ...props }));
    const given = made.map(({ node, macAddress, address }) => [node.id, `${macAddress} ${address}`]);
    return { app, given: Object.fromEntries(given) as Record<string, string> };
  }

  function synthesized(guests: Guests): Readonly<Record<string, string>> {
    const { app, given } = shop(guests);
    app.synth();
    return given;
  }

  const lock = (): unknown => JSON.parse(readFileSync(LOCK, "utf8"));

  it("is kept beside the pinned release, by the construct's path", () => {
    writeFileSync(LOCK, JSON.stringify({ coreos: EXAMPLE_RELEASE }));

    synthesized({
      db: {},
      web: { vmId: 300 },
      mail: { address: "10.20.0.77" },
      fixed: { vmId: 301, address: "10.20.0.78" },
    });

    expect(lock()).toEqual({
      coreos: EXAMPLE_RELEASE,
      guests: {
        "shop/db": { vmId: 101, address: "10.20.0.11" },
        "shop/mail": { vmId: 102 },
        "shop/web": { address: "10.20.0.12" },
      },
    });
  });

  it("stays when a guest before it is removed, and is given to nobody else", () => {
    const first = synthesized({ db: {}, web: {} });

    const second = synthesized({ cache: {}, web: {} });

    expect(first).toEqual({ db: "BC:24:11:00:00:65 10.20.0.11", web: "BC:24:11:00:00:66 10.20.0.12" });
    expect(second).toEqual({ cache: "BC:24:11:00:00:67 10.20.0.13", web: "BC:24:11:00:00:66 10.20.0.12" });
  });

  it("comes back with a guest that comes back", () => {
    synthesized({ db: {}, web: {} });
    synthesized({ web: {} });

    expect(synthesized({ web: {}, db: {} })["db"]).toBe("BC:24:11:00:00:65 10.20.0.11");
  });

  it("is what the properties say, whatever was kept", () => {
    synthesized({ db: {} });

    expect(synthesized({ db: { vmId: 300, address: "10.20.0.99" } })).toEqual({ db: "BC:24:11:00:01:2C 10.20.0.99" });
  });

  it("is refused where another guest's properties name the same, and both are named", () => {
    synthesized({ db: {}, web: {} });

    expect(() => synthesized({ web: { vmId: 101 }, db: {} })).toThrow(
      /^fleet\/duplicate-vm-id at shop\/db\/vmId\n {2}the VM id 101 is that of "shop\/web" and of "shop\/db"\n/,
    );
  });

  it("leaves the file as it was where nothing is new", () => {
    synthesized({ db: {} });
    const tidied = JSON.stringify(lock());
    writeFileSync(LOCK, tidied);

    synthesized({ db: {} });

    expect(readFileSync(LOCK, "utf8")).toBe(tidied);
  });

  it("is not kept where the app is refused, nor where a test only looks at a stack", () => {
    const stack = shop({ db: {} }).app.node.findChild("shop") as TerraformStack;
    Testing.synth(stack);
    expect(() => synthesized({ db: { memoryMiB: 1 } })).toThrow(ConfigError);

    expect(() => lock()).toThrow(/ENOENT/);
  });

  it("is kept in the file that SLIPWAY_RELEASE_FILE names", () => {
    process.env["SLIPWAY_RELEASE_FILE"] = "other.json";

    synthesized({ db: {} });

    expect(JSON.parse(readFileSync("other.json", "utf8"))).toEqual({
      guests: { "shop/db": { vmId: 101, address: "10.20.0.11" } },
    });
  });

  it("is refused under CI where it is new, for all guests at once, and nothing is written", () => {
    synthesized({ db: {} });
    rmSync("cdktf.out", { recursive: true });
    const committed = readFileSync(LOCK, "utf8");
    process.env["CI"] = "true";

    expect(() => synthesized({ db: {} })).not.toThrow();
    expect(() => synthesized({ db: {}, web: {}, mail: { vmId: 300 } })).toThrow(
      /^lock\/no-allotment at shop\/web\n {2}slipway.lock.json does not say what this guest was given \(vmId, address\), and nothing is added to it under CI\n {2}fix: synthesize on your own machine and commit slipway.lock.json, or set vmId and address\n\nlock\/no-allotment at shop\/mail\n {2}.*\(address\)/,
    );
    expect(readFileSync(LOCK, "utf8")).toBe(committed);
  });

  it("is refused where two programs gave away the same at the same time", () => {
    const here = shop({ db: {} });
    const there = shop({ web: {} });
    there.app.synth();

    expect(() => here.app.synth()).toThrow(
      /^lock\/changed-meanwhile at shop\/db.vmId\n {2}"shop\/web" was given 101 by another program while this one ran\n/,
    );
  });

  it.each([
    ["no JSON", "{", "lock/unreadable"],
    ["an id of no VM", '{ "guests": { "shop/db": { "vmId": 7 } } }', "vm-id/out-of-range"],
    ["something else", '{ "guests": { "shop/db": { "mac": "x" } } }', "lock/unrecognized-keys"],
  ])("is refused where the lock file holds %s", (_name, text, code) => {
    writeFileSync(LOCK, text);

    expect(() => synthesized({ db: {} })).toThrow(new RegExp(`^${code} at shop/db/lock`));
  });

  it("is refused, with all else that is wrong, where the network has no address left", () => {
    const addresses = Array.from({ length: 244 }, (_, index) => [`old-${index}`, { address: `10.20.0.${index + 11}` }]);
    writeFileSync(LOCK, JSON.stringify({ guests: Object.fromEntries(addresses) }));

    expect(() => synthesized({ db: {}, web: { memoryMiB: 1 } })).toThrow(
      /^subnet\/full at shop\/db\/address\n[^]*\n\nsubnet\/full at shop\/web\/address\n[^]*\n\nvm\/too-little-memory at shop\/web/,
    );
  });
});

describe("warnings", () => {
  it("are printed once each when the app is written", () => {
    const project = mkdtempSync(join(tmpdir(), "slipway-warnings-"));
    const printed = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    const app = new App({ outdir: project });
    for (const id of ["install", "others"]) {
      const stack = new TerraformStack(app, id);
      if (id === "install") anInstallVm(stack).proxmox.slipway(stack);
      else
        anInstallVm(stack, { vmId: 9001, hostname: "other", address: "10.20.0.3" }).ignition.addFile({
          path: "/etc/key",
          contents: "-----BEGIN PRIVATE KEY-----\nMIIC\n-----END PRIVATE KEY-----\n",
        });
    }

    app.synth();

    expect(printed.mock.calls.map(([text]) => String(text).split("\n")[0])).toEqual([
      "warning: ignition/secret-literal at others/install/ignition/storage.files[28].contents",
    ]);
    printed.mockRestore();
    rmSync(project, { recursive: true });
  });
});
