import { hostClock } from "../clock";
import {
  FileError,
  lastName,
  newDirectory,
  newFile,
  newLink,
  normalized,
  parentPath,
  permits,
  superuser,
  type DirectoryNode,
  type FileNode,
  type Owner,
  type TreeNode,
} from "./file-tree";

/** Something laid over a path of a view: a bind mount or a volume. */
export interface Mount {
  readonly target: string;
  readonly node: DirectoryNode | FileNode;
  readonly readOnly: boolean;
}

interface Found {
  readonly node: TreeNode;
  readonly readOnly: boolean;

  /** What the path lies on; a rename cannot cross it. */
  readonly device: TreeNode;
}

const maximumLinks = 40;

/** The files as one machine, container or chroot sees them: a root with mounts over it. */
export class FileView {
  private mounts = new Map<string, Mount>();
  private actor = superuser;

  constructor(
    private readonly root: DirectoryNode,
    private readonly rootReadOnly = false,
  ) {}

  /** The same files as another user sees them: with that user's rights, and files that it makes are its own. */
  as(actor: Owner): FileView {
    const view = new FileView(this.root, this.rootReadOnly);
    view.mounts = this.mounts;
    view.actor = actor;
    return view;
  }

  /** The same files with a folder of them as the root. */
  chroot(path: string): FileView {
    const view = new FileView(this.directory(path), this.isReadOnly(path));
    const prefix = path === "/" ? "" : normalized(path);
    for (const [target, mount] of this.mounts) {
      if (target.startsWith(`${prefix}/`)) view.mounts.set(target.slice(prefix.length), mount);
    }
    view.actor = this.actor;
    return view;
  }

  /** Whether this view's user may read the file or folder, and pass every folder above it. */
  mayRead(path: string): boolean {
    const node = this.find(path);
    return node !== undefined && node.kind !== "link" && permits(node, this.actor, 4) && this.mayPass(path);
  }

  /** Whether this view's user may pass every folder above a path. */
  mayPass(path: string): boolean {
    for (let above = parentPath(normalized(path)); above !== "/"; above = parentPath(above)) {
      const folder = this.find(above);
      if (folder?.kind === "directory" && !permits(folder, this.actor, 1)) return false;
    }
    return true;
  }

  /** Lays a folder or file over a path, which is made if missing, as container engines do. */
  mount(mount: Mount): void {
    const target = normalized(mount.target);
    if (this.find(target) === undefined) {
      const parent = this.ensureDirectory(parentPath(target));
      parent.children.set(lastName(target), mount.node.kind === "file" ? newFile(Buffer.alloc(0)) : newDirectory());
    }
    this.mounts.set(target, { ...mount, target });
  }

  find(path: string): TreeNode | undefined {
    return this.locate(path, true)?.node;
  }

  /** Like {@link find}, but a link at the end is not followed. */
  findLink(path: string): TreeNode | undefined {
    return this.locate(path, false)?.node;
  }

  isReadOnly(path: string): boolean {
    return this.locate(path, true)?.readOnly ?? this.rootReadOnly;
  }

  directory(path: string): DirectoryNode {
    const node = this.find(path);
    if (node === undefined) throw new FileError("ENOENT", path);
    if (node.kind !== "directory") throw new FileError("ENOTDIR", path);
    return node;
  }

  file(path: string): FileNode {
    const node = this.find(path);
    if (node === undefined) throw new FileError("ENOENT", path);
    if (node.kind !== "file") throw new FileError("EISDIR", path);
    return node;
  }

  /** The text of a file; undefined if there is none. */
  text(path: string): string | undefined {
    const node = this.find(path);
    return node?.kind === "file" ? node.data.toString("utf8") : undefined;
  }

  exists(path: string): boolean {
    return this.find(path) !== undefined;
  }

  isDirectory(path: string): boolean {
    return this.find(path)?.kind === "directory";
  }

  isFile(path: string): boolean {
    return this.find(path)?.kind === "file";
  }

  /** Names in a folder, sorted. */
  list(path: string): string[] {
    return [...this.directory(path).children.keys()].sort();
  }

  /** Writes a file whole. The folder must be there. */
  write(path: string, data: Buffer, mode = 0o644): FileNode {
    const { parent, name } = this.writableParent(path);
    const existing = this.locate(path, true);
    if (existing?.node.kind === "directory") throw new FileError("EISDIR", path);
    if (existing?.readOnly) throw new FileError("EROFS", path);
    if (existing?.node.kind === "file") {
      if (!permits(existing.node, this.actor, 2)) throw new FileError("EACCES", path);
      existing.node.data = data;
      existing.node.modified = hostClock.now();
      return existing.node;
    }
    const file = newFile(data, mode, this.actor);
    parent.children.set(name, file);
    return file;
  }

