import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { DiagnosticError } from "../../../lib/provider/framework/values";
import { NotYet } from "../../../lib/provider/remote/failures";
import { openClient } from "../../../lib/provider/sftp/client";
import { sshStrings } from "../../../lib/provider/sftp/public-key";
import { ed25519, lineOf } from "./certificates";
import { startCertifiedServer } from "./certified-server";
import { newKey, temporaryFolder } from "./ssh-server";

describe("openClient, while nobody knows who the server is", () => {
  const folder = temporaryFolder();
  const identityFile = join(folder.path, "identity");
  const key = ed25519();
  let stop: () => Promise<void>;

  beforeAll(() => writeFileSync(identityFile, newKey().privateKey, { mode: 0o600 }));
  afterEach(() => stop());
  afterAll(() => folder[Symbol.dispose]());

  const failureAt = async (port: number): Promise<unknown> => {
    const server = { host: "127.0.0.1", port, user: "anybody", hostKeys: [lineOf(key)], identityFile };
    return openClient(server, { agent: undefined, keepAliveMs: 0 }).then(
      () => undefined,
      (error: unknown) => error,
    );
  };
  /** What is reported of a server that names the signature of its key exchange so. */
  const failureOfSignature = async (signature: string): Promise<unknown> => {
    const server = await startCertifiedServer({ algorithm: "ssh-ed25519", blob: key.blob, key, signature });
    stop = () => server.stop();
    return failureAt(server.port);
  };
  /** What is reported of a server that says goodbye before it has said anything else, or hangs up. */
  const failureOfGoodbye = async (text: string | undefined): Promise<unknown> => {
    const payload = Buffer.concat([Buffer.from([1, 0, 0, 0, 2]), sshStrings([text ?? "", ""])]);
    const padding = 4 + ((8 - ((5 + payload.length + 4) % 8)) % 8);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(1 + payload.length + padding);
    head[4] = padding;
    const server = createServer((socket) => {
      socket.on("error", () => undefined).resume();
      if (text === undefined) socket.end();
      else socket.end(Buffer.concat([Buffer.from("SSH-2.0-x\r\n"), head, payload, Buffer.alloc(padding)]));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stop = () => new Promise<void>((resolve) => void server.close(() => resolve()));
    return failureAt((server.address() as AddressInfo).port);
  };
  const detailOf = (failure: unknown): string | undefined =>
    failure instanceof DiagnosticError ? failure.diagnostics[0]?.detail : undefined;

  it("shows the words of a failed handshake without its controls, and no more than some of them", async () => {
    const failure = await failureOfSignature(`\x1b[2J\x9b\x7f\nconnected${"!".repeat(400)}`);

    expect(detailOf(failure)).toBe(
      `Wrong signature type: \\u001b[2J\\u009b\\u007f\\u000aconnected${"!".repeat(300 - 38)}…`,
    );
  });

  it.each(["ended", "Not connected", "No response from server", "Handshake failed: no matching cipher"])(
    "lets no server decide by a signature's name, such as %j, what becomes of a failed handshake",
    async (name) => {
      const failure = await failureOfSignature(name);

      expect(detailOf(failure)).toBe(`Wrong signature type: ${name}, expected: ssh-ed25519`);
    },
  );

  it.each(["ended", "Handshake failed: no matching cipher"])(
    "lets no server decide by a goodbye, such as %j, either",
    async (words) => {
      expect(detailOf(await failureOfGoodbye(words))).toBe(words);
    },
  );

  it("takes a server that hangs up without a word for one that is still booting", async () => {
    const failure = await failureOfGoodbye(undefined);

    expect(failure).toBeInstanceOf(NotYet);
    expect(String(failure)).toContain("Connection lost before handshake");
  });

  it("shows the words of a goodbye likewise", async () => {
    const failure = await failureOfGoodbye("\x1b]0;owned\x07 see you");

    expect(detailOf(failure)).toBe("\\u001b]0;owned\\u0007 see you");
  });
});
