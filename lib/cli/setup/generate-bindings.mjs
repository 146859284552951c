// Writes typed CDKTF bindings from a provider schema, without network, OpenTofu or the CDKTF CLI.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { spawnSync } from "node:child_process";

const require = createRequire(import.meta.url);

/**
 * @param {object} options
 * @param {object} options.schema as `tofu providers schema -json` prints it, with one provider
 * @param {string} options.version of the provider
 * @param {string} options.directory of the workspace package; its `lib/` is replaced
 * @param {string} options.root of the project
 */
export async function generateBindings({ schema, version, directory, root }) {
  // The package's index pulls in modules that it does not declare, so the file itself is named.
  const { TerraformProviderGenerator } = require("@cdktf/provider-generator/lib/get/generator/provider-generator");
  const { sanitizeProviderSchema } = require("@cdktf/provider-schema/src/provider-schema");
  const { ConstructsMakerProviderTarget, LANGUAGES, TerraformProviderConstraint } = require("@cdktf/commons");
  const { CodeMaker } = require("codemaker");

  const [fqpn] = Object.keys(schema.provider_schemas);
  const current = withoutDeprecated(schema);
  const sanitized = sanitizeProviderSchema(current);
  sanitized.provider_versions = { [fqpn]: version };
  const target = new ConstructsMakerProviderTarget(new TerraformProviderConstraint(`${fqpn}@${version}`), LANGUAGES[0]);
  const code = new CodeMaker();
  new TerraformProviderGenerator(code, sanitized).generate(target);

  const staging = join(directory, ".staging");
  rmSync(staging, { recursive: true, force: true });
  await code.save(staging);
  const sources = join(staging, "src");
  renameSync(join(staging, ...target.fileName.split("/").slice(0, -1)), sources);
  for (const file of readdirSync(sources)) if (!file.startsWith("index")) cureResource(join(sources, file));
  compile(root, staging);
  rmSync(join(directory, "lib"), { recursive: true, force: true });
  renameSync(join(staging, "out"), join(directory, "lib"));
  rmSync(staging, { recursive: true, force: true });
}

function withoutDeprecated(schema) {
  const keep = (items) => Object.fromEntries(Object.entries(items ?? {}).filter(([, { block }]) => !block.deprecated));
  const providers = Object.entries(schema.provider_schemas).map(([name, provider]) => [
    name,
    {
      ...provider,
      resource_schemas: keep(provider.resource_schemas),
      data_source_schemas: keep(provider.data_source_schemas),
    },
  ]);
  return { ...schema, provider_schemas: Object.fromEntries(providers) };
}

export { withoutDeprecated };

/**
 * `network_device` is a list(object) attribute: in JSON every key has to be there, but CDKTF drops those that are
 * undefined, and OpenTofu then refuses the VM. An explicit null passes.
 */
function cureResource(path) {
  const file = path.endsWith(".ts") ? path : join(path, "index.ts");
  const before = readFileSync(file, "utf8");
  const after = before.replace(
    /(export function virtualEnvironmentVmNetworkDeviceToTerraform[\s\S]*?return \{\n)([\s\S]*?)(\n {2}\}\n\})/,
    (_all, head, body, tail) => head + body.replace(/: cdktf\.(\w+)\((.*)\),$/gm, ": cdktf.$1($2) ?? null,") + tail,
  );
  if (after !== before) writeFileSync(file, after);
}

function compile(root, staging) {
  mkdirSync(join(staging, "out"));
  const config = {
    compilerOptions: {
      target: "ES2022",
      module: "CommonJS",
      moduleResolution: "Node10",
      declaration: true,
      skipLibCheck: true,
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      rootDir: "src",
      outDir: "out",
    },
    include: ["src"],
  };
  writeFileSync(join(staging, "tsconfig.json"), JSON.stringify(config));
  const tsc = require.resolve("typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", join(staging, "tsconfig.json")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the generated bindings do not compile:\n${stdout.slice(0, 4000)}`);
}
