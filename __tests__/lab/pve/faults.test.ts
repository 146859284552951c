import { readdirSync } from "node:fs";
import { join } from "node:path";
import { aLab } from "./a-lab";
import type { ALab } from "./a-lab";
import type { Fault, FaultRequest } from "../../../lib/lab/pve/types";

let lab: ALab;
let fault: (request: FaultRequest) => Fault | undefined = () => undefined;

beforeAll(async () => {
  lab = await aLab({ faults: (request) => fault(request) });
});

afterAll(() => lab.stop());

describe("A scripted fault", () => {
  it("answers in place of the API", async () => {
    fault = ({ method, path }) =>
      method === "GET" && path === "/version" ? { status: 503, message: "not now" } : undefined;

    const spoiled = await lab.send("GET", "/version");
    const other = await lab.send("GET", "/nodes");

    expect([spoiled.status, spoiled.reason, spoiled.body.message]).toEqual([503, "not now", "not now\n"]);
    expect(other.status).toBe(200);
  });

  it("cuts an upload off, and nothing is left of it", async () => {
    fault = ({ path }) => (path.endsWith("/upload") ? { dropAfterBytes: 100_000 } : undefined);

    const upload = lab.upload([
      { name: "content", content: "iso" },
      { name: "filename", fileName: "a.iso", content: Buffer.alloc(8 * 1024 ** 2) },
    ]);

    await expect(upload).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) });
    await expect(lab.call("GET", "/nodes/pve1/storage/local/content")).resolves.toEqual([]);
    expect(readdirSync(join(lab.directory, "storage/pve1/local/template/iso"))).toEqual([]);
  });
});
