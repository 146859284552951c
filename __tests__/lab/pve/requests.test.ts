import { createConnection } from "node:net";
import { once } from "node:events";
import { aLab, rootToken } from "./a-lab";
import type { ALab } from "./a-lab";

let lab: ALab;

beforeAll(async () => {
  lab = await aLab();
});

afterAll(() => lab.stop());

describe("A request to the simulated API", () => {
  it("answers with data", async () => {
    const answer = await lab.send("GET", "/version");

    expect(answer).toEqual({
      status: 200,
      reason: "OK",
      body: { data: { release: "9.1", repoid: "42db4a6cf33dac83", version: "9.1.1" } },
    });
  });

  it.each([
    ["no token", "", "No ticket"],
    [
      "an unknown token",
      "root@pam!other=11111111-1111-4111-8111-111111111111",
      "no such token 'other' for user 'root@pam'",
    ],
    ["an unknown user", "eve@pve!lab=11111111-1111-4111-8111-111111111111", "no such token 'lab' for user 'eve@pve'"],
    ["a wrong secret", "root@pam!lab=21111111-1111-4111-8111-111111111111", "invalid token value!"],
    ["a token without secret", "root@pam!lab", "no such token or ticket"],
  ])("refuses %s with 401", async (_name, token, reason) => {
    const answer = await lab.send("GET", "/version", { token });

    expect(answer).toEqual({ status: 401, reason, body: { data: null, message: `${reason}\n` } });
  });

  it.each([
    ["GET", "/nodes/pve1/lxc"],
    ["PATCH", "/version"],
    ["POST", "/version"],
    ["GET", "/nodes/pve1/qemu/100"],
    ["GET", "/%zz"],
  ])("refuses %s %s with 501, naming it", async (method, path) => {
    const answer = await lab.send(method, path);

    expect([answer.status, answer.reason]).toEqual([501, `Method '${method} ${path}' not implemented`]);
  });

  it("refuses all bad parameters at once, naming each", async () => {
    const parameters = {
      vmid: 99,
      cores: "two",
      bios: "uefi",
      name: "a_b",
      net32: "virtio",
      colour: "red",
      scsi0: "x=1",
    };

    const answer = await lab.send("POST", "/nodes/pve1/qemu", {
      body: new URLSearchParams(
        Object.entries(parameters).map(([name, value]): [string, string] => [name, `${value}`]),
      ).toString(),
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });

    expect(answer).toEqual({
      status: 400,
      reason: "Parameter verification failed.",
      body: {
        data: null,
        message: "Parameter verification failed.\n",
        errors: {
          bios: "value 'uefi' does not have a value in the enumeration 'seabios, ovmf'",
          colour: "property is not defined in schema and the schema does not allow additional properties",
          cores: "type check ('integer') failed - got 'two'",
          name: "invalid format - value does not look like a valid DNS name",
          net32: "property is not defined in schema and the schema does not allow additional properties",
          scsi0:
            "invalid format - format error; x: property is not defined in schema and the schema does not allow additional properties; file: property is missing and it is not optional",
          vmid: "value must have a minimum value of 100",
        },
      },
    });
  });

  it.each([
    ["a missing parameter", "POST", "/pools", {}, { poolid: "property is missing and it is not optional" }],
    [
      "a parameter that needs another",
      "GET",
      "/pools",
      { type: "qemu" },
      { poolid: "missing property - 'type' requires this property" },
    ],
    [
      "a parameter that contradicts the path",
      "GET",
      "/nodes/pve1/network",
      { node: "pve2" },
      { node: "duplicate parameter (already defined in URI) with conflicting values!" },
    ],
  ])("refuses %s", async (_name, method, path, parameters, errors) => {
    await expect(lab.call(method, path, parameters)).rejects.toThrow(
      `400 Parameter verification failed. ${JSON.stringify(errors)}`,
    );
  });

  it("refuses an unknown node", async () => {
    await expect(lab.call("GET", "/nodes/pve9/network")).rejects.toThrow("500 hostname lookup 'pve9' failed");
  });

  it("refuses a body that is no form", async () => {
    const answer = await lab.send("POST", "/pools", {
      body: '{"poolid":"a"}',
      headers: { "Content-Type": "application/json" },
    });

    expect([answer.status, answer.reason]).toEqual([
      415,
      "content type 'application/json' is not understood here, only forms are",
    ]);
  });

  it("takes a slash at the end of a path, as some clients send it", async () => {
    await expect(lab.call("GET", "/version/")).resolves.toMatchObject({ release: "9.1" });
  });

  it("is logged with the names of its parameters, but without a value or a secret", async () => {
    lab.requests.length = 0;

    await lab.call("POST", "/pools", { poolid: "logged", comment: "a secret" });
    await lab.send("GET", "/version", { token: "" });

    expect(lab.requests).toEqual([
      { method: "POST", path: "/pools", parameters: ["poolid", "comment"], status: 200, subject: "root@pam!lab" },
      { method: "GET", path: "/version", parameters: [], status: 401 },
    ]);
    expect(JSON.stringify(lab.requests)).not.toContain(rootToken.split("=")[1]);
  });
});

describe("stop", () => {
  it("closes connections that say nothing, too", async () => {
    const other = await aLab();
    const silent = createConnection(other.pve.port, "127.0.0.1");
    await once(silent, "connect");
    const closed = once(silent, "close");

    await other.stop();

    await expect(closed).resolves.toBeDefined();
  });
});
