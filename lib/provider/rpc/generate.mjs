// Writes generated/messages.js and messages.d.ts from protocol/*.proto. Run it after a change there:
//
//     node lib/provider/rpc/generate.mjs
//
// Both files are committed, so that neither building nor running the provider needs the generator.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(dirname(createRequire(import.meta.url).resolve("protobufjs-cli/package.json")), "bin");
const scratch = mkdtempSync(join(tmpdir(), "slipway-rpc-"));

const protocols = readdirSync(join(here, "protocol"))
  .sort()
  .map((name) => join(here, "protocol", name));
const options = [
  ...["--target", "static-module", "--wrap", "commonjs", "--root", "slipway", "--force-number"],
  ...["--no-create", "--no-verify", "--no-convert", "--no-delimited", "--no-typeurl", "--no-service"],
  ...["--dependency", "protobufjs/minimal"],
];
/** Where the code has loaded its library. */
const LIBRARY = /^var \$protobuf = require\("protobufjs\/minimal"\);\n/m;

/** Where the package `long` is there, 64-bit integers would be objects of its own, which equal no number. */
const NUMBERS = "$protobuf.util.Long = null;\n$protobuf.configure();\n";

const run = (program, args) =>
  execFileSync(process.execPath, [join(bin, program), ...args], { stdio: ["ignore", "ignore", "inherit"] });

try {
  // The types are read from the comments, which the code that is shipped does without.
  const commented = join(scratch, "messages.js");
  const types = join(scratch, "messages.d.ts");
  run("pbjs", [...options, "--out", commented, ...protocols]);
  run("pbts", ["--no-comments", "--out", types, commented]);
  run("pbjs", [...options, "--no-comments", "--out", join(here, "generated", "messages.js"), ...protocols]);
  const code = join(here, "generated", "messages.js");
  writeFileSync(code, readFileSync(code, "utf8").replace(LIBRARY, `$&${NUMBERS}`));
  const text = readFileSync(types, "utf8").replace(/^import Long = .*\n/m, "");
  writeFileSync(join(here, "generated", "messages.d.ts"), text);
} finally {
  rmSync(scratch, { recursive: true });
}
