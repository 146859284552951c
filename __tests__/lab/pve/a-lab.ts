import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate } from "../../../lib/lab/certificate";
import { startPve } from "../../../lib/lab/pve/start-pve";
import type { PveSimulator } from "../../../lib/lab/pve/simulator";
import type { Hypervisor, PveOptions, RequestRecord } from "../../../lib/lab/pve/types";

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly body: { data: unknown; message?: string; errors?: Record<string, string> };
}

export interface Sent {
  /** `user@realm!token=secret`; "" sends none. */
  readonly token?: string;
  readonly body?: Buffer | string;
  readonly headers?: Record<string, string>;
}

export type Parameters = Readonly<Record<string, string | number>>;

/** A started API with what tests need around it. */
export interface ALab {
  readonly pve: PveSimulator;
  readonly directory: string;

  /** What the hypervisor was told, in order: "start 100", "stop 100", … */
  readonly powered: string[];
  readonly requests: RequestRecord[];
  send(method: string, path: string, sent?: Sent): Promise<Answer>;

  /** Sends parameters where the method wants them; gives the data, or fails with status and message. */
  call(method: string, path: string, parameters?: Parameters, token?: string): Promise<unknown>;

  /** The same, and waits for the task that it starts. Gives its exit status. */
  task(method: string, path: string, parameters?: Parameters, token?: string): Promise<string>;
  upload(fields: readonly Part[], options?: { token?: string; path?: string }): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Part {
  readonly name: string;
  readonly fileName?: string;
  readonly content: Buffer | string;
}

export const rootToken = "root@pam!lab=11111111-1111-4111-8111-111111111111";
export const boundary = "a-boundary";

const certificate = createCertificate();

export async function aLab(options: Partial<PveOptions> = {}): Promise<ALab> {
  const { users = [], ...others } = options;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), "slipway-pve-"));
  const powered: string[] = [];
  const requests: RequestRecord[] = [];
  const pve = await startPve({
    certificate: certificate.certificate,
    key: certificate.key,
    nodes: [{ name: "pve1" }, { name: "pve2" }, { name: "pve3", bridges: ["vmbr0"] }],
    storages: [
      { id: "local", type: "dir", content: ["iso", "vztmpl", "import"], sizeBytes: 16 * 1024 ** 2 },
      { id: "local-lvm", type: "lvmthin", content: ["images", "rootdir"] },
    ],
    users: [rootUser, ...users],
    hypervisor: options.hypervisor ?? recording(powered),
    directory,
    ...others,
  });
  pve.events.on("request", (record) => requests.push(record));
  const agent = new Agent({ keepAlive: true, ca: certificate.certificate });
  const send: ALab["send"] = (method, path, sent = {}) => exchange(agent, pve.port, method, path, sent);
  const call: ALab["call"] = async (method, path, parameters = {}, token = rootToken) => {
    const answer = await send(method, ...asSent(method, path, parameters, token));
    if (answer.status !== 200) {
      const fields = answer.body.errors === undefined ? "" : ` ${JSON.stringify(answer.body.errors)}`;
      throw new Error(`${answer.status} ${answer.reason}${fields}`);
    }
    return answer.body.data;
  };
  const task: ALab["task"] = async (method, path, parameters, token) =>
    waitFor(call, String(await call(method, path, parameters, token)));
  return {
    pve,
    directory,
    powered,
    requests,
    send,
    call,
    task,
    upload: (parts, { token = rootToken, path = "/nodes/pve1/storage/local/upload" } = {}) =>
      send("POST", path, {
        token,
        body: multipart(parts),
        headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
      }),
    stop: async () => {
      agent.destroy();
      await pve.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Uploads an ISO of so many bytes and waits until it is listed. */
export async function anIso(lab: ALab, name = "a.iso", size = 1024 ** 2): Promise<string> {
  const answer = await lab.upload([
    { name: "content", content: "iso" },
    { name: "filename", fileName: name, content: Buffer.alloc(size, 7) },
  ]);
  await waitFor(lab.call, String(answer.body.data));
  return `local:iso/${name}`;
}

/** Asks for a task until it has ended. */
export async function waitFor(call: ALab["call"], upid: string): Promise<string> {
  const node = upid.split(":")[1] ?? "";
  for (let round = 0; round < 400; round += 1) {
    const status = (await call("GET", `/nodes/${node}/tasks/${encodeURIComponent(upid)}/status`)) as Status;
    if (status.status === "stopped") {
      return status.exitstatus ?? "";
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${upid} does not end`);
}

interface Status {
  readonly status: string;
  readonly exitstatus?: string;
}

export function multipart(parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ name, fileName, content }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`,
    fileName === undefined ? "" : `; filename="${fileName}"\r\nContent-Type: application/octet-stream`,
    "\r\n\r\n",
    content,
    "\r\n",
  ]);
  return Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
}

const rootUser = {
  id: "root@pam",
  tokens: [{ id: "lab", secret: rootToken.slice(rootToken.indexOf("=") + 1), separated: false }],
};

function recording(powered: string[]): Hypervisor {
  const note = (event: string): Promise<void> => {
    powered.push(event);
    return Promise.resolve();
  };
  return {
    start: ({ vmid }) => note(`start ${vmid}`),
    stop: ({ vmid }, how) => note(`${how} ${vmid}`),
    removed: ({ vmid }) => note(`removed ${vmid}`),
  };
}

function asSent(method: string, path: string, parameters: Parameters, token: string): [string, Sent] {
  const query = new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  if (method === "GET" || method === "DELETE") {
    return [query === "" ? path : `${path}?${query}`, { token }];
  }
  return [path, { token, body: query, headers: { "Content-Type": "application/x-www-form-urlencoded" } }];
}

function exchange(agent: Agent, port: number, method: string, path: string, sent: Sent): Promise<Answer> {
  const { token = rootToken, body = "", headers = {} } = sent;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        method,
        path: `/api2/json${path}`,
        headers: {
          ...(token === "" ? {} : { Authorization: `PVEAPIToken=${token}` }),
          ...(body.length > 0 && !("Transfer-Encoding" in headers)
            ? { "Content-Length": String(Buffer.byteLength(body)) }
            : {}),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? "",
            body: JSON.parse(text) as Answer["body"],
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
