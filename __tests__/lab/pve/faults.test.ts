import { readdirSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../until";
import { aLab } from "./a-lab";
import type { ALab } from "./a-lab";
import { times } from "../../../lib/lab/faults";
import type { Fault, FaultRequest, TaskFault, TaskFaultRequest } from "../../../lib/lab/pve/types";

let lab: ALab;
let fault: (request: FaultRequest) => Fault | undefined = () => undefined;
let taskFault: (task: TaskFaultRequest) => TaskFault | undefined = () => undefined;

beforeAll(async () => {
  lab = await aLab({ faults: (request) => fault(request), taskFaults: (task) => taskFault(task) });
});

afterEach(() => {
  fault = () => undefined;
  taskFault = () => undefined;
});
afterAll(() => lab.stop());

const anIso = [
  { name: "content", content: "iso" },
  { name: "filename", fileName: "a.iso", content: Buffer.alloc(8 * 1024 ** 2) },
];
const isos = (): Promise<unknown> => lab.call("GET", "/nodes/pve1/storage/local/content");
const staged = (): readonly string[] => readdirSync(join(lab.directory, "staging"));
const form = { "Content-Type": "application/x-www-form-urlencoded" };
const isACut: unknown = { code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) };

describe("A scripted fault", () => {
  it("answers in place of the API", async () => {
    fault = ({ method, path }) =>
      method === "GET" && path === "/version" ? { status: 503, message: "not now" } : undefined;

    const spoiled = await lab.send("GET", "/version");
    const other = await lab.send("GET", "/nodes");

    expect([spoiled.status, spoiled.reason, spoiled.body.message]).toEqual([503, "not now", "not now\n"]);
    expect(other.status).toBe(200);
  });

  it("answers so as often as it is said, and then no more", async () => {
    fault = times(2, ({ path }) => (path === "/version" ? { status: 502, message: "Bad Gateway" } : undefined));

    const statuses = [];
    for (let ask = 0; ask < 3; ask += 1) statuses.push((await lab.send("GET", "/version")).status);

    expect(statuses).toEqual([502, 502, 200]);
  });

  it.each<[string, (bodyBytes: number) => number]>([
    ["before the first byte", () => 0],
    ["at the first byte", () => 1],
    ["in the middle", (bodyBytes) => Math.floor(bodyBytes / 2)],
    ["before the last byte", (bodyBytes) => bodyBytes - 1],
    ["at the last byte", (bodyBytes) => bodyBytes],
  ])("cuts an upload off %s, and nothing is left of it", async (_where, bytesOf) => {
    fault = ({ path, bodyBytes }) => (path.endsWith("/upload") ? { dropAfterBytes: bytesOf(bodyBytes) } : undefined);

    await expect(lab.upload(anIso)).rejects.toMatchObject(isACut as object);

    await expect(isos()).resolves.toEqual([]);
    expect(readdirSync(join(lab.directory, "storage/pve1/local/template/iso"))).toEqual([]);
    await until(() => staged().length === 0);
    expect(staged()).toEqual([]);
  });

  it("does what is asked, and loses the answer", async () => {
    fault = times(1, () => ({ dropAnswer: true }));

    await expect(lab.send("POST", "/pools", { body: "poolid=kept", headers: form })).rejects.toMatchObject(
      isACut as object,
    );

    await expect(lab.call("GET", "/pools")).resolves.toEqual([expect.objectContaining({ poolid: "kept" })]);
  });

  it("lets a task end with an error, without having done anything", async () => {
    taskFault = ({ type, id }) => (type === "qmcreate" && id === "300" ? { failure: "no space left" } : undefined);

    await expect(lab.task("POST", "/nodes/pve1/qemu", { vmid: 300 })).resolves.toBe("no space left");
    await expect(lab.task("POST", "/nodes/pve1/qemu", { vmid: 301 })).resolves.toBe("OK");

    expect(lab.pve.vms().map(({ vmid }) => vmid)).toEqual([301]);
  });

  it("puts away what was uploaded, where the task that would move it fails", async () => {
    taskFault = () => ({ failure: "cp: No space left on device" });

    await lab.upload(anIso);
    await until(() => staged().length === 0);

    expect(staged()).toEqual([]);
    await expect(isos()).resolves.toEqual([]);
  });

  it("keeps a task running for as long as it is said", async () => {
    taskFault = () => ({ delayMs: 60_000 });
    const upid = String(await lab.call("POST", "/nodes/pve1/qemu", { vmid: 302 }));

    const status = await lab.call("GET", `/nodes/pve1/tasks/${encodeURIComponent(upid)}/status`);

    expect(status).toMatchObject({ status: "running" });
    expect(lab.pve.vm(302)?.lock).toBe("create");
  });
});

describe("A token", () => {
  it("is refused from the moment on at which it ends", async () => {
    const now = Math.floor(Date.now() / 1000);
    lab.pve.expireToken("root@pam!lab", now + 60);
    const before = await lab.send("GET", "/version");
    lab.pve.expireToken("root@pam!lab", now);
    const after = await lab.send("GET", "/version");
    lab.pve.expireToken("root@pam!lab", 0);

    expect([before.status, after.status, after.reason]).toEqual([200, 401, "token expired"]);
  });
});
