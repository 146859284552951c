import { Duplex } from "node:stream";
import { SftpChannel } from "../../../lib/provider/sftp/channel";
import { packet, REPLY, REQUEST } from "../../../lib/provider/sftp/packets";

/** A server's end: answers each chunk that is sent as the test says. */
class Server extends Duplex {
  readonly sent: Buffer[] = [];

  constructor(private readonly answers: readonly Buffer[]) {
    super();
  }

  override _read(): void {
    // What there is to read is pushed when something was written.
  }

  override _write(chunk: Buffer, _encoding: unknown, done: () => void): void {
    const answer = this.answers[this.sent.length];
    this.sent.push(chunk);
    if (answer !== undefined) this.push(answer);
    done();
  }
}

const greeting = packet(REPLY.version, [3, "posix-rename@openssh.com", "1"]);
const ok = (id: number): Buffer => packet(REPLY.status, [id, 0, "", ""]);

describe("SftpChannel", () => {
  it("learns what the server can", async () => {
    const channel = await SftpChannel.open(new Server([greeting]));

    expect([...channel.extensions]).toEqual(["posix-rename@openssh.com"]);
  });

  it("sends what is asked for in one turn together, and hands each its answer, whatever their order", async () => {
    const server = new Server([greeting, Buffer.concat([ok(1), packet(REPLY.handle, [0, "h"])])]);
    const channel = await SftpChannel.open(server);

    const [handle] = await Promise.all([
      channel.request(REQUEST.opendir, ["/a"], REPLY.handle),
      channel.request(REQUEST.remove, ["/b"]),
    ]);

    expect(handle.text()).toBe("h");
    expect(server.sent.slice(1)).toEqual([
      Buffer.concat([packet(REQUEST.opendir, [0, "/a"]), packet(REQUEST.remove, [1, "/b"])]),
    ]);
  });

  it.each([
    ["its own words, on one line", "no\nspace", "no space"],
    ["the meaning of the code, if it has none", "", "Permission denied"],
  ])("refuses as the server does, in %s", async (_name, said, shown) => {
    const channel = await SftpChannel.open(new Server([greeting, packet(REPLY.status, [0, 3, said, ""])]));

    await expect(channel.request(REQUEST.remove, ["/a"])).rejects.toMatchObject({ message: shown, code: 3 });
  });

  it.each([
    ["an answer to no request", ok(7)],
    ["an answer of another kind", packet(REPLY.handle, [0, "h"])],
    ["an answer that ends too soon", packet(REPLY.status, [0])],
    ["an endless packet", Buffer.from("ffffffff00", "hex")],
  ])("refuses %s, and whatever is asked after it", async (_name, answer) => {
    const channel = await SftpChannel.open(new Server([greeting, answer]));

    const [first, second] = [channel.request(REQUEST.remove, ["/a"]), channel.request(REQUEST.remove, ["/b"])];

    await expect(second).rejects.toThrow("the server does not keep to the protocol");
    await expect(first).rejects.toThrow();
    await expect(channel.request(REQUEST.remove, ["/c"])).rejects.toThrow("the server does not keep to the protocol");
  });

  it.each([
    ["no greeting", ok(0), "no greeting"],
    ["another version", packet(REPLY.version, [6]), "version 6 instead of 3"],
  ])("refuses %s", async (_name, answer, why) => {
    await expect(SftpChannel.open(new Server([answer]))).rejects.toThrow(why);
  });

  it("tells all who wait when the channel ends", async () => {
    const server = new Server([greeting]);
    const channel = await SftpChannel.open(server);
    const work = channel.request(REQUEST.remove, ["/a"]);

    server.push(null);

    await expect(work).rejects.toThrow("the server ended the SFTP session");
  });
});