  /** Changes permissions, which a file's owner alone may. */
  changeMode(path: string, node: TreeNode, mode: number): void {
    if (this.isReadOnly(path)) throw new FileError("EROFS", path);
    if (node.kind === "link") return;
    if (this.actor.uid !== superuser.uid && node.owner.uid !== this.actor.uid) throw new FileError("EACCES", path);
    node.mode = mode;
  }

  makeLink(path: string, target: string): void {
    const { parent, name } = this.writableParent(path);
    if (parent.children.has(name)) throw new FileError("EEXIST", path);
    parent.children.set(name, newLink(target));
  }

  makeDirectory(path: string, mode = 0o755): DirectoryNode {
    if (this.locate(path, false) !== undefined) throw new FileError("EEXIST", path);
    const { parent, name } = this.writableParent(path);
    const made = newDirectory(mode, this.actor);
    parent.children.set(name, made);
    return made;
  }

  /** Makes a folder and those above it, where missing. */
  makeDirectories(path: string, mode = 0o755): DirectoryNode {
    const node = this.find(path);
    if (node?.kind === "directory") return node;
    if (node !== undefined) throw new FileError("ENOTDIR", path);
    this.makeDirectories(parentPath(normalized(path)), mode);
    return this.makeDirectory(path, mode);
  }

  remove(path: string): void {
    const { parent, name } = this.writableParent(path);
    const node = this.removable(path);
    if (node.kind === "directory") throw new FileError("EISDIR", path);
    parent.children.delete(name);
  }

  removeDirectory(path: string): void {
    const { parent, name } = this.writableParent(path);
    const node = this.removable(path);
    if (node.kind !== "directory") throw new FileError("ENOTDIR", path);
    if (node.children.size > 0) throw new FileError("ENOTEMPTY", path);
    parent.children.delete(name);
  }

  /** Renames; a file that is in the way is replaced only if `replace` says so. */
  rename(from: string, to: string, replace: boolean): void {
    const source = this.writableParent(from);
    const target = this.writableParent(to);
    const node = this.removable(from);
    const existing = this.locate(to, false)?.node;
    if (existing !== undefined && !replace) throw new FileError("EEXIST", to);
    if (existing?.kind === "directory" && node.kind !== "directory") throw new FileError("EISDIR", to);
    if (existing?.kind === "directory" && existing.children.size > 0) throw new FileError("ENOTEMPTY", to);
    if (source.device !== target.device) throw new FileError("EXDEV", to);
    source.parent.children.delete(source.name);
    target.parent.children.set(target.name, node);
  }

  private removable(path: string): TreeNode {
    if (this.mounts.has(normalized(path))) throw new FileError("EBUSY", path);
    const found = this.locate(path, false);
    if (found === undefined) throw new FileError("ENOENT", path);
    return found.node;
  }

  private writableParent(path: string): { parent: DirectoryNode; name: string; device: TreeNode } {
    const clean = normalized(path);
    const found = this.locate(parentPath(clean), true);
    if (found === undefined) throw new FileError("ENOENT", path);
    if (found.node.kind !== "directory") throw new FileError("ENOTDIR", path);
    if (found.readOnly) throw new FileError("EROFS", path);
    if (!permits(found.node, this.actor, 2) || !this.mayPass(clean)) throw new FileError("EACCES", path);
    return { parent: found.node, name: lastName(clean), device: found.device };
  }

  private ensureDirectory(path: string): DirectoryNode {
    const node = this.find(path);
    if (node?.kind === "directory") return node;
    if (node !== undefined || path === "/") throw new FileError("ENOTDIR", path);
    const made = newDirectory();
    this.ensureDirectory(parentPath(path)).children.set(lastName(path), made);
    return made;
  }

  private locate(path: string, followLast: boolean, links = 0): Found | undefined {
    if (links > maximumLinks) throw new FileError("ELOOP", path);
    const parts = normalized(path)
      .split("/")
      .filter((part) => part !== "");
    const top = this.mounts.get("/");
    let found: Found = {
      node: top?.node ?? this.root,
      readOnly: top?.readOnly ?? this.rootReadOnly,
      device: top?.node ?? this.root,
    };
    let here = "";
    for (const [index, part] of parts.entries()) {
      if (found.node.kind !== "directory") return undefined;
      const above = here;
      here = `${here}/${part}`;
      const mount = this.mounts.get(here);
      const child: TreeNode | undefined = mount?.node ?? found.node.children.get(part);
      if (child === undefined) return undefined;
      if (child.kind === "link" && (followLast || index < parts.length - 1)) {
        const target = child.target.startsWith("/") ? child.target : `${above}/${child.target}`;
        return this.locate([target, ...parts.slice(index + 1)].join("/"), followLast, links + 1);
      }
      found = {
        node: child,
        readOnly: mount?.readOnly ?? found.readOnly,
        device: mount?.node ?? found.device,
      };
    }
    return found;
  }
}
