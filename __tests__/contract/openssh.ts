import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Endpoint } from "../../lib/provider/sftp/server-config";
import { type KeyPair, newKey } from "../provider/sftp/ssh-server";
import { reservePort } from "../reserved-port";

const SSHD = "/usr/sbin/sshd";

/** Whether OpenSSH's server can be run here with a chroot: it wants root. */
export const CAN_RUN_SSHD = process.getuid?.() === 0 && existsSync(SSHD);

/** OpenSSH's server on loopback, and what it takes to log in to it. */
export interface OpenSsh {
  /** Its own folder; `root` in it is what SFTP shows. */
  readonly folder: string;
  readonly root: string;
  readonly endpoint: Endpoint;
  readonly hostKey: KeyPair;
  readonly clientKey: KeyPair;
  /** Where something in {@link root} is on this machine. */
  path(name: string): string;
  /** Writes a file that only its owner may read into its folder. */
  file(name: string, content: string): string;
  /** What it has said of itself. */
  log(): string;
  stop(): Promise<void>;
}

export interface OpenSshOptions {
  /** Lines of sshd_config that come before the usual ones, and so count instead of them. */
  readonly config?: (server: Pick<OpenSsh, "folder" | "file">) => readonly string[];

  /** Without a chroot it can be a bastion. @default true */
  readonly chroot?: boolean;
}

/** Starts it; it may take a moment until it answers. sshd wants a chroot that belongs to root all the way up. */
export async function startOpenSsh({ config, chroot = true }: OpenSshOptions = {}): Promise<OpenSsh> {
  // sshd refuses a chroot below a folder such as /tmp.
  const folder = mkdtempSync(chroot ? "/var/lib/slipway-test-" : join(tmpdir(), "slipway-test-"));
  const root = join(folder, "root");
  mkdirSync(join(root, "dhcp"), { recursive: true });
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const [hostKey, clientKey] = [newKey(), newKey()];
  const { port, release } = await reservePort();
  const lines = [
    ...(config?.({ folder, file }) ?? []),
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${file("host_key", hostKey.privateKey)}`,
    `AuthorizedKeysFile ${file("authorized_keys", clientKey.publicKey)}`,
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    "PidFile none",
    "MaxStartups 100",
    "Subsystem sftp internal-sftp",
    "AllowTcpForwarding yes",
    ...(chroot ? [`ChrootDirectory ${root}`, "ForceCommand internal-sftp"] : []),
    "",
  ];
  const log = openSync(join(folder, "log"), "w");
  const sshd = spawn(SSHD, ["-D", "-e", "-f", file("sshd_config", lines.join("\n"))], {
    stdio: ["ignore", "ignore", log],
  });
  closeSync(log);
  const identityFile = file("identity", clientKey.privateKey);
  return {
    folder,
    root,
    hostKey,
    clientKey,
    file,
    path: (name) => join(root, name),
    log: () => readFileSync(join(folder, "log"), "utf8"),
    endpoint: { host: "127.0.0.1", port, user: userInfo().username, hostKeys: [hostKey.publicKey], identityFile },
    stop: async () => {
      await ended(sshd);
      await release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a child and waits for it. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await gone;
}
