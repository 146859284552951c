import { hostClock } from "../clock";

/** A folder, file or symbolic link in a machine's memory or on one of its disks. */
export type TreeNode = DirectoryNode | FileNode | LinkNode;

export interface DirectoryNode {
  readonly kind: "directory";
  mode: number;
  owner: Owner;
  modified: number;
  readonly children: Map<string, TreeNode>;
}

export interface FileNode {
  readonly kind: "file";
  mode: number;
  owner: Owner;
  modified: number;
  data: Buffer;
}

export interface LinkNode {
  readonly kind: "link";
  readonly target: string;
  readonly modified: number;
}

/** Numbers of a user and of its group. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export const superuser: Owner = { uid: 0, gid: 0 };

/** Whether somebody may read (4), write (2) or pass through (1) a file or folder. The superuser may everything. */
export function permits(node: DirectoryNode | FileNode, who: Owner, right: 4 | 2 | 1): boolean {
  if (who.uid === 0) return true;
  const shift = node.owner.uid === who.uid ? 6 : node.owner.gid === who.gid ? 3 : 0;
  return ((node.mode >> shift) & right) === right;
}

/** Why something could not be done with a file; `code` as the system call would say it. */
export class FileError extends Error {
  constructor(
    readonly code: FileErrorCode,
    path: string,
  ) {
    super(`${path}: ${messages[code]}`);
  }
}

export type FileErrorCode = keyof typeof messages;

const messages = {
  EACCES: "Permission denied",
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EISDIR: "Is a directory",
  ELOOP: "Too many levels of symbolic links",
  ENOENT: "No such file or directory",
  ENOTDIR: "Not a directory",
  ENOTEMPTY: "Directory not empty",
  EROFS: "Read-only file system",
  EXDEV: "Invalid cross-device link",
} as const;

export function newDirectory(mode = 0o755, owner = superuser): DirectoryNode {
  return { kind: "directory", mode, owner, modified: hostClock.now(), children: new Map() };
}

export function newFile(data: Buffer, mode = 0o644, owner = superuser): FileNode {
  return { kind: "file", mode, owner, modified: hostClock.now(), data };
}

export function newLink(target: string): LinkNode {
  return { kind: "link", target, modified: hostClock.now() };
}

/** Puts `.` and `..` out of an absolute path, as `/a/b`. The root is `/`. */
export function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

export function parentPath(path: string): string {
  return normalized(path.slice(0, path.lastIndexOf("/")));
}

export function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
