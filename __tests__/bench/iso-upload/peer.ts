import { spawn } from "node:child_process";
import { once } from "node:events";
import { withServer } from "./with-server";

/** Prints the seconds that curl took to send the same bytes to the same server: as they are, without a sum. */
const [, , server = "", folder = "", iso = ""] = process.argv;

async function main(): Promise<void> {
  const seconds = await withServer(server, folder, async ({ endpoint, caFile }) => {
    const url = `${endpoint}/api2/json/nodes/pve1/storage/local/upload`;
    const curl = spawn(
      "curl",
      [
        "--silent",
        "--show-error",
        "--fail",
        "--cacert",
        caFile,
        "--form",
        "content=iso",
        "--form",
        `filename=@${iso}`,
        url,
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    const [status] = (await once(curl, "close")) as [number | null];
    if (status !== 0) throw new Error(`curl ended with ${status}`);
  });
  process.stdout.write(String(seconds));
}

void main();
