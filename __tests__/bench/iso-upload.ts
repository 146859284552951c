import { createHash, randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { liveIso } from "../../lib/lab/media/live-iso";
import { hasProgram } from "../coreos/has-program";
import type { Benchmark } from "./harness/benchmark";
import { compile, valueOf } from "./harness/process";

const FOLDER = join(__dirname, "iso-upload");
const BLOCK = 1024 * 1024;
const BLOCKS = 1024;
const SECONDS = 300;

/**
 * `slipway_coreos_iso` with a live ISO of 1 GiB on this machine, as a cache holds it: from the plan until the ISO is in
 * the datastore, verified, customised, and compared by its sum. The peer is curl, which sends the same bytes as they are.
 *
 * The server is a process of its own on loopback, started anew for each run, the same for both: it takes the upload over
 * TLS, writes it into a file, and computes its sha256. What ours has to change in the ISO lies at its beginning, so no
 * sum can be shared between the ISO as published and as sent. A real network makes ours look better: it slows the copy
 * alone.
 */
export const isoUpload = isoBenchmark("iso-upload", "seconds", "s");

/** The most memory that our process had meanwhile, its code and Node's own included. */
export const isoUploadMemory = isoBenchmark("iso-upload-memory", "megabytes", "MB");

function isoBenchmark(name: string, measured: "seconds" | "megabytes", unit: string): Benchmark {
  return {
    name,
    what: `customise and upload a live ISO of 1 GiB: ${measured === "seconds" ? "the time" : "the memory"}`,
    unit,
    peer: "curl --form",
    prepare(folder) {
      const program = (entry: string): string => {
        const place = join(folder, entry);
        mkdirSync(place);
        return compile(join(FOLDER, `${entry}.ts`), place);
      };
      const [server, ours, peer] = [program("server"), program("ours"), program("peer")];
      const iso = join(folder, "live.iso");
      const sha256 = writeIso(iso);
      return {
        ours: () => valueOf(process.execPath, [ours, measured, server, folder, iso, sha256], {}, SECONDS),
        peer:
          measured === "megabytes"
            ? { missing: "curl's memory says nothing about ours" }
            : hasProgram("curl")
              ? () => valueOf(process.execPath, [peer, server, folder, iso], {}, SECONDS)
              : { missing: "there is no curl" },
      };
    },
  };
}

/** A live ISO of the lab's with 1 GiB behind it. Answers its sha256. */
function writeIso(path: string): string {
  const boot = { kernel: Buffer.from("kernel"), initramfs: Buffer.from("initramfs"), rootfs: Buffer.alloc(BLOCK) };
  const hash = createHash("sha256");
  const file = openSync(path, "w");
  const write = (bytes: Buffer): void => {
    hash.update(bytes);
    writeSync(file, bytes);
  };
  write(liveIso("44.20260802.3.1", boot));
  const block = randomBytes(BLOCK);
  for (let index = 0; index < BLOCKS; index++) write(block);
  closeSync(file);
  return hash.digest("hex");
}
