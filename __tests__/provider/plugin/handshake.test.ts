import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { handshakeLine, readInvitation } from "../../../lib/provider/plugin/handshake";
import { captureConsole, logLine } from "../../../lib/provider/plugin/log";
import { socketFolder } from "../../../lib/provider/plugin/socket-folder";

const cookie = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };

describe("handshakeLine", () => {
  it("tells where to connect, with the certificate in base64 without padding", () => {
    expect(handshakeLine("/tmp/s", Buffer.from("a"))).toBe("1|6|unix|/tmp/s|grpc|YQ\n");
    expect(handshakeLine("/tmp/s")).toBe("1|6|unix|/tmp/s|grpc|\n");
  });
});

describe("readInvitation", () => {
  it("takes what OpenTofu says", () => {
    const environment = {
      ...cookie,
      PLUGIN_PROTOCOL_VERSIONS: "5,6",
      PLUGIN_CLIENT_CERT: "PEM",
      PLUGIN_UNIX_SOCKET_DIR: "/run",
    };

    expect(readInvitation(environment)).toEqual({ clientCertificate: "PEM", socketDirectory: "/run" });
    expect(readInvitation(cookie)).toEqual({ clientCertificate: undefined, socketDirectory: undefined });
  });

  it("refuses a user who starts it by hand", () => {
    expect(() => readInvitation({})).toThrow("This is a provider plugin of OpenTofu, which starts it by itself.");
  });

  it("refuses a version that speaks another protocol only", () => {
    expect(() => readInvitation({ ...cookie, PLUGIN_PROTOCOL_VERSIONS: "4,5" })).toThrow(
      "It speaks plugin protocol 6; asked for was 4, 5.",
    );
  });
});

describe("socketFolder", () => {
  let parent: string;
  beforeEach(() => (parent = mkdtempSync(join(tmpdir(), "slipway-socket-"))));
  afterEach(() => rmSync(parent, { recursive: true }));

  it("makes a folder that nobody else can enter, and removes it", () => {
    const { socket, remove } = socketFolder(parent);

    expect(dirname(dirname(socket))).toBe(parent);
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
    remove();
    expect(existsSync(dirname(socket))).toBe(false);
    remove();
  });

  it("goes elsewhere if the path would be too long for a socket", () => {
    const deep = join(parent, "x".repeat(100));
    mkdirSync(deep);

    const { socket, remove } = socketFolder(deep);

    expect(socket).toMatch(/^\/tmp\/slipway-[^/]+\/s$/);
    remove();
  });
});

describe("log", () => {
  it("writes a line that OpenTofu takes apart", () => {
    expect(logLine("warn", "two\nlines", new Date(0))).toBe(
      '{"@level":"warn","@message":"two\\nlines","@timestamp":"1970-01-01T00:00:00.000Z"}\n',
    );
  });

  it("captures a console, errors and objects included", () => {
    const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const target = { ...console };
    captureConsole(target);

    target.log("a", { b: 1 });
    target.error(new Error("broken"));

    const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, string>);
    written.mockRestore();
    expect(lines.map((line) => [line["@level"], line["@message"]?.split("\n")[0]])).toEqual([
      ["info", 'a {"b":1}'],
      ["error", "Error: broken"],
    ]);
  });
});
