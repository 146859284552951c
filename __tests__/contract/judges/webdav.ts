import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCertificate } from "../../../lib/lab/certificate";
import { selfSigned } from "../../../lib/provider/plugin/certificate";
import { type ReservedPort, reservePort } from "../../reserved-port";

/** What a server of {@link WebdavServer} asks for. */
export const PASSWORD = "p:ss wörd";
export const TOKEN = "a-token.of/this~server";

/** Where a configuration of a server's own is filled in. */
interface Place {
  readonly folder: string;
  readonly port: number;
}

/** A real WebDAV server on loopback, with TLS, that keeps its files in `<folder>/www`. */
export class WebdavServer {
  private constructor(
    private child: ChildProcess,
    private readonly launch: () => ChildProcess,
    readonly folder: string,
    private readonly reserved: ReservedPort,
    readonly certificate: string,
  ) {}

  get url(): string {
    return `https://127.0.0.1:${this.reserved.port}/files`;
  }

  /** Apache with mod_dav: basic authentication as `operator`. */
  static apache(program: string): Promise<WebdavServer> {
    return WebdavServer.start(program, ({ folder }) => ["-X", "-f", `${folder}/server.conf`], apacheConfiguration);
  }

  /** nginx with its own DAV module, which knows no PROPFIND: a client certificate, or a token. */
  static nginx(program: string): Promise<WebdavServer> {
    return WebdavServer.start(
      program,
      ({ folder }) => ["-e", "stderr", "-c", `${folder}/server.conf`],
      nginxConfiguration,
    );
  }

  private static async start(
    program: string,
    args: (place: Place) => readonly string[],
    configuration: (place: Place) => string,
  ): Promise<WebdavServer> {
    const folder = mkdtempSync(join(tmpdir(), "slipway-webdav-"));
    chmodSync(folder, 0o755);
    for (const name of ["www", "work"]) {
      mkdirSync(join(folder, name));
      chmodSync(join(folder, name), 0o777);
    }
    const reserved = await reservePort();
    const place = { folder, port: reserved.port };
    const { certificate, key } = createCertificate();
    const client = selfSigned();
    const hash = createHash("sha1").update(PASSWORD).digest("base64");
    const files = {
      "server.conf": configuration(place),
      "server.pem": certificate,
      "server.key": key,
      "client.pem": client.certificatePem,
      "client.key": client.privateKeyPem,
      users: `operator:{SHA}${hash}\n`,
      password: `${PASSWORD}\n`,
      token: `${TOKEN}\n`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const launch = (): ChildProcess => spawn(program, args(place), { stdio: ["ignore", "ignore", "pipe"] });
    const server = new WebdavServer(launch(), launch, folder, reserved, certificate);
    try {
      await server.ready();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Ends the server, and keeps its files. */
  async pause(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGTERM");
    await once(this.child, "exit");
  }

  /** Starts it again after {@link pause}, at the same address. */
  async resume(): Promise<void> {
    this.child = this.launch();
    await this.ready();
  }

  async stop(): Promise<void> {
    await this.pause();
    await this.reserved.release();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const errors: Buffer[] = [];
    this.child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
    for (let attempt = 0; attempt < 200 && this.child.exitCode === null; attempt += 1) {
      if (await accepts(this.reserved.port)) return;
      await sleep(50);
    }
    const log = existsSync(this.path("work/error")) ? readFileSync(this.path("work/error"), "utf8") : "";
    throw new Error(`it did not start: ${Buffer.concat(errors).toString()}${log}`);
  }
}

function apacheConfiguration({ folder, port }: Place): string {
  const modules = [
    ...["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user"],
    ...["auth_basic", "dav", "dav_fs", "ssl"],
  ];
  return `
ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/work/pid
ErrorLog ${folder}/work/error
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Mutex file:${folder}/work
User www-data
Group www-data
SSLEngine on
SSLCertificateFile ${folder}/server.pem
SSLCertificateKeyFile ${folder}/server.key
DavLockDB ${folder}/work/locks
DocumentRoot ${folder}/www
<Location /files>
  Dav on
  AuthType Basic
  AuthName files
  AuthUserFile ${folder}/users
  Require valid-user
</Location>
<Directory ${folder}/www>
  Require all granted
</Directory>
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
Alias /files ${folder}/www
`;
}

function nginxConfiguration({ folder, port }: Place): string {
  const unused = ["proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/work/${name};`);
  return `
daemon off;
pid ${folder}/work/pid;
events {}
http {
  access_log off;
  ${unused.join("\n  ")}
  client_body_temp_path ${folder}/work/body;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${folder}/server.pem;
    ssl_certificate_key ${folder}/server.key;
    ssl_client_certificate ${folder}/client.pem;
    ssl_verify_client optional;
    set $known "";
    if ($ssl_client_verify = SUCCESS) { set $known yes; }
    if ($http_authorization = "Bearer ${TOKEN}") { set $known yes; }
    if ($known = "") { return 401; }
    location /files {
      alias ${folder}/www;
      dav_methods PUT DELETE MKCOL MOVE;
    }
  }
}
`;
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
