import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { aLab, anIso, boundary, multipart, rootToken, waitFor } from "./a-lab";
import type { ALab, Part } from "./a-lab";

let lab: ALab;

beforeEach(async () => {
  lab = await aLab();
});

afterEach(() => lab.stop());

const bytes = Buffer.from("the bytes of an ISO");
const sha256 = createHash("sha256").update(bytes).digest("hex");
const file: Part = { name: "filename", fileName: "a.iso", content: bytes };
const content: Part = { name: "content", content: "iso" };

describe("An upload", () => {
  it("is listed when its task has ended, and its bytes are where the hypervisor finds them", async () => {
    const answer = await lab.upload([content, file]);

    const exit = await waitFor(lab.call, String(answer.body.data));
    const listed = await lab.call("GET", "/nodes/pve1/storage/local/content", { content: "iso" });
    const path = lab.pve.isoPath("local:iso/a.iso", "pve1");

    expect(answer.body.data).toMatch(/^UPID:pve1:0000[0-9A-F]{4}:[0-9A-F]{8}:[0-9A-F]{8}:imgcopy::root@pam!lab:$/);
    expect(exit).toBe("OK");
    expect(listed).toEqual([
      { content: "iso", ctime: expect.any(Number), format: "iso", size: bytes.length, volid: "local:iso/a.iso" },
    ]);
    expect(lab.pve.isos()).toEqual(["local:iso/a.iso"]);
    expect(readFileSync(path)).toEqual(bytes);
    expect(path).toBe(join(lab.directory, "storage/pve1/local/template/iso/a.iso"));
    await expect(lab.call("GET", "/nodes/pve2/storage/local/content")).resolves.toEqual([]);
    expect(staged()).toEqual([]);
  });

  it("is compared with its checksum", async () => {
    const sums = [sha256, sha256.toUpperCase(), "0".repeat(64)];

    const exits = [];
    for (const sum of sums) {
      const checked: Part[] = [
        { name: "checksum", content: sum },
        { name: "checksum-algorithm", content: "sha256" },
      ];
      const answer = await lab.upload([content, ...checked, file]);
      exits.push(await waitFor(lab.call, String(answer.body.data)));
    }

    expect(exits).toEqual(["OK", "OK", `checksum mismatch: got '${sha256}' != expect '${"0".repeat(64)}'`]);
    expect(staged()).toEqual([]);
  });

  it.each<[string, Part[], number, unknown]>([
    [
      "a file with another ending",
      [content, { ...file, fileName: "a.txt" }],
      400,
      { filename: "wrong file extension" },
    ],
    [
      "a content type that cannot be uploaded",
      [{ name: "content", content: "images" }, file],
      400,
      { content: "value 'images' does not have a value in the enumeration 'iso, vztmpl, import'" },
    ],
    ["no content type", [file], 400, { content: "property is missing and it is not optional" }],
    ["no file", [content, { name: "filename", content: "a.iso" }], 400, { filename: "the file is missing" }],
    ["a field after the file", [file, content], 400, undefined],
  ])("refuses %s, and keeps nothing", async (_name, parts, status, errors) => {
    const answer = await lab.upload(parts);

    expect([answer.status, answer.body.errors]).toEqual([status, errors]);
    expect(staged()).toEqual([]);
    await expect(lab.call("GET", "/nodes/pve1/storage/local/content")).resolves.toEqual([]);
  });

  it("refuses a storage that holds no ISOs", async () => {
    const answer = await lab.upload([content, file], { path: "/nodes/pve1/storage/local-lvm/upload" });

    expect([answer.status, answer.reason]).toEqual([500, "storage 'local-lvm' does not support content-type 'iso'"]);
  });

  it("refuses a file that does not fit", async () => {
    await anIso(lab, "large.iso", 12 * 1024 ** 2);

    const answer = await lab.upload([content, { ...file, content: Buffer.alloc(5 * 1024 ** 2) }]);

    expect([answer.status, answer.reason]).toEqual([
      500,
      "storage 'local' has room for 4194304 bytes, 5242880 are needed",
    ]);
  });

  it("refuses a body of unannounced length", async () => {
    const answer = await lab.send("POST", "/nodes/pve1/storage/local/upload", {
      body: multipart([content, file]),
      headers: {
        "Content-Type": `multipart/form-data; boundary=${boundary}`,
        "Transfer-Encoding": "chunked",
      },
    });

    expect([answer.status, answer.reason]).toEqual([501, "chunked transfer encoding not supported"]);
  });

  it("leaves nothing when the client breaks it off", async () => {
    const cut = new Promise<void>((resolve) => lab.pve.events.once("request", () => resolve()));

    await breakOff(lab.pve.port);
    await cut;

    expect(lab.requests).toEqual([
      expect.objectContaining({ method: "POST", path: "/nodes/pve1/storage/local/upload", status: 0 }),
    ]);
    expect(staged()).toEqual([]);
    await expect(lab.call("GET", "/nodes/pve1/storage/local/content")).resolves.toEqual([]);
  });

  it("replaces a file of the same name, and keeps folders out of names", async () => {
    await anIso(lab, "a.iso", 10);

    await anIso(lab, "../../a.iso", 20);

    await expect(lab.call("GET", "/nodes/pve1/storage/local/content")).resolves.toEqual([
      expect.objectContaining({ volid: "local:iso/a.iso", size: 20 }),
    ]);
  });

  it("is there again for the next API in the same folder", async () => {
    await anIso(lab, "a.iso", 10);
    await lab.pve.stop();

    const next = await aLab({ directory: lab.directory });
    const listed = await next.call("GET", "/nodes/pve1/storage/local/content");
    await next.stop();

    expect(listed).toEqual([expect.objectContaining({ volid: "local:iso/a.iso", size: 10 })]);
  });
});

