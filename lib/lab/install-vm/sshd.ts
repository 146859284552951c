import { Server, utils, type AuthContext, type Connection, type ServerChannel } from "ssh2";
import type { Faults } from "../faults";
import type { Owner } from "../machine/file-tree";
import type { FileView } from "../machine/file-view";
import type { VirtualSocket } from "../network/virtual-socket";
import { PacketSplitter } from "./sftp-packets";
import { ConnectionCut, SftpSession } from "./sftp-session";
import { readSshdConfig, SshdError, type SshdConfig } from "./sshd-config";

/** A running sshd. */
export interface Sshd {
  readonly port: number;
  accept(socket: VirtualSocket): void;
  close(): void;
}

export interface SshdOptions {
  /** The container's files. */
  readonly view: FileView;
  readonly configFile: string;

  /** Numbers of the image's users by name; others do not exist. */
  readonly users: ReadonlyMap<string, Owner>;
  readonly log: (line: string) => void;
  readonly faults: Faults;

  /** Cuts every connection, where a fault says so. */
  readonly cut: () => void;
}

/** Starts a real SSH server that does what sshd's configuration says. @throws SshdError if sshd would not start */
export function startSshd(options: SshdOptions): Sshd {
  const config = readSshdConfig(options.view, options.configFile);
  const sockets = new Set<VirtualSocket>();
  const server = serverFor(config, options);
  return {
    port: config.port,
    accept(socket) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      server.injectSocket(socket as unknown as Parameters<Server["injectSocket"]>[0]);
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function serverFor(config: SshdConfig, options: SshdOptions): Server {
  try {
    return new Server({ hostKeys: [...config.hostKeys] }, (connection) => serve(connection, config, options));
  } catch (error) {
    throw new SshdError(`error loading host key: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function serve(connection: Connection, config: SshdConfig, options: SshdOptions): void {
  let user = "";
  connection.on("error", (error: Error) => options.log(`sshd: ${error.message}`));
  connection.on("authentication", (context) => {
    const refusal = whyRefused(context, config, options);
    if (refusal === undefined) {
      user = context.username;
      return context.accept();
    }
    if (refusal !== "") options.log(`sshd: ${refusal}`);
    context.reject(config.publicKeys ? ["publickey"] : []);
  });
  connection.on("ready", () => {
    options.log(`sshd: Accepted publickey for ${user}`);
    connection.on("session", (accept) => {
      const session = accept();
      session.on("subsystem", (acceptSubsystem, reject, { name }) => {
        if (name !== "sftp" || !config.sftp) return reject();
        serveSftp(acceptSubsystem(), config, options, user);
      });
      session.on("exec", (acceptExec) => refuseCommand(acceptExec()));
      session.on("shell", (acceptShell) => refuseCommand(acceptShell()));
    });
  });
}

function whyRefused(context: AuthContext, config: SshdConfig, options: SshdOptions): string | undefined {
  const { username } = context;
  if (context.method !== "publickey" || !config.publicKeys) return "";
  if (config.allowUsers.length > 0 && !config.allowUsers.includes(username)) {
    return `User ${username} not allowed because not listed in AllowUsers`;
  }
  if (!options.users.has(username)) return `Invalid user ${username}`;
  const file = options.view.find(config.authorizedKeysFile);
  if (file?.kind !== "file") return `Could not open user '${username}' authorized keys '${config.authorizedKeysFile}'`;
  if ((file.mode & 0o022) !== 0)
    return `Authentication refused: bad ownership or modes for file ${config.authorizedKeysFile}`;
  for (const line of file.data.toString("utf8").split("\n")) {
    const key = line.trim() === "" || line.startsWith("#") ? undefined : utils.parseKey(line);
    if (key === undefined || key instanceof Error || !context.key.data.equals(key.getPublicSSH())) continue;
    const { signature, blob, hashAlgo } = context;
    if (!signature || !blob) return undefined;
    return key.verify(blob, signature, hashAlgo) === true ? undefined : "bad signature";
  }
  return `Failed publickey for ${username}`;
}

function serveSftp(channel: ServerChannel, config: SshdConfig, options: SshdOptions, user: string): void {
  const owner = options.users.get(user) ?? { uid: 65534, gid: 65534 };
  const view = options.view.chroot(config.chrootDirectory).as(owner);
  const log = (line: string): void => options.log(`internal-sftp: ${line}`);
  const session = new SftpSession(view, config.umask, log, options.faults);
  const splitter = new PacketSplitter();
  const answer = (packet: Buffer): void => {
    try {
      const answered = session.answer(packet);
      if (answered.length > 0) channel.write(answered);
    } catch (error) {
      if (error instanceof ConnectionCut) return options.cut();
      options.log(`internal-sftp: ${error instanceof Error ? error.message : String(error)}`);
      channel.close();
    }
  };
  channel.on("data", (chunk: Buffer) => {
    try {
      for (const packet of splitter.add(chunk)) answer(packet);
    } catch (error) {
      options.log(`internal-sftp: ${error instanceof Error ? error.message : String(error)}`);
      channel.close();
    }
  });
  channel.on("error", () => undefined);
  channel.on("end", () => {
    channel.exit(0);
    channel.end();
  });
}

function refuseCommand(channel: ServerChannel): void {
  channel.stderr.write("This service allows sftp connections only.\r\n");
  channel.exit(1);
  channel.end();
}
