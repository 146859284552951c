// Writes docs/sizes.md anew: npx tsx __tests__/sizes/write.ts. It needs OpenTofu and Go.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderIgnition } from "../../lib/ignition/render";
import { tofu } from "../constructs/tofu";
import { byHand } from "./by-hand";
import { byStructs, structsProgram } from "./by-structs";
import { sizedConfigs } from "./configs";
import { sizesPage } from "./page";

const program = structsProgram();
if (tofu === undefined || program === undefined) throw new Error("there is no OpenTofu, or no Go");
const hand = byHand(tofu, sizedConfigs);
const structs = byStructs(
  program,
  sizedConfigs.map(({ config }) => config),
);
const rows = sizedConfigs.map(({ name, title, config }, index) => ({
  title,
  byHand: Buffer.byteLength(hand[name] ?? ""),
  byStructs: Buffer.byteLength(structs[index] ?? ""),
  ours: Buffer.byteLength(renderIgnition(config)),
}));
writeFileSync(join(__dirname, "../../docs/sizes.md"), sizesPage(rows));
