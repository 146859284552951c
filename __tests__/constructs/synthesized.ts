import { App, TerraformStack } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Synthesizes a stack into a folder that is gone afterwards, and answers its `cdk.tf.json`. */
export function synthesized(build: (stack: TerraformStack) => void): Record<string, unknown> {
  const outdir = mkdtempSync(join(tmpdir(), "slipway-synth-"));
  try {
    const stack = new TerraformStack(new App({ outdir }), "stack");
    build(stack);
    stack.prepareStack();
    const { output, locals } = stack.toTerraform() as Record<string, unknown>;
    return { output, locals };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
