import type { TerraformStack } from "cdktf";
import { App, LocalBackend } from "cdktf";
import { realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";

/**
 * Keeps a stack's state in a file outside of what is synthesized, which may be deleted at any time.
 *
 * The path is relative to the stack's folder, so a project can be moved. CDKTF's own default is an absolute one.
 *
 * @param directory the project's folder if it is not given
 */
export function localState(stack: TerraformStack, directory?: string): void {
  const { id } = stack.node;
  const folder = join(realpathSync(App.of(stack).outdir), "stacks", id);
  const from = directory === undefined ? "../../.." : relative(folder, resolve(directory));
  new LocalBackend(stack, { path: join(from, `terraform.${id}.tfstate`) });
}
