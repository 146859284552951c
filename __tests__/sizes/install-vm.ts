import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeDocument, renderDocument } from "../../lib/documents";
import { fromJson } from "../../lib/ignition/from-json";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import type { LateSource } from "../../lib/values/late";
import { InstallStack } from "../../stacks/install-stack";
import { readSettings } from "../../stacks/settings";
import { synthesize } from "../constructs/synth";
import { exampleSettings } from "../stacks/example-settings";

/** The config of the example's install VM, as it is on its ISO: what comes late is filled in with values as long. */
export function installVmConfig(): IgnitionConfig {
  const folder = mkdtempSync(join(tmpdir(), "slipway-sizes-"));
  try {
    const settings = readSettings(exampleSettings(folder));
    const { install } = synthesize((app) => new InstallStack(app, "install", settings));
    const [iso] = Object.values(install?.resource?.["slipway_coreos_iso"] ?? {});
    const document = decodeDocument(iso?.["ignition_wo"]);
    return fromJson(renderDocument(document, fill).bytes).config;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fill(source: LateSource): unknown {
  return source.from === "sealed-key" ? "k".repeat(400) : "0".repeat(source.from === "nonce" ? 32 : 128);
}
