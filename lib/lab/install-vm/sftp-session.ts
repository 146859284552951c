import { hostClock } from "../clock";
import type { Faults } from "../faults";
import { FileError, normalized, type FileNode, type TreeNode } from "../machine/file-tree";
import type { FileView } from "../machine/file-view";
import { attributes, names } from "./sftp-attributes";
import { flag, operations, request, response, status } from "./sftp-numbers";
import { packet, PacketReader, text, uint32 } from "./sftp-packets";

const posixRename = "posix-rename@openssh.com";
const statvfs = "statvfs@openssh.com";

interface Handle {
  readonly path: string;
  readonly file?: FileNode;
  readonly flags: number;
  readonly names?: string[];
}

/** What a test may make go wrong here. */
export type SftpFaults = Pick<Faults, "sftp" | "sftpDiskFull" | "withoutPosixRename">;

/** A fault cuts the connection in place of an answer. */
export class ConnectionCut extends Error {}

const nothingWrong: SftpFaults = { sftp: undefined, sftpDiskFull: false, withoutPosixRename: false };

/** One SFTP session, version 3 as OpenSSH speaks it, on the files of a chroot. */
export class SftpSession {
  private readonly handles = new Map<number, Handle>();
  private readonly withPosixRename: boolean;
  private nextHandle = 0;

  constructor(
    private readonly view: FileView,
    private readonly umask: number,
    private readonly log: (line: string) => void,
    private readonly faults: SftpFaults = nothingWrong,
  ) {
    this.withPosixRename = !faults.withoutPosixRename;
  }

  /** Answers one packet, with nothing if a fault wants that. @throws ConnectionCut */
  answer(bytes: Buffer): Buffer {
    const reader = new PacketReader(bytes);
    const type = reader.byte();
    if (type === request.init) return this.version();
    const id = reader.uint32();
    try {
      return this.spoilt(type, id, bytes) ?? this.dispatch(type, id, reader);
    } catch (error) {
      if (error instanceof FileError) return failed(id, error);
      if (error instanceof RangeError) return done(id, status.badMessage, "Bad message");
      throw error;
    }
  }

  private version(): Buffer {
    const extensions = [...(this.withPosixRename ? [posixRename, "1"] : []), statvfs, "2"];
    return packet(response.version, uint32(3), ...extensions.map(text));
  }

  /** What a fault answers in place of the server. */
  private spoilt(type: number, id: number, bytes: Buffer): Buffer | undefined {
    if (this.faults.sftp === undefined) return undefined;
    const reader = new PacketReader(bytes.subarray(5));
    const extension = type === request.extended ? reader.text() : undefined;
    const operation = extension === posixRename ? "rename" : (operations[type] ?? "other");
    const named = type === request.write || type === request.close;
    const path = named ? this.handles.get(handleNumber(reader))?.path : operation === "other" ? "" : reader.text();
    const fault = this.faults.sftp({ operation, path: path ?? "" });
    if (fault === undefined) return undefined;
    if ("cut" in fault) throw new ConnectionCut();
    if ("silent" in fault) return Buffer.alloc(0);
    return done(id, status.failure, fault.failure);
  }

  private dispatch(type: number, id: number, reader: PacketReader): Buffer {
    switch (type) {
      case request.open:
        return this.open(id, reader);
      case request.close:
        return done(id, this.handles.delete(handleNumber(reader)) ? status.ok : status.failure);
      case request.read:
        return this.read(id, reader);
      case request.write:
        return this.write(id, reader);
      case request.stat:
        return attributes(id, this.existing(reader.text(), true));
      case request.lstat:
        return attributes(id, this.existing(reader.text(), false));
      case request.fstat:
        return attributes(id, this.handleOf(reader).file);
      case request.setstat:
        return this.setAttributes(id, reader.text(), undefined, reader);
      case request.fsetstat: {
        const { path, file } = this.handleOf(reader);
        return this.setAttributes(id, path, file, reader);
      }
      case request.opendir:
        return this.openDirectory(id, reader.text());
      case request.readdir:
        return this.readDirectory(id, reader);
      case request.remove:
        return this.change(id, "remove", reader.text(), (path) => this.view.remove(path));
      case request.mkdir:
        return this.change(id, "mkdir", reader.text(), (path) => {
          this.view.makeDirectory(path, (reader.attributes().mode ?? 0o777) & ~this.umask);
        });
      case request.rmdir:
        return this.change(id, "rmdir", reader.text(), (path) => this.view.removeDirectory(path));
      case request.realpath:
        return names(id, [{ name: normalized(reader.text()), node: undefined }]);
      case request.rename:
        return this.rename(id, reader, false);
      case request.extended:
        return this.extended(id, reader);
      case request.readlink:
      default:
        return done(id, status.unsupported, "Operation unsupported");
    }
  }

  private extended(id: number, reader: PacketReader): Buffer {
    const extension = reader.text();
    if (extension === posixRename && this.withPosixRename) return this.rename(id, reader, true);
    return extension === statvfs ? this.room(id) : done(id, status.unsupported, "Operation unsupported");
  }

  /** Block sizes; blocks, free ones and those for everybody; the same of inodes; id, flags and longest name. */
  private room(id: number): Buffer {
    const blocks = 262_144n;
    const free = this.faults.sftpDiskFull ? 0n : blocks / 2n;
    const fields = [4096n, 4096n, blocks, free, free, 65_536n, 60_000n, 60_000n, 1n, 0n, 255n];
    const reply = Buffer.alloc(fields.length * 8);
    fields.forEach((value, index) => reply.writeBigUInt64BE(value, index * 8));
    return packet(response.extended, uint32(id), reply);
  }

