import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { sealOf } from "../../lib/provider/seal/seal";
import { describeWithTofu, World } from "./world";

jest.setTimeout(180_000);

/** Every file below a folder, with its bytes as text. */
function files(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => [path, readFileSync(path, "latin1")] as const);
}

describeWithTofu("secrets", () => {
  let world: World;
  let logs = "";
  beforeAll(async () => {
    world = await World.begin({ guests: 1, settings: { TF_LOG: "TRACE" } });
    await world.mustSynth();
    for (const stack of ["install", "guests"]) {
      await world.tofu(stack, "init", "-input=false");
      for (const args of [
        ["plan", "-input=false", "-out=saved.plan"],
        ["apply", "-input=false", "saved.plan"],
        ["show", "-json"],
        ["plan"],
      ]) {
        const ended = await world.tofu(stack, ...args);
        expect([args, ended.status]).toEqual([args, 0]);
        logs += ended.stdout + ended.stderr;
      }
    }
  });
  afterAll(() => world.end());

  const secretsOf = (): Readonly<Record<string, string>> => {
    const { apiTokenFile, sealSecretFile, sshIdentityFile } = world.lab.environment;
    const hostKey = sealOf(readFileSync(sealSecretFile, "utf8").trim()).sealedKey("install", 1).privateKey;
    expect(hostKey).toContain("PRIVATE KEY");
    const body = (text: string): string => text.split("\n")[2] ?? "";
    return {
      "API token": readFileSync(apiTokenFile, "utf8").trim().split("=")[1] ?? "",
      "seal secret": readFileSync(sealSecretFile, "utf8").trim(),
      "operator's private key": body(readFileSync(sshIdentityFile, "utf8")),
      "sealed host key": body(hostKey),
    };
  };

  it("are in no synthesized document, plan, state or log", () => {
    const left = [
      ...files(join(world.directory, "cdktf.out")),
      ...files(join(world.directory, "state")),
      ["trace log and output", logs] as const,
    ];

    for (const [name, secret] of Object.entries(secretsOf())) {
      expect([name, secret.length > 15]).toEqual([name, true]);
      expect([name, left.filter(([, text]) => text.includes(secret)).map(([path]) => path)]).toEqual([name, []]);
    }
  });

  it("are in no environment of the synthesized stacks' settings", () => {
    expect(world.setting("PROXMOX_VE_API_TOKEN")).toBe("");
    expect(world.setting("SLIPWAY_SEAL_SECRET")).toBe("");
  });
});
