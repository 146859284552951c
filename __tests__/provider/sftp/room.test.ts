import { RemoteError } from "../../../lib/provider/remote/failures";
import { Operations } from "../../../lib/provider/sftp/operations";
import { packet, PacketReader, REPLY, STATUS } from "../../../lib/provider/sftp/packets";
import type { Requests } from "../../../lib/provider/sftp/requests";
import { withRoom } from "../../../lib/provider/sftp/room";

const failure = new RemoteError("write /a/.b.0123", new Error("Failure"), STATUS.failure);

/** A server that answers statvfs so. */
function aServer(answer: { free: bigint; inodes: bigint } | Error, extensions = ["statvfs@openssh.com"]): Operations {
  const asked = async (): Promise<PacketReader> => {
    if (answer instanceof Error) throw answer;
    const { free, inodes } = answer;
    const reply = new PacketReader(
      packet(REPLY.extended, [4096n, 4096n, 1000n, free, free, 500n, inodes, inodes, 1n, 0n, 255n]).subarray(5),
    );
    return Promise.resolve(reply);
  };
  const channel = { extensions: new Set(extensions), request: asked };
  const requests = {
    connection: { channel },
    send: (_what: string, ask: (on: typeof channel) => Promise<unknown>) => ask(channel),
  };
  return new Operations(requests as unknown as Requests);
}

describe("withRoom", () => {
  it.each([
    ["has no block left", { free: 0n, inodes: 9n }, "the server has no room left on its disk (0 bytes free)"],
    ["has hardly one left", { free: 15n, inodes: 9n }, "the server has no room left on its disk (61440 bytes free)"],
    ["can make no more files", { free: 900n, inodes: 0n }, "the server has no more files on its disk"],
  ])("says so where the file system %s", async (_what, answer, said) => {
    const reason = await withRoom(aServer(answer), "/a/b", failure);

    expect(reason).toMatchObject({ message: `write /a/.b.0123: Failure: ${said}`, code: STATUS.failure });
  });

  it.each<[string, Operations]>([
    ["where there is room", aServer({ free: 16n, inodes: 1n })],
    ["of a server that does not tell", aServer({ free: 0n, inodes: 0n }, [])],
    ["of a server that fails to tell", aServer(new Error("the connection was lost"))],
  ])("leaves the failure as it is %s", async (_what, server) => {
    expect(await withRoom(server, "/a/b", failure)).toBe(failure);
  });

  it("leaves any other failure as it is", async () => {
    const denied = new RemoteError("write /a/.b.0123", new Error("Permission denied"), STATUS.permissionDenied);

    expect(await withRoom(aServer({ free: 0n, inodes: 0n }), "/a/b", denied)).toBe(denied);
  });
});
