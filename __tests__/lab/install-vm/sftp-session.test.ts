import { PacketReader, text, uint32 } from "../../../lib/lab/install-vm/sftp-packets";
import { ConnectionCut, SftpSession, type SftpFaults } from "../../../lib/lab/install-vm/sftp-session";
import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";

const operator = { uid: 1000, gid: 1000 };
const open = 3;
const read = 5;
const setstat = 9;
const stat = 17;
const ok = 0;
const denied = 3;
const failure = 4;

/** A chroot with a folder of the operator's, one of root's, and one that nobody else may enter. */
function aSession(faults: Partial<SftpFaults> = {}) {
  const view = new FileView(newDirectory());
  view.makeDirectory("/own", 0o755).owner = operator;
  view.makeDirectory("/reports", 0o755);
  view.write("/reports/101", Buffer.from("report"), 0o644);
  view.makeDirectory("/closed", 0o700);
  view.write("/closed/secret", Buffer.from("secret"), 0o644);
  const session = new SftpSession(view.as(operator), 0o022, () => undefined, {
    sftp: undefined,
    sftpDiskFull: false,
    withoutPosixRename: false,
    ...faults,
  });
  const send = (type: number, ...fields: readonly Buffer[]): PacketReader => {
    const answer = session.answer(Buffer.concat([Buffer.from([type]), uint32(1), ...fields]));
    return new PacketReader(answer.subarray(4));
  };
  return { view, session, send };
}

function statusOf(answer: PacketReader): number | undefined {
  if (answer.byte() !== 101) return undefined;
  answer.uint32();
  return answer.uint32();
}

const mode = (bits: number): readonly Buffer[] => [uint32(4), uint32(bits)];
const none = uint32(0);

describe("SftpSession", () => {
  it("lets the owner of a file alone change its permissions", () => {
    const { view, send } = aSession();
    view.as(operator).write("/own/file", Buffer.alloc(0), 0o644);

    expect(statusOf(send(setstat, text("/own/file"), ...mode(0o600)))).toBe(ok);
    expect(statusOf(send(setstat, text("/reports/101"), ...mode(0o666)))).toBe(denied);
    expect([view.file("/own/file").mode, view.file("/reports/101").mode]).toEqual([0o600, 0o644]);
  });

  it("refuses to give a file away", () => {
    const { view, send } = aSession();
    view.as(operator).write("/own/file", Buffer.alloc(0));

    expect(statusOf(send(setstat, text("/own/file"), uint32(2), uint32(0), uint32(0)))).toBe(denied);
  });

  it("shows nothing below a folder that the user may not pass", () => {
    const { send } = aSession();

    expect(statusOf(send(stat, text("/closed/secret")))).toBe(denied);
    expect(statusOf(send(stat, text("/closed/absent")))).toBe(denied);
    expect(statusOf(send(open, text("/closed/secret"), uint32(1), none))).toBe(denied);
  });

  it("refuses to read what was opened for writing alone", () => {
    const { send } = aSession();
    const answer = send(open, text("/own/new"), uint32(2 | 8), none);
    answer.byte();
    answer.uint32();
    const handle = answer.data();

    expect(statusOf(send(read, text(handle), uint32(0), uint32(0), uint32(10)))).toBe(failure);
  });

  it("cuts a file to the size that is asked for", () => {
    const { view, send } = aSession();
    view.as(operator).write("/own/file", Buffer.from("long"));

    expect(statusOf(send(setstat, text("/own/file"), uint32(1), uint32(0), uint32(2)))).toBe(ok);
    expect(view.text("/own/file")).toBe("lo");
  });
});

describe("SftpSession with a scripted fault", () => {
  const init = Buffer.concat([Buffer.from([1]), uint32(3)]);
  const rename = 200;
  const newFile = (send: ReturnType<typeof aSession>["send"], path: string): Buffer => {
    const answer = send(open, text(path), uint32(2 | 8), none);
    answer.byte();
    answer.uint32();
    return Buffer.from(answer.data());
  };
  const write = 6;
  const bytes = [uint32(0), uint32(0), text("content")] as const;

  it("makes files and writes nothing into them where the disk is full, and says so when asked for the room", () => {
    const { view, send } = aSession({ sftpDiskFull: true });
    const handle = newFile(send, "/own/new");

    expect(statusOf(send(write, text(handle), ...bytes))).toBe(failure);
    expect(view.text("/own/new")).toBe("");
    const room = send(200, text("statvfs@openssh.com"), text("/own"));
    room.byte();
    room.uint32();
    expect(Array.from({ length: 5 }, () => room.uint64())).toEqual([4096, 4096, 262_144, 0, 0]);
  });

  it("knows no rename that replaces, and does not announce it", () => {
    const { send, session } = aSession({ withoutPosixRename: true });

    expect(session.answer(init).toString("latin1")).not.toContain("posix-rename");
    expect(aSession().session.answer(init).toString("latin1")).toContain("posix-rename");
    expect(statusOf(send(rename, text("posix-rename@openssh.com"), text("/own/a"), text("/own/b")))).toBe(8);
  });

  it("is asked for each request, with its file, and refuses with what it says", () => {
    const seen: string[] = [];
    const { view, send } = aSession({
      sftp: ({ operation, path }) => {
        seen.push(`${operation} ${path}`);
        return operation === "write" ? { failure: "not today" } : undefined;
      },
    });
    const handle = newFile(send, "/own/new");
    const answer = send(write, text(handle), ...bytes);

    expect(statusOf(answer)).toBe(failure);
    expect(answer.text()).toBe("not today");
    send(rename, text("posix-rename@openssh.com"), text("/own/new"), text("/own/old"));
    expect(seen).toEqual(["open /own/new", "write /own/new", "rename /own/new"]);
    expect(view.text("/own/old")).toBe("");
  });

  it("cuts the connection before a request is carried out", () => {
    const { view, send } = aSession({ sftp: ({ operation }) => (operation === "open" ? { cut: true } : undefined) });

    expect(() => send(open, text("/own/new"), uint32(2 | 8), none)).toThrow(ConnectionCut);
    expect(view.exists("/own/new")).toBe(false);
  });

  it("leaves a request without an answer, and does not carry it out", () => {
    const { view, session } = aSession({ sftp: () => ({ silent: true }) });
    const request = Buffer.concat([Buffer.from([open]), uint32(1), text("/own/new"), uint32(2 | 8), none]);

    expect(session.answer(request)).toEqual(Buffer.alloc(0));
    expect(view.exists("/own/new")).toBe(false);
  });
});
