/** A folder, file or symbolic link in a machine's memory or on one of its disks. */
export type TreeNode = DirectoryNode | FileNode | LinkNode;

export interface DirectoryNode {
  readonly kind: "directory";
  mode: number;
  modified: number;
  readonly children: Map<string, TreeNode>;
}

export interface FileNode {
  readonly kind: "file";
  mode: number;
  modified: number;
  data: Buffer;
}

export interface LinkNode {
  readonly kind: "link";
  readonly target: string;
  readonly modified: number;
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

export function newDirectory(mode = 0o755): DirectoryNode {
  return { kind: "directory", mode, modified: Date.now(), children: new Map() };
}

export function newFile(data: Buffer, mode = 0o644): FileNode {
  return { kind: "file", mode, modified: Date.now(), data };
}

export function newLink(target: string): LinkNode {
  return { kind: "link", target, modified: Date.now() };
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
