import { writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Client } from "../../../lib/provider/configuration";
import type { Resource } from "../../../lib/provider/framework/resource";
import type { ValueObject } from "../../../lib/provider/framework/values";
import type { HttpRequest } from "../../../lib/provider/proxmox/transport";
import { resource as cidataIso } from "../../../lib/provider/resources/cidata-iso/resource";
import { resource as placement } from "../../../lib/provider/resources/placement/resource";
import { resource as vm } from "../../../lib/provider/resources/vm/resource";
import { SftpPool } from "../../../lib/provider/sftp/pool";
import { useWebdav } from "../../../lib/provider/webdav/use";
import { HttpsServer } from "../proxmox/https-server";
import { Life } from "../proxmox/life";
import { leastPrivileges, onTheLab } from "../proxmox/on-the-lab";
import { newKey, temporaryFolder } from "../sftp/ssh-server";
import { config as vmConfig, ha } from "./vm/a-config";

// What does not end when the user interrupts waits for a minute or more: the time limit of a test is the judge.

const nulls = (resource: Resource<Client>): ValueObject =>
  Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null]));

const iso: ValueObject = {
  ...nulls(cidataIso),
  node_name: "pve1",
  datastore_id: "local",
  name: "web",
  ignition_wo: JSON.stringify({ kind: "ignition", config: {} }),
};
const place: ValueObject = { ...nulls(placement), name: "web", memory_mib: 4096 };

interface Waiting {
  readonly resource: Resource<Client>;
  readonly config: ValueObject;
  /** The request that gets no answer. */
  readonly for: (request: HttpRequest) => boolean;
  /** Whether it is a refresh that waits, of what is there already. */
  readonly atRefresh?: true;
}

const path =
  (pattern: RegExp, method = "GET") =>
  (request: HttpRequest) =>
    request.method === method && pattern.test(request.path);

describe("an interrupt by the user", () => {
  it.each<[string, Waiting]>([
    ["the node that is to make a VM", { resource: vm, config: vmConfig(), for: path(/qemu$/, "POST") }],
    ["the task that makes a VM", { resource: vm, config: vmConfig(), for: path(/\/tasks\/.*qmcreate.*\/status$/) }],
    ["the task that starts a VM", { resource: vm, config: vmConfig(), for: path(/\/tasks\/.*qmstart.*\/status$/) }],
    ["a VM that is to run", { resource: vm, config: vmConfig(), for: path(/status\/current$/) }],
    ["the list of all VMs", { resource: vm, config: vmConfig(), for: path(/cluster\/resources/), atRefresh: true }],
    [
      "the members of high availability",
      { resource: vm, config: vmConfig({ ha: ha() }), for: path(/ha\/resources/), atRefresh: true },
    ],
    ["the load of all nodes", { resource: placement, config: place, for: path(/cluster\/resources/) }],
    ["the end of an upload", { resource: cidataIso, config: iso, for: path(/\/upload$/, "POST") }],
    ["the list of a datastore", { resource: cidataIso, config: iso, for: path(/\/content/), atRefresh: true }],
  ])("ends the wait for %s", async (_name, waiting) => {
    const stop = new AbortController();
    let isSilent = false;
    let reached = false;
    const lab = await onTheLab({
      privileges: [...leastPrivileges, "Sys.Audit", "Sys.Console"],
      silent: (request) => {
        // Clean-up afterwards is answered.
        if (!isSilent || stop.signal.aborted || !waiting.for(request)) return false;
        reached = true;
        setImmediate(() => stop.abort());
        return true;
      },
    });
    try {
      const life = new Life(waiting.resource, lab.connect);
      if (waiting.atRefresh === true) {
        expect(await life.apply(waiting.config)).toMatchObject({ errors: [] });
      }
      isSilent = true;

      const { diagnostics } =
        waiting.atRefresh === true
          ? await refreshed(life, stop.signal)
          : await life.apply(waiting.config, stop.signal).then(({ errors }) => ({ diagnostics: errors }));

      expect(reached).toBe(true);
      expect(diagnostics).toMatchObject([{ severity: "error" }]);
      expect(JSON.stringify(diagnostics)).toContain("Operation cancelled");
    } finally {
      await lab.stop();
    }
  });

  describe("of a server that is not there yet", () => {
    let stop: AbortController;
    const interrupt = (): void => stop.abort(new Error("Operation cancelled"));
    const neverUsed = (): Promise<never> => Promise.reject(new Error("there was no server"));
    const folder = temporaryFolder();
    const identityFile = join(folder.path, "identity");
    const sockets = new Set<Socket>();
    let silent: Server;
    let port: number;
    beforeAll(async () => {
      writeFileSync(identityFile, newKey().privateKey, { mode: 0o600 });
      silent = createServer((socket) => {
        sockets.add(socket.on("error", () => undefined));
        interrupt();
      });
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      port = (silent.address() as { port: number }).port;
    });
    beforeEach(() => (stop = new AbortController()));
    afterAll(async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => silent.close(resolve));
      folder[Symbol.dispose]();
    });

    it("ends the wait for an SSH server that says nothing", async () => {
      const pool = new SftpPool({ agent: undefined, idleMs: 5 });
      const server = {
        host: "127.0.0.1",
        port,
        user: "slipway",
        identityFile,
        bastions: [],
        connectTimeout: 600,
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO1tTDCLxPyxUQk4nOB8DTjWFLpFYgTS9Zg1NFmw4CTP"],
      };

      const waiting = pool.use(server, { waitSeconds: 600, signal: stop.signal }, neverUsed);

      await expect(waiting).rejects.toThrow("Operation cancelled");
      expect(sockets.size).toBeGreaterThan(0);
      pool.close();
    });

    describe("as one of WebDAV", () => {
      const ends = async (endpoint: string, caCertificate: string | undefined): Promise<void> => {
        const server = {
          url: new URL(`${endpoint}/site/`),
          username: undefined,
          passwordFile: undefined,
          tokenFile: undefined,
          clientCertificateFile: undefined,
          clientKeyFile: undefined,
          caCertificate,
          fingerprint: undefined,
          connectTimeout: 600,
        };
        const secrets = { password: undefined, token: undefined };

        const waiting = useWebdav(server, secrets, { waitSeconds: 600, signal: stop.signal }, neverUsed);

        await expect(waiting).rejects.toThrow(/Operation cancelled|aborted/);
      };

      it("ends the wait for one that does not begin with TLS", async () => {
        const before = sockets.size;

        await ends(`https://127.0.0.1:${port}`, undefined);

        expect(sockets.size).toBe(before + 1);
      });

      it("ends the wait for one that is not ready, and is asked once more", async () => {
        const booting = await HttpsServer.start(() => {
          if (booting.seen.length === 2) interrupt();
          return { status: 503 };
        });

        await ends(booting.endpoint, booting.ca);

        expect(booting.seen).toHaveLength(2);
        await booting.stop();
      });
    });
  });
});

/** What a refresh says that is interrupted. */
async function refreshed(life: Life, signal: AbortSignal) {
  const { state } = life;
  const driver = await new Life(life.resource, life.connect).refresh(signal);
  return driver.read(state);
}
