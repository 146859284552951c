import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readUserConfiguration, withPluginFolder } from "../cli-configuration";
import { Tofu } from "./tofu";

/** OpenTofu for one stack, under a CLI configuration that finds our provider beside it. */
export function tofuFor(program: string, outputDirectory: string, stack: string, env: NodeJS.ProcessEnv): Tofu {
  const folder = join(outputDirectory, "stacks", stack);
  const configuration = join(outputDirectory, `${stack}.tofurc`);
  mkdirSync(outputDirectory, { recursive: true });
  writeFileSync(configuration, withPluginFolder(readUserConfiguration(env) ?? "", join(folder, "terraform.d/plugins")));
  return new Tofu(program, folder, {
    ...env,
    TF_CLI_CONFIG_FILE: configuration,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  });
}
