import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, type ClientChannel } from "ssh2";
import { startLab, type Lab } from "../../lib/lab/lab";
import { newSshKey } from "../../lib/lab/machine/ssh-key";

const directory = mkdtempSync(join(tmpdir(), "slipway-lab-"));
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ directory, stageDelayMs: 0 });
});
afterAll(async () => {
  await lab.stop();
  rmSync(directory, { recursive: true, force: true });
});

function askApi(path: string, token?: string): Promise<[number, unknown]> {
  const ca = readFileSync(lab.environment.caFile);
  const headers = token === undefined ? {} : { authorization: `PVEAPIToken=${token}` };
  return new Promise((resolve, reject) => {
    get(`${lab.environment.endpoint}/api2/json${path}`, { ca, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve([response.statusCode ?? 0, body === "" ? undefined : JSON.parse(body)]));
    }).on("error", reject);
  });
}

/** Logs in at the bastion; `use` has the connection until it ends. */
function throughBastion<T>(privateKey: string, use: (client: Client) => Promise<T>): Promise<T> {
  const { host, port, user } = lab.environment.bastion;
  return new Promise<T>((resolve, reject) => {
    const client = new Client();
    client.on("error", reject);
    client.on(
      "ready",
      () =>
        void use(client)
          .then(resolve, reject)
          .finally(() => client.end()),
    );
    client.connect({ host, port, username: user, privateKey });
  });
}

function forward(client: Client, address: string, port: number): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.forwardOut("127.0.0.1", 0, address, port, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

const operator = (): string => readFileSync(lab.environment.sshIdentityFile, "utf8");

describe("startLab", () => {
  it("writes where everything is, and no secret", () => {
    const { environment } = lab;
    const written = readFileSync(join(directory, "lab.json"), "utf8");
    const secrets = [environment.apiTokenFile, environment.sealSecretFile, environment.sshIdentityFile];

    expect(JSON.parse(written)).toEqual(environment);
    expect(environment).toEqual({
      endpoint: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      caFile: join(directory, "secrets/ca.pem"),
      apiTokenFile: join(directory, "secrets/api-token"),
      sealSecretFile: join(directory, "secrets/seal-secret"),
      sshIdentityFile: join(directory, "secrets/id_ed25519"),
      sshPublicKeyFile: join(directory, "secrets/id_ed25519.pub"),
      bastion: {
        host: "127.0.0.1",
        port: expect.any(Number),
        user: "root",
        hostKey: expect.stringMatching(/^ssh-ed25519 [A-Za-z0-9+/]{68}$/),
      },
      nodes: ["pve1", "pve2", "pve3"],
      datastores: { iso: "local", disks: "local-lvm" },
      releaseFile: join(directory, "slipway.lock.json"),
      signingKeysFile: join(directory, "signing-keys.pgp"),
      bridge: "vmbr1",
      requestsLog: join(directory, "requests.log"),
      consoleDirectory: join(directory, "console"),
    });
    for (const file of secrets) {
      expect(written).not.toContain(readFileSync(file, "utf8").trim());
      expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
    }
  });

  it("lets its token do what Slipway needs, and nothing more", async () => {
    const token = readFileSync(lab.environment.apiTokenFile, "utf8").trim();

    expect(await askApi("/cluster/resources?type=vm", token)).toEqual([200, { data: [] }]);
    expect((await askApi("/cluster/resources?type=vm"))[0]).toBe(401);
    expect((await askApi("/cluster/ha/resources", token))[0]).toBe(403);
  });

  it("tells of each request, and keeps a line of it without values", async () => {
    const seen: string[] = [];
    lab.events.on("request", ({ service, method, path, status }) =>
      seen.push(`${service} ${method} ${path} ${status}`),
    );

    await askApi("/version");

    expect(seen).toEqual(["proxmox GET /version 401"]);
    expect(readFileSync(lab.environment.requestsLog, "utf8").trim().split("\n").at(-1)).toContain('"path":"/version"');
  });

  it("serves the release that its pin names", async () => {
    const { coreos } = JSON.parse(readFileSync(lab.environment.releaseFile, "utf8")) as {
      coreos: { iso: { url: string } };
    };
    const response = await fetch(coreos.iso.url, { method: "HEAD" });

    expect(response.status).toBe(200);
  });

  it("has nothing on a console before a machine has power", () => {
    expect(lab.console(102)).toBe("");
  });
});

describe("The bastion", () => {
  it.each([
    ["an address that no machine has", "10.20.0.2", 2222],
    ["this machine", "127.0.0.1", 22],
  ])("forwards nothing to %s", async (_name, address, port) => {
    await expect(throughBastion(operator(), (client) => forward(client, address, port))).rejects.toThrow(
      "Channel open failure",
    );
  });

  it("refuses any other key", async () => {
    await expect(throughBastion(newSshKey("x").privateKey, () => Promise.resolve())).rejects.toThrow(
      "All configured authentication methods failed",
    );
  });

  it("has no shell", async () => {
    const shell = throughBastion(
      operator(),
      (client) => new Promise<void>((resolve, reject) => client.shell((error) => (error ? reject(error) : resolve()))),
    );

    await expect(shell).rejects.toThrow("Channel open failure");
  });
});

describe("stop", () => {
  it("closes every port, and leaves keys for the next start", async () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-lab-"));
    try {
      const first = await startLab({ directory: folder, stageDelayMs: 0 });
      const key = readFileSync(first.environment.sshPublicKeyFile, "utf8");
      const seal = readFileSync(first.environment.sealSecretFile, "utf8");
      const { endpoint } = first.environment;
      await first.stop();
      await first.stop();
      await expect(fetch(endpoint)).rejects.toThrow("fetch failed");

      const second = await startLab({ directory: folder, stageDelayMs: 0 });
      await second.stop();

      expect(readFileSync(second.environment.sshPublicKeyFile, "utf8")).toBe(key);
      expect(readFileSync(second.environment.sealSecretFile, "utf8")).toBe(seal);
      expect(readdirSync(join(folder, "secrets")).sort()).toEqual([
        "api-token",
        "ca.pem",
        "id_ed25519",
        "id_ed25519.pub",
        "seal-secret",
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("a lab whose clocks are wrong", () => {
  it("shows a certificate that begins a day before its own time", async () => {
    const own = mkdtempSync(join(tmpdir(), "slipway-lab-"));
    const week = 7 * 86_400_000;
    const ahead = await startLab({ directory: own, stageDelayMs: 0, clockSkewMs: week });
    try {
      const { validFrom } = new X509Certificate(readFileSync(ahead.environment.caFile));

      expect(Date.parse(validFrom)).toBeGreaterThan(Date.now() + week - 2 * 86_400_000);
      expect(ahead.faults.clockSkewMs).toBe(week);
    } finally {
      await ahead.stop();
      rmSync(own, { recursive: true, force: true });
    }
    expect(ahead.faults.clockSkewMs).toBe(0);
  });
});
