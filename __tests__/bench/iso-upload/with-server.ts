import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";

/** Where the server is, and whom it is signed by. */
export interface BenchServer {
  readonly endpoint: string;
  readonly caFile: string;
}

/** Runs `work` against a server of its own, and answers how many seconds the work took. */
export async function withServer(
  program: string,
  folder: string,
  work: (server: BenchServer) => Promise<void>,
): Promise<number> {
  const child = fork(program, [`${folder}/received`], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  try {
    const [{ port, certificate }] = (await once(child, "message")) as [{ port: number; certificate: string }];
    const caFile = `${folder}/ca.pem`;
    writeFileSync(caFile, certificate);
    const start = process.hrtime.bigint();
    await work({ endpoint: `https://127.0.0.1:${port}`, caFile });
    return Number(process.hrtime.bigint() - start) / 1e9;
  } finally {
    child.kill("SIGKILL");
  }
}
