import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark } from "./harness/benchmark";
import { compile, valueOf } from "./harness/process";

const FILES = 1000;
const BYTES = 4096;
const SAMPLE = 10;

/**
 * Puts 1,000 files of 4 KB onto an SFTP server behind a bastion.
 *
 * Server and bastion are OpenSSH's own on loopback, started anew for each run, the server with a chroot where there is
 * root for it; every run writes into an empty folder. Ours is what `slipway_files` does at its first apply: it looks at
 * what is there, writes each file under another name, renames it into its place, in order, and looks at all of them
 * again. The peer is one `sftp -b` with a `put` a file, which does none of that.
 *
 * The value is the time from the start of the connection until all is written, in seconds: for `sftp` that of its
 * process.
 */
export const sftpFiles = filesBenchmark({
  name: "sftp-files",
  what: "publish 1,000 files of 4 KB through a bastion, renames included, beside one batch of sftp",
  peer: "sftp -b",
  job: "batch",
});

/** The same beside a process of `sftp` for each file: {@link SAMPLE} of them, and the time scaled to all files. */
export const sftpFilesOneByOne = filesBenchmark({
  name: "sftp-files-one-by-one",
  what: `the same beside one process of sftp a file, ${SAMPLE} of them measured and scaled to 1,000`,
  peer: "one sftp a file",
  job: "one-by-one",
});

function filesBenchmark(given: Pick<Benchmark, "name" | "what" | "peer"> & { readonly job: string }): Benchmark {
  const { name, what, peer, job } = given;
  return {
    name,
    what,
    unit: "s",
    peer: `${peer}, ${version()}`,
    prepare(folder) {
      const program = compile(join(__dirname, "sftp-files", "run.ts"), folder);
      const files = join(folder, "files");
      mkdirSync(files);
      for (let index = 0; index < FILES; index++) writeFileSync(join(files, String(index)), content(index));
      return {
        ours: () => valueOf(process.execPath, [program, "ours", files, String(FILES)]),
        peer: () =>
          valueOf(process.execPath, [program, job, files, String(job === "batch" ? FILES : SAMPLE), String(FILES)]),
      };
    },
  };
}

/** Different in each file, and the same at every run. */
function content(index: number): Buffer {
  return Buffer.alloc(BYTES, `file ${index} of the benchmark\n`);
}

function version(): string {
  return spawnSync("ssh", ["-V"], { encoding: "utf8" }).stderr?.split(",")[0] ?? "OpenSSH";
}
