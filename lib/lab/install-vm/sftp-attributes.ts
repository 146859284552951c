import type { DirectoryNode, FileNode, TreeNode } from "../machine/file-tree";
import { lastName } from "../machine/file-tree";
import { packet, text, uint32 } from "./sftp-packets";

const response = { name: 104, attributes: 105 } as const;

/** Answers what a file or folder is. */
export function attributes(id: number, node: TreeNode): Buffer {
  return packet(response.attributes, uint32(id), attributesOf(node));
}

/** Answers names, with what is known of each. */
export function names(id: number, entries: readonly { name: string; node: TreeNode | undefined }[]): Buffer {
  const fields = entries.flatMap(({ name, node }) => [
    text(name),
    text(node === undefined ? name : longName(name, node)),
    node === undefined ? uint32(0) : attributesOf(node),
  ]);
  return packet(response.name, uint32(id), uint32(entries.length), ...fields);
}

/** Size, owner, permissions and times. */
function attributesOf(node: TreeNode): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(node.kind === "file" ? node.data.length : 0));
  const seconds = Math.floor(node.modified / 1000);
  const owner = node.kind === "link" ? { uid: 0, gid: 0 } : node.owner;
  const fields = [owner.uid, owner.gid, modeOf(node), seconds, seconds].map(uint32);
  return Buffer.concat([uint32(15), size, ...fields]);
}

function modeOf(node: DirectoryNode | FileNode | TreeNode): number {
  if (node.kind === "link") return 0o120777;
  return (node.kind === "directory" ? 0o040000 : 0o100000) | node.mode;
}

function longName(name: string, node: TreeNode): string {
  return `${node.kind === "directory" ? "d" : "-"} ${modeOf(node).toString(8)} ${lastName(`/${name}`)}`;
}
