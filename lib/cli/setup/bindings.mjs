// Typed bindings of both providers, made from their schemas and again only when those change.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError, step } from "./console.mjs";
import { hashOf, isFresh, markFresh } from "./inputs.mjs";
import { run } from "./process.mjs";

const GENERATOR = ["lib/cli/setup/generate-bindings.mjs", "lib/cli/setup/bindings.mjs", "package-lock.json"];

export async function bindProxmox(root) {
  await bind(root, "provider-proxmox", ["lib/bindings/provider-proxmox/schema.json"], () =>
    readFileSync(join(root, "lib/bindings/provider-proxmox/schema.json"), "utf8"),
  );
}

export async function bindSlipway(root) {
  const sources = [
    "lib/provider/print-schema.ts",
    "lib/provider/framework/schema.ts",
    "lib/provider/resources",
    "lib/provider/data-sources",
    "lib/provider/provider.ts",
  ];
  await bind(root, "provider-slipway", sources, async () => {
    const { status, output } = await run(process.execPath, ["--import", "tsx", "lib/provider/print-schema.ts"], {
      cwd: root,
      seconds: 60,
    });
    if (status !== 0) throw new SetupError(`the provider does not print its schema:\n${output.slice(-3000)}`);
    return output;
  });
}

async function bind(root, name, sources, readSchema) {
  const directory = join(root, "lib/bindings", name);
  const marker = join(directory, "lib/.inputs");
  const hash = hashOf(root, [...sources, ...GENERATOR, `lib/bindings/${name}/package.json`]);
  if (isFresh(marker, hash)) return;
  await step(`bindings ${name}`, async (progress) => {
    progress("generating");
    const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    const request = JSON.stringify({ schema: JSON.parse(await readSchema()), version, directory, root });
    // A process of its own: the generator's packages look for a Terraform and log on stdout when they are loaded.
    const script = `
      import { readFileSync } from "node:fs";
      import { generateBindings } from ${JSON.stringify(new URL("./generate-bindings.mjs", import.meta.url).href)};
      await generateBindings(JSON.parse(readFileSync(0, "utf8")));`;
    const env = { ...process.env, CDKTF_LOG_LEVEL: "off", TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
    const { status, output } = await run(process.execPath, ["--input-type=module", "-e", script], {
      cwd: root,
      env,
      input: request,
      seconds: 300,
    });
    if (status !== 0) throw new SetupError(`the bindings could not be generated:\n${output.slice(-3000)}`);
    markFresh(marker, hash);
    return { always: true };
  });
}
