import { PacketReader, text, uint32 } from "../../../lib/lab/install-vm/sftp-packets";
import { SftpSession } from "../../../lib/lab/install-vm/sftp-session";
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
function aSession() {
  const view = new FileView(newDirectory());
  view.makeDirectory("/own", 0o755).owner = operator;
  view.makeDirectory("/reports", 0o755);
  view.write("/reports/101", Buffer.from("report"), 0o644);
  view.makeDirectory("/closed", 0o700);
  view.write("/closed/secret", Buffer.from("secret"), 0o644);
  const session = new SftpSession(view.as(operator), 0o022, () => undefined);
  const send = (type: number, ...fields: readonly Buffer[]): PacketReader => {
    const answer = session.answer(Buffer.concat([Buffer.from([type]), uint32(1), ...fields]));
    return new PacketReader(answer.subarray(4));
  };
  return { view, send };
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