  private open(id: number, reader: PacketReader): Buffer {
    const path = normalized(reader.text());
    const flags = reader.uint32();
    const mode = (reader.attributes().mode ?? 0o666) & ~this.umask;
    const present = this.view.find(path);
    if (present?.kind === "directory") throw new FileError("EISDIR", path);
    if (present !== undefined && flags & flag.create && flags & flag.exclusive) throw new FileError("EEXIST", path);
    if (present === undefined && !(flags & flag.create)) throw new FileError("ENOENT", path);
    const writes = (flags & (flag.write | flag.append)) !== 0;
    const reads = !writes || (flags & flag.read) !== 0;
    if (present !== undefined && reads && !this.view.mayRead(path)) throw new FileError("EACCES", path);
    const data = present?.kind === "file" && !(flags & flag.truncate) ? present.data : Buffer.alloc(0);
    const file = writes ? this.view.write(path, data, mode) : this.view.file(path);
    this.log(`open "${path}" flags ${writes ? "WRITE" : "READ"}`);
    return this.handle(id, { path, file, flags });
  }

  private read(id: number, reader: PacketReader): Buffer {
    const { file, flags } = this.handleOf(reader);
    if (!(flags & flag.read)) return done(id, status.failure, "Failure");
    const offset = reader.uint64();
    const length = Math.min(reader.uint32(), 255 * 1024);
    if (offset >= file.data.length) return done(id, status.eof, "End of file");
    return packet(response.data, uint32(id), text(file.data.subarray(offset, offset + length)));
  }

  private write(id: number, reader: PacketReader): Buffer {
    const handle = this.handles.get(handleNumber(reader));
    const offset = reader.uint64();
    const data = reader.data();
    const file = handle?.file;
    if (handle === undefined || file === undefined) return done(id, status.failure, "Failure");
    if (!(handle.flags & (flag.write | flag.append))) return done(id, status.permissionDenied, "Permission denied");
    if (this.faults.sftpDiskFull) return done(id, status.failure, "Failure");
    const at = handle.flags & flag.append ? file.data.length : offset;
    const grown = Buffer.alloc(Math.max(file.data.length, at + data.length));
    file.data.copy(grown);
    data.copy(grown, at);
    file.data = grown;
    file.modified = hostClock.now();
    return done(id, status.ok);
  }

  private setAttributes(id: number, path: string, open: FileNode | undefined, reader: PacketReader): Buffer {
    const node = open ?? this.existing(path, true);
    const { size, owner, mode } = reader.attributes();
    if (size !== undefined && node.kind === "file") {
      const data = Buffer.alloc(size);
      node.data.copy(data);
      if (open === undefined) this.view.write(path, data);
      else node.data = data;
    }
    if (mode !== undefined) this.view.changeMode(path, node, mode);
    // Nobody but root may give files away, and this server's user is not root.
    const isGift = owner && node.kind !== "link" && (owner.uid !== node.owner.uid || owner.gid !== node.owner.gid);
    if (isGift) throw new FileError("EACCES", path);
    return done(id, status.ok);
  }

  private openDirectory(id: number, path: string): Buffer {
    const directory = this.view.directory(path);
    if (!this.view.mayRead(path)) throw new FileError("EACCES", path);
    return this.handle(id, { path, flags: flag.read, names: [...directory.children.keys()].sort() });
  }

  private readDirectory(id: number, reader: PacketReader): Buffer {
    const handle = this.handles.get(handleNumber(reader));
    const batch = handle?.names?.splice(0, 100) ?? [];
    if (handle === undefined || batch.length === 0) return done(id, status.eof, "End of file");
    return names(
      id,
      batch.map((name) => ({ name, node: this.view.findLink(`${handle.path}/${name}`) })),
    );
  }

  private rename(id: number, reader: PacketReader, replace: boolean): Buffer {
    const from = reader.text();
    return this.change(id, replace ? "posix-rename" : "rename", from, (path) => {
      this.view.rename(path, normalized(reader.text()), replace);
    });
  }

  private change(id: number, what: string, path: string, make: (path: string) => void): Buffer {
    make(normalized(path));
    this.log(`${what} "${normalized(path)}"`);
    return done(id, status.ok);
  }

  private existing(path: string, follow: boolean): TreeNode {
    const node = follow ? this.view.find(path) : this.view.findLink(path);
    if (!this.view.mayPass(path)) throw new FileError("EACCES", path);
    if (node === undefined) throw new FileError("ENOENT", path);
    return node;
  }

  private handleOf(reader: PacketReader): Handle & { readonly file: FileNode } {
    const handle = this.handles.get(handleNumber(reader));
    if (handle?.file === undefined) throw new FileError("ENOENT", "handle");
    return { ...handle, file: handle.file };
  }

  private handle(id: number, handle: Handle): Buffer {
    const number = this.nextHandle++;
    this.handles.set(number, handle);
    return packet(response.handle, uint32(id), text(uint32(number)));
  }
}

function handleNumber(reader: PacketReader): number {
  const handle = reader.data();
  return handle.length === 4 ? handle.readUInt32BE(0) : -1;
}

function done(id: number, code: number, message = ""): Buffer {
  return packet(response.status, uint32(id), uint32(code), text(message), text(""));
}

function failed(id: number, error: FileError): Buffer {
  if (error.code === "ENOENT") return done(id, status.noSuchFile, "No such file");
  if (error.code === "EACCES" || error.code === "EROFS") return done(id, status.permissionDenied, "Permission denied");
  return done(id, status.failure, "Failure");
}
