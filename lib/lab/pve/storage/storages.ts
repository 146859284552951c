import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../api-error";
import type { NodeOptions, StorageContent, StorageOptions } from "../types";
import { fileKinds, isFileKind } from "./file-kinds";
import type { FileKind } from "./file-kinds";
import { NodeStorage } from "./node-storage";

/** Every storage of every node. */
export class Storages {
  private readonly byNode = new Map<string, Map<string, NodeStorage>>();

  constructor(
    readonly directory: string,
    nodes: readonly NodeOptions[],
    readonly options: readonly StorageOptions[],
  ) {
    for (const { name } of nodes) {
      const storages = options.map((storage) => new NodeStorage(storage, name, join(directory, "disks", storage.id)));
      this.byNode.set(name, new Map(storages.map((storage) => [storage.id, storage])));
      storages.forEach((storage) => this.adoptFiles(storage));
    }
  }

  /** Refuses an unknown storage as Proxmox does. */
  find(node: string, id: string): NodeStorage {
    const storage = this.byNode.get(node)?.get(id);
    if (storage === undefined) {
      throw failure(`storage '${id}' does not exist`);
    }
    return storage;
  }

  ofNode(node: string): NodeStorage[] {
    return [...(this.byNode.get(node)?.values() ?? [])];
  }

  filePath(storage: NodeStorage, kind: FileKind, name: string): string {
    return join(this.directory, "storage", storage.node, storage.id, fileKinds[kind].folder, name);
  }

  /** Files that an earlier run has left are there again. */
  private adoptFiles(storage: NodeStorage): void {
    for (const kind of storage.content.filter(isFileKind)) {
      const folder = this.filePath(storage, kind, "");
      mkdirSync(folder, { recursive: true });
      for (const name of readdirSync(folder)) {
        const { size, mtimeMs } = statSync(join(folder, name));
        storage.addFile({ kind, name, size, path: join(folder, name), ctime: Math.floor(mtimeMs / 1000) });
      }
    }
  }
}

export function requireContent(storage: NodeStorage, content: StorageContent): void {
  if (!storage.content.includes(content)) {
    throw failure(`storage '${storage.id}' does not support content-type '${content}'`);
  }
}
