import { StepFailure } from "../../../lib/provider/resources/files/transport";
import { useWebdav } from "../../../lib/provider/webdav/use";
import { HttpsServer } from "../proxmox/https-server";

describe("an interrupt by the user, while a file is sent ahead over WebDAV", () => {
  it("leaves nothing of it on the server", async () => {
    const stop = new AbortController();
    const held = new Set<string>();
    const put: string[] = [];
    const server = await HttpsServer.start(({ line }) => {
      const [method, path = ""] = line.split(" ");
      if (method === "PROPFIND") return { status: path === "/site/" ? 403 : 404 };
      if (method === "DELETE") return { status: held.delete(path) ? 204 : 404 };
      held.add(path);
      put.push(`${method} ${path}`);
      stop.abort(new Error("Operation cancelled"));
      return { status: 201 };
    });
    const config = {
      url: new URL(`${server.endpoint}/site/`),
      username: undefined,
      passwordFile: undefined,
      tokenFile: undefined,
      clientCertificateFile: undefined,
      clientKeyFile: undefined,
      caCertificate: server.ca,
      fingerprint: undefined,
      connectTimeout: 0,
    };

    const work = useWebdav(config, {}, { waitSeconds: 0, signal: stop.signal }, (files) =>
      files.write([{ path: "/a", bytes: Buffer.from("a secret"), mode: 0o600, found: undefined }], () => undefined),
    );

    const failure: unknown = await work.catch((error: unknown) => error);
    await server.stop();

    expect(failure).toBeInstanceOf(StepFailure);
    expect(put.map((path) => path.replace(/[0-9a-f]{12}$/, "…"))).toEqual(["PUT /site/.a.…"]);
    expect([...held]).toEqual([]);
  });
});
