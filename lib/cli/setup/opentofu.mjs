// Finds an OpenTofu, or gets one: the first of these that works, in this order.
import {
  chmodSync,
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SetupError, step } from "./console.mjs";
import { run, withTemporaryFolder } from "./process.mjs";

const VERSION = "1.12.6";
const OLDEST = [1, 11];
const RELEASES = `https://github.com/opentofu/opentofu/releases/download/v${VERSION}`;

/** The user's cache folder of Slipway. */
export function cacheDirectory() {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "slipway");
}

/** @returns {Promise<{path: string, version: string}>} */
export async function findOpenTofu() {
  return step("OpenTofu", async (progress) => {
    const tried = [];
    if (process.env["TOFU"]) {
      const named = /[\\/]/.test(process.env["TOFU"]) ? resolve(process.env["TOFU"]) : process.env["TOFU"];
      const found = await examine(named);
      if (found.path !== undefined) return { text: `${found.version} (named by TOFU)`, value: found, always: true };
      throw new SetupError(
        `TOFU is "${named}", which cannot be used: ${found.reason}\nfix: let it name an OpenTofu ${OLDEST.join(".")} or newer, or unset it`,
      );
    }
    for (const [name, source] of Object.entries(SOURCES)) {
      const found = await attempt(() => source(progress));
      if (found.path !== undefined) return { text: `${found.version} (${name})`, value: found, always: true };
      tried.push(`${name}: ${found.reason}`);
    }
    throw new SetupError(
      [
        "no OpenTofu can be had. Tried:",
        ...tried.map((line) => `  ${line}`),
        `fix: install OpenTofu ${OLDEST.join(".")} or newer, or set TOFU to its path (XDG_CACHE_HOME, if the cache cannot be written)`,
      ].join("\n"),
    );
  });
}

async function attempt(source) {
  try {
    return await source();
  } catch (error) {
    return { reason: error.message };
  }
}

const cached = () => join(cacheDirectory(), "opentofu", VERSION, "tofu");

const SOURCES = {
  "on PATH": async () => examine("tofu"),
  "in your cache": async () => (existsSync(cached()) ? examine(cached()) : { reason: "not there yet" }),
  "official release, kept in your cache": download,
  "built once with Go, kept in your cache": build,
  "Terraform on PATH": async () => {
    const found = await examine("terraform");
    if (found.path !== undefined)
      process.stderr.write("! no OpenTofu: Terraform serves instead, which Slipway is tested on less\n");
    return found;
  },
};

async function examine(path) {
  const env = { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
  const { status, output } = await run(path, ["version"], { env, seconds: 30 });
  const [, major, minor, patch] = /v(\d+)\.(\d+)\.(\d+)/.exec(output) ?? [];
  if (status === null) return { reason: "it is not there, or cannot be run" };
  if (status !== 0 || major === undefined) return { reason: "`version` does not tell one" };
  const version = `${major}.${minor}.${patch}`;
  const old = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  return old ? { reason: `${version} is older than ${OLDEST.join(".")}` } : { path, version };
}

async function download(progress) {
  const os = { linux: "linux", darwin: "darwin" }[process.platform];
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch];
  if (os === undefined || arch === undefined)
    return { reason: `there is no release for ${process.platform} ${process.arch}` };
  const name = `tofu_${VERSION}_${os}_${arch}.tar.gz`;
  mkdirSync(dirname(cached()), { recursive: true });
  progress(`asking for ${name}`);
  const sums = await request(`${RELEASES}/tofu_${VERSION}_SHA256SUMS`).then((response) => response.text());
  const expected = sums
    .split("\n")
    .map((line) => line.split(/\s+/))
    .find(([, file]) => file === name)?.[0];
  if (expected === undefined) return { reason: `${name} is not in the release's checksums` };
  return withTemporaryFolder(async (folder) => {
    progress(`downloading ${name}`);
    const archive = join(folder, name);
    const { body } = await request(`${RELEASES}/${name}`);
    await pipeline(Readable.fromWeb(body), createWriteStream(archive));
    const got = createHash("sha256").update(readFileSync(archive)).digest("hex");
    if (got !== expected) return { reason: `${name} has sha256 ${got}, not ${expected}` };
    const { status, output } = await run("tar", ["-xzf", archive, "-C", folder, "tofu"], { seconds: 120 });
    return status === 0 ? keep(join(folder, "tofu")) : { reason: `it cannot be unpacked: ${output.trim()}` };
  });
}

/** Fails after 3 s without an answer, so that a machine without internet does not wait. */
async function request(url) {
  const patience = new AbortController();
  const limit = setTimeout(() => patience.abort(), 3000);
  try {
    const response = await fetch(url, { signal: patience.signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return response;
  } catch (error) {
    throw new Error(patience.signal.aborted ? "no answer within 3 s" : String(error.cause?.message ?? error.message));
  } finally {
    clearTimeout(limit);
  }
}

/** A plain `go install` refuses modules with replace lines, so a module of our own requires it and carries those lines. */
function build(progress) {
  mkdirSync(dirname(cached()), { recursive: true });
  progress("asking Go for the source");
  return withTemporaryFolder(async (folder) => {
    const module = "github.com/opentofu/opentofu";
    const go = (args, options) =>
      run("go", args, { cwd: folder, env: { ...process.env, GOTMPDIR: folder }, ...options });
    writeFileSync(join(folder, "go.mod"), "module build\n\ngo 1.24\n");
    const fetched = await go(["mod", "download", "-json", `${module}@v${VERSION}`], { seconds: 300 });
    if (fetched.status === null) return { reason: "Go is not there" };
    if (fetched.status !== 0) return { reason: `Go cannot fetch the source: ${fetched.output.trim().slice(-300)}` };
    const upstream = readFileSync(JSON.parse(fetched.output).GoMod, "utf8");
    const replaces = upstream.match(/^replace (\([^)]*\)|.*)$/gm) ?? [];
    const language = /^go .*$/m.exec(upstream)?.[0] ?? "go 1.26";
    const lines = ["module build", language, `require ${module} v${VERSION}`, ...replaces, ""];
    writeFileSync(join(folder, "go.mod"), lines.join("\n\n"));
    progress("building with Go, once, about 5 minutes");
    let packages = 0;
    const program = join(folder, "tofu");
    const flags = ["-v", "-mod=mod", "-trimpath", "-ldflags", `-s -w -X ${module}/version.dev=no`];
    const { status, output } = await go(["build", ...flags, "-o", program, `${module}/cmd/tofu`], {
      seconds: 1800,
      onLine: () => progress(`building with Go, once, about 5 minutes: ${(packages += 1)} steps done`),
    });
    return status === 0 ? keep(program) : { reason: `Go cannot build it: ${output.trim().slice(-300)}` };
  });
}

/** Moves a finished program into the cache in one step, so that nobody ever sees half of it. */
function keep(file) {
  const target = cached();
  return withTemporaryFolder(async (folder) => {
    const staging = join(folder, "tofu");
    copyFileSync(file, staging);
    chmodSync(staging, 0o755);
    renameSync(staging, target);
    return examine(target);
  }, dirname(target));
}
