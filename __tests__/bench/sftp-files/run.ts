import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { publish } from "../../../lib/provider/resources/files/publish";
import { SftpPool } from "../../../lib/provider/sftp/pool";
import { SftpTransport } from "../../../lib/provider/sftp/transport";
import { sha512 } from "../../../lib/values/hash";
import { CAN_RUN_SSHD, type OpenSsh, startOpenSsh } from "../../contract/openssh";

const [, , job = "", files = "", count = "0", all = count] = process.argv;
const names = Array.from({ length: Number(count) }, (_, index) => String(index));

void main();

/** Does the job once and prints how many seconds it took. */
async function main(): Promise<void> {
  const servers = await Promise.all([startOpenSsh({ chroot: CAN_RUN_SSHD }), startOpenSsh({ chroot: false })]);
  try {
    await Promise.all(servers.map(({ endpoint }) => answers(endpoint.port)));
    const [server, bastion] = servers as [OpenSsh, OpenSsh];
    const target = CAN_RUN_SSHD ? "/dhcp" : join(server.root, "dhcp");
    const start = process.hrtime.bigint();
    if (job === "ours") await ours(server, bastion, target);
    else if (job === "batch") await sftp(server, bastion, puts(target, names));
    else for (const name of names) await sftp(server, bastion, puts(target, [name]));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    check(server);
    process.stdout.write(`${(seconds * Number(all)) / names.length}\n`);
  } finally {
    await Promise.all(servers.map((one) => one.stop()));
  }
}

async function ours({ endpoint }: OpenSsh, bastion: OpenSsh, target: string): Promise<void> {
  const pool = new SftpPool({ agent: undefined });
  const wanted = names.map((name) => {
    const bytes = readFileSync(join(files, name));
    return {
      path: `${target}/${name}`,
      mode: "0644",
      content: { bytes, sha512: sha512(bytes), nonce: null, warnings: [] },
    };
  });
  const server = { ...endpoint, connectTimeout: 10, bastions: [bastion.endpoint] };
  await pool.use(server, { waitSeconds: 10 }, (session) => publish(new SftpTransport(session, target), wanted, []));
  pool.close();
}

function puts(target: string, which: readonly string[]): string {
  return which.map((name) => `put ${join(files, name)} ${target}/${name}\n`).join("");
}

async function sftp(server: OpenSsh, bastion: OpenSsh, batch: string): Promise<void> {
  const { user, port } = server.endpoint;
  const known = [server, bastion].map((one) => `[127.0.0.1]:${one.endpoint.port} ${one.hostKey.publicKey}\n`);
  const options = (one: OpenSsh): readonly string[] => [
    ...["-F", "none", "-i", one.endpoint.identityFile ?? ""],
    ...["-o", "IdentitiesOnly=yes", "-o", `UserKnownHostsFile=${server.file("known_hosts", known.join(""))}`],
  ];
  const through = ["ssh", ...options(bastion), "-p", String(bastion.endpoint.port), "-W", "%h:%p", `${user}@127.0.0.1`];
  const script = server.file("batch", batch);
  const proxy = ["-o", `ProxyCommand=${through.join(" ")}`];
  const child = spawn(
    "sftp",
    ["-q", "-b", script, ...options(server), ...proxy, "-P", String(port), `${user}@127.0.0.1`],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const status = await new Promise((resolve) => child.once("exit", resolve));
  if (status !== 0) throw new Error(`sftp ended with ${String(status)}`);
}

/** Every file is there as it was. */
function check(server: OpenSsh): void {
  for (const name of names) {
    if (!readFileSync(join(server.root, "dhcp", name)).equals(readFileSync(join(files, name)))) {
      throw new Error(`${name} is not what it was`);
    }
  }
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await new Promise((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (isUp === true) return;
    await sleep(50);
  }
  throw new Error("sshd does not answer");
}
