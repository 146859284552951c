import { X509Certificate } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import { connectProxmox } from "../../../lib/provider/proxmox/client";
import { ConnectionError, mayBeDone, ProxmoxError } from "../../../lib/provider/proxmox/errors";
import type { HttpRequest, HttpResponse } from "../../../lib/provider/proxmox/transport";
import { HttpsServer, type Answer } from "./https-server";

const apiToken = "slipway@pve!ci=0d8b6b3e-secret";

let server: HttpsServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function serving(...answers: readonly (Answer | "cut")[]): Promise<HttpsServer> {
  let next = 0;
  server = await HttpsServer.start(() => answers[Math.min(next++, answers.length - 1)] ?? {});
  return server;
}

function clientOf({ endpoint, ca }: HttpsServer) {
  return connectProxmox({ endpoint, apiToken, caCertificate: ca });
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: Error) => error,
  );
}

describe("connectProxmox", () => {
  describe("requests", () => {
    it("sends the token, and a GET's parameters as query", async () => {
      const pve = await serving({ json: { data: [1] } });

      const answer = await clientOf(pve).get("/nodes", { limit: 5, full: true, absent: undefined });

      expect(answer).toEqual([1]);
      expect(pve.seen.map(({ line }) => line)).toEqual(["GET /api2/json/nodes?limit=5&full=1"]);
      expect(pve.seen[0]?.headers.authorization).toBe(`PVEAPIToken=${apiToken}`);
    });

    it("sends parameters of POST and PUT as a form, and of DELETE as query", async () => {
      const pve = await serving({});
      const client = clientOf(pve);

      await client.post("/pools", { poolid: "a b&c", comment: "é" });
      await client.put("/pools", { poolid: "x", "allow-move": false });
      await client.delete("/pools", { poolid: "x" });

      expect(pve.seen.map(({ line, body }) => [line, body.toString()])).toEqual([
        ["POST /api2/json/pools", "poolid=a+b%26c&comment=%C3%A9"],
        ["PUT /api2/json/pools", "poolid=x&allow-move=0"],
        ["DELETE /api2/json/pools?poolid=x", ""],
      ]);
    });
  });

  describe("broken connections", () => {
    it("repeats a GET", async () => {
      const pve = await serving("cut", "cut", { json: { data: "here" } });

      expect(await clientOf(pve).get("/version")).toBe("here");
      expect(pve.seen).toHaveLength(3);
    });

    it.each([502, 503, 504, 595, 596, 599])("repeats a GET when what is in between answers %i", async (status) => {
      const pve = await serving({ status, reason: "not now" }, { json: { data: "here" } });

      expect(await clientOf(pve).get("/version")).toBe("here");
    });

    it("does not repeat a GET that Proxmox itself refuses", async () => {
      const pve = await serving({ status: 500, reason: "storage 'x' does not exist" });

      await expect(clientOf(pve).get("/version")).rejects.toMatchObject({ status: 500 });
      expect(pve.seen).toHaveLength(1);
    });

    it("repeats a change that never got through to its node", async () => {
      const pve = await serving({ status: 595, reason: "Connection refused" }, { json: { data: "done" } });

      expect(await clientOf(pve).put("/nodes/pve2/qemu/102/config", { cores: 2 })).toBe("done");
      expect(pve.seen.map(({ body }) => body.toString())).toEqual(["cores=2", "cores=2"]);
    });

    it.each([502, 504, 596])("never repeats a change that may have been carried out: %i", async (status) => {
      const pve = await serving({ status, reason: "not now" });

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu", { vmid: 102 }));

      expect(pve.seen).toHaveLength(1);
      expect(mayBeDone(error)).toBe(true);
    });

    it("gives up a GET after three attempts", async () => {
      const pve = await serving("cut");

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error).toBeInstanceOf(ConnectionError);
      expect(pve.seen).toHaveLength(3);
    });

    it("never repeats a change, and says that it may have been carried out", async () => {
      const pve = await serving("cut");

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu", { vmid: 102 }));

      expect(pve.seen).toHaveLength(1);
      expect(error).toMatchObject({ name: "ConnectionError", sent: true });
    });

    it("says that a change was not carried out where nobody listens", async () => {
      const pve = await serving({});
      const client = clientOf(pve);
      await pve.stop();
      server = undefined;

      const error = await failureOf(client.post("/nodes/pve1/qemu"));

      expect(error).toMatchObject({ name: "ConnectionError", sent: false, code: "ECONNREFUSED" });
    });
  });

  describe("certificates", () => {
    it("refuses one that is not trusted, without repeating", async () => {
      const pve = await serving({});

      const error = await failureOf(connectProxmox({ endpoint: pve.endpoint, apiToken }).get("/version"));

      expect(error).toMatchObject({ name: "ConnectionError", passing: false, sent: false });
      expect(error.message).toContain("PROXMOX_VE_CA_FILE");
      expect(pve.seen).toEqual([]);
    });

    it("takes any with insecure", async () => {
      const pve = await serving({ json: { data: "here" } });
      const client = connectProxmox({ endpoint: pve.endpoint, apiToken, insecure: true });

      expect(await client.get("/version")).toBe("here");
    });
  });

  describe("a pinned certificate", () => {
    const other = Array(32).fill("ab").join(":");

    it("is enough by itself, written in any form", async () => {
      const pve = await serving({ json: { data: "here" } });
      const fingerprint = new X509Certificate(pve.ca).fingerprint256.replaceAll(":", "").toLowerCase();
      const client = connectProxmox({ endpoint: pve.endpoint, apiToken, fingerprint });

      expect(await client.get("/version")).toBe("here");
      expect(await client.post("/version")).toBe("here");
      expect(await client.post("/version")).toBe("here");
    });

    it("refuses another one with both fingerprints and what to do, without repeating, before the token is sent", async () => {
      const pve = await serving({ json: { data: "here" } });
      const client = connectProxmox({ endpoint: pve.endpoint, apiToken, fingerprint: other });

      const error = await failureOf(client.get("/version"));

      expect(error).toMatchObject({ name: "ConnectionError", passing: false, sent: false });
      expect(error.message).toContain(`pinned: ${other.toUpperCase()}`);
      expect(error.message).toContain(`shown:  ${new X509Certificate(pve.ca).fingerprint256}`);
      expect(error.message).toContain("openssl x509 -noout -fingerprint -sha256");
      expect(pve.seen).toEqual([]);
    });

    it("refuses what is none, and to be told to trust any as well", () => {
      const settings = { endpoint: "https://pve:8006", apiToken };

      expect(() => connectProxmox({ ...settings, fingerprint: "ab:cd" })).toThrow(
        'fingerprint (or PROXMOX_VE_FINGERPRINT) is "ab:cd", and has to be the sha256 of a certificate',
      );
      expect(() => connectProxmox({ ...settings, fingerprint: other, insecure: true })).toThrow(
        "contradict each other",
      );
    });
  });

  describe("what stands in between", () => {
    it.each([
      ["a login page", { text: "<html><body>Please log in: hunter2</body></html>" }],
      ["bad JSON", { text: '{"data": [hunter2' }],
      ["JSON of something else", { text: '{"hunter2": true}' }],
    ])("is suspected where it answers with %s, and quoted nowhere", async (_name, answer) => {
      const pve = await serving(answer);

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toMatch(/^GET \/version: 200 the answer is not one of the Proxmox API: is something else/);
      expect(error.message).not.toContain("hunter2");
    });

    it("is shown by its status line where it answers with a page of HTML", async () => {
      const pve = await serving({ status: 502, reason: "Bad Gateway", text: "<html><h1>nginx</h1></html>" });

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toBe("GET /version: 502 Bad Gateway");
    });

    it("is suspected where a list is not one", async () => {
      const pve = await serving({ json: { data: [{ vmid: "a" }] } });

      const error = await failureOf(clientOf(pve).listVms());

      expect(error.message).toMatch(
        /^GET \/cluster\/resources was not answered as Proxmox VE 8 and 9 do \(\[0\]\.vmid: /,
      );
    });
  });

  describe("no connection", () => {
    it("says that the server does not speak TLS", async () => {
      const plain = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
      const { port } = plain.address() as AddressInfo;

      const error = await failureOf(
        connectProxmox({ endpoint: `https://127.0.0.1:${port}`, apiToken }).post("/pools"),
      ).finally(() => plain.close());

      expect(error.message).toContain("The server does not speak TLS there");
    });

    it.each([
      ["CERT_HAS_EXPIRED", "is out of date, or this machine's clock is wrong"],
      ["ERR_TLS_CERT_ALTNAME_INVALID", "was made for other names than the one in the endpoint"],
      ["SELF_SIGNED_CERT_IN_CHAIN", "ca_certificate, or PROXMOX_VE_CA_FILE"],
      ["ENOTFOUND", "The name in the endpoint (PROXMOX_VE_ENDPOINT) is not known here"],
      ["ECONNREFUSED", "its port 8006 open to this machine"],
    ])("says what to do about %s", (code, advice) => {
      const cause = Object.assign(new Error("it broke"), { code });

      const { message } = new ConnectionError("https://pve:8006", false, cause);

      expect(message).toMatch(/^no answer from https:\/\/pve:8006: it broke\n/);
      expect(message).toContain(advice);
    });

    it("refuses an authority that is no certificate, and quotes nothing of it", () => {
      expect(() => connectProxmox({ endpoint: "https://pve:8006", apiToken, caCertificate: "hunter2" })).toThrow(
        /^ca_certificate \(or the file that PROXMOX_VE_CA_FILE names\) holds no certificate in PEM/,
      );
    });

    it("refuses an endpoint with a password without quoting that", () => {
      expect(() => connectProxmox({ endpoint: "https://root:hunter2@pve:8006", apiToken })).toThrow(
        '"https://pve:8006" is not the endpoint of a Proxmox API',
      );
    });
  });

  describe("errors", () => {
    it.each([
      ["hostname lookup 'pve9' failed - failed to get address info", "The cluster has no node of that name"],
      ["VM is locked (backup)", "`qm unlock` on its node frees it"],
    ])("says what to do about %s", async (reason, advice) => {
      const pve = await serving({ status: 500, reason });

      const error = await failureOf(clientOf(pve).post("/nodes/pve9/qemu"));

      expect(error.message.split("\n")).toEqual([
        `POST /nodes/pve9/qemu: 500 ${reason}`,
        expect.stringContaining(advice),
      ]);
    });

    it("names the token and what it lacks", async () => {
      const pve = await serving({ status: 403, reason: "Permission check failed (/vms/102, VM.Allocate|VM.Clone)" });

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu"));

      expect(error).toBeInstanceOf(ProxmoxError);
      expect(error.message).toBe(
        "POST /nodes/pve1/qemu: 403 Permission check failed (/vms/102, VM.Allocate|VM.Clone)\n" +
          'The API token "slipway@pve!ci" lacks VM.Allocate or VM.Clone on /vms/102, which it needs to create and remove VMs. A token with privilege separation has only what was given to the token itself.',
      );
    });

    it("names the token that is not accepted, and never its secret", async () => {
      const pve = await serving({ status: 401, json: { message: `no such token ${apiToken}\n`, data: null } });

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toBe(
        "GET /version: 401 no such token slipway@pve!ci=…\n" +
          'Proxmox does not accept the API token "slipway@pve!ci": is its secret right, and is it still valid?',
      );
    });

    it("says of a token that was accepted before that it has ended, and what to do", async () => {
      const pve = await serving({ json: { data: 1 } }, { status: 401, reason: "token expired" });
      const client = clientOf(pve);
      await client.get("/version");

      const error = await failureOf(client.post("/nodes/pve1/qemu"));

      expect(error.message).toBe(
        "POST /nodes/pve1/qemu: 401 token expired\n" +
          'Proxmox accepts the API token "slipway@pve!ci" no longer: it has ended, or was removed, while this ran. ' +
          "Let it last longer, `pveum user token modify slipway@pve ci --expire 0` on a node, or set a new one; " +
          "then apply again, which goes on from what is done.",
      );
    });

    it("lists what Proxmox says of single parameters", async () => {
      const json = {
        message: "Parameter verification failed.\n",
        errors: { cores: "type check ('integer') failed - got 'x'" },
      };
      const pve = await serving({ status: 400, json });

      const error = await failureOf(clientOf(pve).post("/nodes/pve1/qemu"));

      expect(error).toMatchObject({ status: 400, fields: { cores: "type check ('integer') failed - got 'x'" } });
      expect(error.message).toBe(
        "POST /nodes/pve1/qemu: 400 Parameter verification failed.\n  cores: type check ('integer') failed - got 'x'",
      );
    });

    it.each([
      [500, "Configuration file 'nodes/pve1/qemu-server/102.conf' does not exist", true],
      [500, "no such IPSet 'ipfilter-net0'", true],
      [404, "Not found", true],
      [500, "unable to create VM 102 - VM 102 already exists on node 'pve2'", false],
      [403, "Permission check failed", false],
    ])("knows whether %i %s means that nothing is there", async (status, reason, notFound) => {
      const pve = await serving({ status, reason });

      expect(await failureOf(clientOf(pve).delete("/x"))).toMatchObject({ notFound });
    });

    it("refuses an answer that is not one of the API", async () => {
      const pve = await serving({ text: "<html>a proxy's login page</html>" });

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toBe(
        "GET /version: 200 the answer is not one of the Proxmox API: is something else at the endpoint, or a proxy or login page in between?",
      );
    });
  });

  describe("settings", () => {
    it.each(["http://pve:8006", "pve:8006", "https://pve:8006/some/where", "https://user@pve:8006", ""])(
      "refuses %p as endpoint",
      (endpoint) => {
        expect(() => connectProxmox({ endpoint, apiToken })).toThrow(/is not the endpoint of a Proxmox API/);
      },
    );

    it.each(["0d8b6b3e-secret", "root@pam=0d8b6b3e-secret", "root@pam!x="])(
      "refuses %p as token without repeating it",
      (token) => {
        expect(() => connectProxmox({ endpoint: "https://pve:8006", apiToken: token })).toThrow(
          new Error("the Proxmox API token has not the form user@realm!name=secret"),
        );
      },
    );

    it("takes an endpoint that ends in the API's own path", async () => {
      const paths: string[] = [];
      const transport = (request: HttpRequest): Promise<HttpResponse> => {
        paths.push(request.path);
        return Promise.resolve({ status: 200, reason: "OK", body: '{"data":1}' });
      };

      await connectProxmox({ endpoint: "https://pve:8006/api2/json/", apiToken, transport }).get("/version");

      expect(paths).toEqual(["/api2/json/version"]);
    });
  });

  describe("listVms", () => {
    it("shares one request between callers at the same time, and asks again after a change", async () => {
      const vm = { vmid: 102, type: "qemu", node: "pve3", status: "running", name: "web", maxmem: 1 };
      const pve = await serving({ json: { data: [vm] } });
      const client = clientOf(pve);

      const lists = await Promise.all([client.listVms(), client.listVms(), client.listVms()]);
      await client.put("/nodes/pve3/qemu/102/config");
      await client.listVms();

      expect(lists[2]).toEqual([{ vmid: 102, type: "qemu", node: "pve3", status: "running", name: "web" }]);
      expect(pve.seen.map(({ line }) => line)).toEqual([
        "GET /api2/json/cluster/resources?type=vm",
        "PUT /api2/json/nodes/pve3/qemu/102/config",
        "GET /api2/json/cluster/resources?type=vm",
      ]);
    });

    it("does not keep a failure", async () => {
      const pve = await serving({ status: 500, reason: "cluster not ready" }, { json: { data: [] } });
      const client = clientOf(pve);

      await failureOf(client.listVms());

      expect(await client.listVms()).toEqual([]);
    });
  });

  it("stops when it is interrupted", async () => {
    const pve = await serving("cut");
    const stop = new AbortController();
    stop.abort();

    const error = await failureOf(clientOf(pve).get("/version", {}, stop.signal));

    expect(error.name).toBe("AbortError");
  });
});