describe("DELETE …/content/{volume}", () => {
  it.each(["local%3Aiso%2Fa.iso", "local:iso/a.iso", "iso/a.iso"])("removes the file of %s", async (volume) => {
    await anIso(lab);
    const path = lab.pve.isoPath("local:iso/a.iso", "pve1");

    const exit = await lab.task("DELETE", `/nodes/pve1/storage/local/content/${volume}`);

    expect([exit, existsSync(path)]).toEqual(["OK", false]);
    await expect(lab.call("GET", "/nodes/pve1/storage/local/content")).resolves.toEqual([]);
  });

  it("fails for a file that is not there", async () => {
    const exit = await lab.task("DELETE", "/nodes/pve1/storage/local/content/iso/none.iso");

    expect(exit).toBe("volume 'local:iso/none.iso' does not exist");
  });

  it("refuses a volume of another storage", async () => {
    await expect(lab.call("DELETE", "/nodes/pve1/storage/local/content/other:iso/a.iso")).rejects.toThrow(
      '400 Parameter verification failed. {"storage":"storage ID mismatch (local != other)"}',
    );
  });
});

function staged(): string[] {
  const folder = join(lab.directory, "staging");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Sends the first half of an upload and closes the connection. */
function breakOff(port: number): Promise<void> {
  const body = multipart([content, { ...file, content: Buffer.alloc(1024 ** 2) }]);
  const half = body.subarray(0, body.length / 2);
  return new Promise((resolve) => {
    const outgoing = request({
      agent: new Agent({ keepAlive: false }),
      rejectUnauthorized: false,
      host: "127.0.0.1",
      port,
      method: "POST",
      path: "/api2/json/nodes/pve1/storage/local/upload",
      headers: {
        Authorization: `PVEAPIToken=${rootToken}`,
        "Content-Type": `multipart/form-data; boundary=${boundary}`,
        "Content-Length": String(body.length),
      },
    });
    outgoing.on("error", () => resolve());
    outgoing.write(half, () => outgoing.destroy(new Error("broken off")));
  });
}
