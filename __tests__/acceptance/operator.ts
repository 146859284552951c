import { readFileSync } from "node:fs";
import { request } from "node:https";
import { Client, type SFTPWrapper } from "ssh2";
import type { LabEnvironment } from "../../lib/lab/types";

/** Somebody with the operator's key and token who works on the cluster by hand, past OpenTofu. */
export class Operator {
  private readonly clients: Client[] = [];
  private sftp: SFTPWrapper | undefined;

  constructor(
    private readonly lab: LabEnvironment,
    private readonly install = "10.20.0.2",
  ) {}

  /** A call of the Proxmox API, with the operator's own token; answers `data`. */
  api(method: string, path: string, form: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const body = new URLSearchParams(form).toString();
    const headers = {
      Authorization: `PVEAPIToken=${readFileSync(this.lab.apiTokenFile, "utf8").trim()}`,
      ...(body === "" ? {} : { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": body.length }),
    };
    const ca = readFileSync(this.lab.caFile);
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.lab.endpoint}/api2/json${path}`,
        { method, headers, ca, timeout: 10_000 },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.on("end", () => {
            if (response.statusCode !== 200)
              return reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
            resolve((JSON.parse(text) as { data: unknown }).data);
          });
        },
      );
      sent.on("error", reject);
      sent.end(body === "" ? undefined : body);
    });
  }

  async isos(): Promise<readonly string[]> {
    const listing = (await this.api("GET", "/nodes/pve1/storage/local/content?content=iso")) as { volid: string }[];
    return listing.map(({ volid }) => volid);
  }

  async read(path: string): Promise<string> {
    const sftp = await this.session();
    return new Promise((resolve, reject) =>
      sftp.readFile(path, (error, bytes) => (error === undefined ? resolve(bytes.toString()) : reject(error))),
    );
  }

  async write(path: string, text: string): Promise<void> {
    const sftp = await this.session();
    await new Promise<void>((resolve, reject) =>
      sftp.writeFile(path, text, (error) =>
        error == null ? resolve() : reject(new Error(`${path}: ${String(error)}`)),
      ),
    );
  }

  async remove(path: string): Promise<void> {
    const sftp = await this.session();
    await new Promise<void>((resolve, reject) =>
      sftp.unlink(path, (error) => (error == null ? resolve() : reject(error as Error))),
    );
  }

  end(): void {
    for (const client of this.clients.splice(0).reverse()) client.end();
    this.sftp = undefined;
  }

  /** The install VM's SFTP server, through the bastion. */
  async session(): Promise<SFTPWrapper> {
    if (this.sftp !== undefined) return this.sftp;
    const { host, port, user } = this.lab.bastion;
    const privateKey = readFileSync(this.lab.sshIdentityFile);
    const bastion = await this.connect({ host, port, username: user, privateKey });
    const sock = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
      bastion.forwardOut("127.0.0.1", 0, this.install, 2222, (error, stream) =>
        error === undefined ? resolve(stream) : reject(error),
      ),
    );
    const server = await this.connect({ sock: sock as never, username: "terraform_ignition", privateKey });
    this.sftp = await new Promise<SFTPWrapper>((resolve, reject) =>
      server.sftp((error, sftp) => (error === undefined ? resolve(sftp) : reject(error))),
    );
    return this.sftp;
  }

  private connect(settings: Parameters<Client["connect"]>[0]): Promise<Client> {
    const client = new Client();
    this.clients.push(client);
    return new Promise((resolve, reject) => {
      client.once("ready", () => resolve(client)).once("error", reject);
      client.connect(settings);
      client.setNoDelay(true); // each small request would take 40 ms otherwise
    });
  }
}
