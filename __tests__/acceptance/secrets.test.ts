import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_ADDRESS } from "../../lib/constructs/provider-address";
import { findBundle, layBundle } from "../../lib/constructs/provider-bundle";
import { sealOf } from "../../lib/provider/seal/seal";
import { secretInputs } from "./secrets/inputs";
import { startRefusingServer } from "./secrets/refusing-server";
import { type Place, placesBelow, placesWith } from "./secrets/search";
import { Watch } from "./secrets/watch";
import { describeWithEach, type Ended, World } from "./world";

jest.setTimeout(300_000);

/** Known to be everywhere, to show that the search would find a secret. */
const CONTROL = "no-secret-control";

describeWithEach("secrets", (engine) => {
  let world: World;
  let mark = "";
  const canaries: Record<string, string> = {};
  const logs: Place[] = [];
  let watched: readonly Place[] = [];

  beforeAll(async () => {
    world = await World.begin({ engine, guests: 1, settings: { TF_LOG: "TRACE" } });
    const temporary = join(world.directory, "tmp");
    mkdirSync(temporary);
    mark = `SLIPWAY_TEST_MARK=${world.directory}`;
    world.set({ TMPDIR: temporary, SLIPWAY_TEST_MARK: world.directory });
    const watch = new Watch(mark, temporary);
    try {
      await world.mustSynth();
      // Under Terraform the core: what takes every secret that there is.
      if (engine === "tofu") for (const stack of ["install", "guests"]) await wholeLife(stack);
      else await world.mustApply("install", "guests");
      layCanaries();
      await wholeLife("canaries", `-var-file=${join(world.directory, "lab/given.tfvars.json")}`);
    } finally {
      watched = watch.stop();
    }
    await crash();
    if (engine === "tofu") await refusedByWebdav();
  });
  afterAll(() => world.end());

  /** All commands in which a secret could get somewhere. */
  async function wholeLife(stack: string, ...given: readonly string[]): Promise<void> {
    for (const args of [
      ["init", "-input=false"],
      ["plan", "-input=false", "-out=saved.plan", ...given],
      ["apply", "-input=false", ...given, "saved.plan"],
      ["show", "-json"],
      ["show", "-json", "saved.plan"],
      ["plan", "-input=false", ...given],
    ]) {
      const ended = await world.tofu(stack, ...args);
      if (ended.status !== 0) throw new Error(`${stack} ${args.join(" ")}: ${untraced(ended.stderr)}`);
      note(`log of ${stack} ${args[0]}`, ended);
    }
  }

  function note(name: string, { stdout, stderr }: Ended): void {
    logs.push([name, Buffer.from(stdout + stderr)]);
  }

  /** Every secret input of every type, in a stack by hand. The values come from a file that is no part of the search. */
  function layCanaries(): void {
    for (const name of secretInputs()) canaries[name] = `CANARY${randomBytes(24).toString("hex")}`;
    canaries["provider.api_token"] = readFileSync(world.lab.environment.apiTokenFile, "utf8").trim();
    const folder = world.stack("canaries");
    cpSync(join(__dirname, "secrets/canaries.tf"), join(folder, "canaries.tf"), { recursive: true });
    layBundle(findBundle(), folder);
    writeFileSync(join(folder, "terraform.tf.json"), JSON.stringify(settingsOfStack()));
    const release = JSON.parse(readFileSync(world.lab.environment.releaseFile, "utf8")) as {
      coreos: { iso: { url: string; sha256: string } };
    };
    const { url, sha256 } = release.coreos.iso;
    const given = { canary: canaries, server: serverOf(world.state("guests")), image: { url, sha256 } };
    writeFileSync(join(world.directory, "lab/given.tfvars.json"), JSON.stringify(given));
  }

  /** The provider dies in the midst of an apply, so that OpenTofu writes what it writes of a crash. */
  async function crash(): Promise<void> {
    const providers: number[] = [];
    const watch = new Watch(mark, join(world.directory, "tmp"), (pid, command) => {
      if (command.includes("terraform-provider-slipway")) providers.push(pid);
    });
    world.lab.events.on("request", ({ service, method }) => {
      if (service === "proxmox" && method === "DELETE") for (const pid of providers.splice(0)) abort(pid);
    });
    const given = `-var-file=${join(world.directory, "lab/given.tfvars.json")}`;
    const replace = "-replace=slipway_coreos_iso.canary";
    const ended = await world.tofu("canaries", "apply", "-auto-approve", "-input=false", replace, given);
    watched = [...watched, ...watch.stop()];
    if (ended.status === 0) throw new Error("the provider did not crash");
    note("log of the crash", ended);
  }

  /** Password and token of a WebDAV server lie in files; a server that refuses them has the most said of it. */
  async function refusedByWebdav(): Promise<void> {
    const server = await startRefusingServer();
    const [user, folder] = ["publisher", world.stack("webdav")];
    const file = (name: string): string => {
      canaries[name] = `CANARY${randomBytes(24).toString("hex")}`;
      const path = join(world.directory, "lab", name);
      writeFileSync(path, `${canaries[name]}\n`);
      return path;
    };
    const logins = [{ username: user, password_file: file("webdav.password") }, { token_file: file("webdav.token") }];
    const resources = logins.map((login, index) => [
      `login-${index}`,
      {
        webdav: { url: server.url, ca_certificate: server.certificate, connect_timeout: 1, ...login },
        files: [{ path: "/a.txt", content_wo: "a" }],
      },
    ]);
    mkdirSync(folder);
    layBundle(findBundle(), folder);
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ ...settingsOfStack(), resource: { slipway_files: Object.fromEntries(resources) as object } }),
    );
    const watch = new Watch(mark, join(world.directory, "tmp"));
    try {
      const ended = await world.apply("webdav");
      expect([ended.status, [...new Set(server.tried)].sort()]).toEqual([
        1,
        [
          `Basic ${Buffer.from(`${user}:${canaries["webdav.password"]}`).toString("base64")}`,
          `Bearer ${canaries["webdav.token"]}`,
        ],
      ]);
      note("log of webdav", ended);
    } finally {
      watched = [...watched, ...watch.stop()];
      await server.stop();
    }
  }

  const secrets = (): Readonly<Record<string, string>> => {
    const { apiTokenFile, sealSecretFile, sshIdentityFile } = world.lab.environment;
    const seal = readFileSync(sealSecretFile, "utf8").trim();
    const hostKey = sealOf(seal).sealedKey("install", 1).privateKey;
    const body = (text: string): string => text.split("\n")[2] ?? "";
    return {
      ...canaries,
      "provider.api_token": readFileSync(apiTokenFile, "utf8").trim().split("=")[1] ?? "",
      "lab's seal secret": seal,
      "operator's private key": body(readFileSync(sshIdentityFile, "utf8")),
      "sealed host key": body(hostKey),
    };
  };

  /** All that lies about afterwards: stacks, plans, states, caches, temporary files. The lab is Proxmox and the machines. */
  const left = (): readonly Place[] =>
    readdirSync(world.directory)
      .filter((name) => name !== "lab")
      .flatMap((name) => placesBelow(join(world.directory, name)));

  it("have a canary for every input of the provider that takes one", () => {
    const planted = readFileSync(join(__dirname, "secrets/canaries.tf"), "utf8");
    const names = [...planted.matchAll(/var\.canary\["([^"]+)"\]/g)].map(([, name]) => name);

    expect(names.sort()).toEqual(secretInputs());
  });

  it("are in no synthesized document, plan, state, cache or temporary file", () => {
    const places = left();

    const found = Object.entries(secrets()).map(([name, secret]) => [
      name,
      secret.length > 15,
      placesWith(secret, places),
    ]);

    expect(found).toEqual(Object.keys(secrets()).map((name) => [name, true, []]));
  });

  it("are in no log, nor in what is said of a crash", () => {
    const found = Object.entries(secrets()).map(([name, secret]) => [name, placesWith(secret, logs)]);

    expect(found).toEqual(Object.keys(secrets()).map((name) => [name, []]));
    expect(placesWith("plugin6.(*GRPCProvider).ApplyResourceChange", logs)).toEqual(["log of the crash"]);
  });

  (existsSync("/proc/self/environ") ? it : it.skip)(
    "are in no argument and no environment of a process, and in no passing file",
    () => {
      const found = Object.entries(secrets()).map(([name, secret]) => [name, placesWith(secret, watched)]);

      expect(found).toEqual(Object.keys(secrets()).map((name) => [name, []]));
    },
  );

  it("would be found: what is no secret is", () => {
    const names = (places: readonly Place[]): readonly string[] => placesWith(CONTROL, places);

    expect(names(left()).map((name) => name.replace(world.directory, ""))).toEqual(
      expect.arrayContaining([
        "/cdktf.out/stacks/canaries/saved.plan → tfplan",
        "/cdktf.out/stacks/canaries/terraform.tfstate",
      ]),
    );
    expect(names(logs)).toContain("log of canaries plan");
    expect(placesWith(world.lab.environment.apiTokenFile, watched).join("\n")).toMatch(/terraform-provider-slipway/);
    expect(placesWith("-out=saved.plan", watched).join("\n")).toMatch(/process \d+: \S*(tofu|terraform) plan/);
  });

  it("are in no environment of the synthesized stacks' settings", () => {
    expect(world.setting("PROXMOX_VE_API_TOKEN")).toBe("");
    expect(world.setting("SLIPWAY_SEAL_SECRET")).toBe("");
  });
});

/** A state beside the configuration, and our provider. */
function settingsOfStack(): object {
  const slipway = { source: PROVIDER_ADDRESS, version: findBundle().version };
  return { terraform: { backend: { local: {} }, required_providers: { slipway } } };
}

/** Ends a process as a failed assertion does. OpenTofu has several of the provider one after another. */
function abort(pid: number): void {
  if (existsSync(`/proc/${pid}`)) process.kill(pid, "SIGABRT");
}

/** What a user would read. */
function untraced(text: string): string {
  return text.slice(Math.max(0, text.indexOf("\nError: "))).slice(0, 5000);
}

/** The server of the guests' files, as their state has it. */
function serverOf(state: string): unknown {
  const { resources } = JSON.parse(state) as {
    resources: { type: string; instances: { attributes: { server?: unknown } }[] }[];
  };
  return resources.find(({ type }) => type === "slipway_files")?.instances[0]?.attributes.server;
}
