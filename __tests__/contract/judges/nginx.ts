import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ReservedPort, reservePort } from "../../reserved-port";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly length: string | undefined;
}

/** A real nginx on loopback, with a configuration of ours of which only port and folders are changed. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly reserved: ReservedPort,
  ) {}

  static async start(program: string, configuration: string): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), "slipway-nginx-"));
    chmodSync(folder, 0o755);
    const reserved = await reservePort();
    const file = join(folder, "nginx.conf");
    writeFileSync(file, relocate(configuration, folder, reserved.port));
    for (const name of ["www", "images", "tickets", "ignition", "reports", "log"]) {
      mkdirSync(join(folder, name));
      chmodSync(join(folder, name), 0o777);
    }
    const args = ["-e", "stderr", "-c", file, "-g", `daemon off; pid ${folder}/nginx.pid;`];
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    const nginx = new Nginx(child, folder, reserved);
    try {
      await nginx.ready();
    } catch (error) {
      await nginx.stop();
      throw error;
    }
    return nginx;
  }

  get url(): string {
    return `http://127.0.0.1:${this.reserved.port}`;
  }

  /** Puts a file below what the configuration calls `/srv`. */
  write(path: string, content: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  /** Asks from one of the addresses that loopback has. */
  async ask(method: string, path: string, from = "127.0.0.1", body?: string): Promise<Answer> {
    const sent = request({
      host: "127.0.0.1",
      port: this.reserved.port,
      method,
      path,
      localAddress: from,
      agent: false,
      timeout: 10_000,
    });
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return {
      status: response.statusCode ?? 0,
      body: Buffer.concat(chunks).toString(),
      length: response.headers["content-length"],
    };
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGTERM");
      await once(this.child, "exit");
    }
    await this.reserved.release();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const errors: Buffer[] = [];
    this.child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (this.child.exitCode !== null) break;
      if (await accepts(this.reserved.port)) return;
      await sleep(50);
    }
    throw new Error(`nginx did not start: ${Buffer.concat(errors).toString()}`);
  }
}

/** The folders that nginx wants for what we do not use would be the system's. */
export function relocate(configuration: string, folder: string, port: number): string {
  const unused = ["proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  return configuration
    .replace("http {", `http { ${unused}`)
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replaceAll("/srv", folder)
    .replaceAll("/tmp/body", `${folder}/body`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
