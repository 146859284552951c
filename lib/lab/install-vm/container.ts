import { filesystemOn } from "../machine/disk-layout";
import { newDirectory, type DirectoryNode, type FileNode } from "../machine/file-tree";
import { FileView } from "../machine/file-view";
import type { Drive } from "../machine/hardware";
import type { ContainerQuadlet, Quadlets, VolumeMount, VolumeQuadlet } from "./quadlet";

/** What a container needs of its machine. */
export interface ContainerHost {
  readonly view: FileView;
  readonly drives: readonly Drive[];
  readonly quadlets: Quadlets;

  /** Volumes without a device: they live as long as the machine runs. */
  readonly unnamedVolumes: Map<string, DirectoryNode>;
}

const containerLabel = "system_u:object_r:container_file_t:s0";
const writableAlways = ["/dev/shm", "/run", "/tmp", "/var/tmp"];

/** The files as the programs of a container see them. @throws Error with what Podman would say */
export function containerFiles(container: ContainerQuadlet, host: ContainerHost): FileView {
  const view = new FileView(imageFiles(), container.readOnly);
  for (const target of [...writableAlways, ...container.tmpfs]) {
    view.mount({ target, node: newDirectory(0o1777), readOnly: false });
  }
  // Podman mounts the outer one of two nested targets first.
  for (const mount of [...container.volumes].sort((a, b) => a.target.length - b.target.length)) {
    view.mount({
      target: mount.target,
      node: sourceOf(mount, container, host),
      readOnly: mount.options.includes("ro"),
    });
  }
  return view;
}

function imageFiles(): DirectoryNode {
  const root = newDirectory();
  const view = new FileView(root);
  for (const path of ["/etc/nginx", "/srv", "/usr/sbin", "/var/cache/nginx", "/var/lib/misc", "/var/log/nginx"]) {
    view.makeDirectories(path);
  }
  view.write("/etc/nginx/mime.types", Buffer.from("types { text/html html; text/plain txt; }\n"));
  return root;
}

function sourceOf(mount: VolumeMount, container: ContainerQuadlet, host: ContainerHost): DirectoryNode | FileNode {
  if (mount.source.startsWith("/")) {
    const node = host.view.find(mount.source);
    if (node === undefined || node.kind === "link")
      throw new Error(`statfs ${mount.source}: no such file or directory`);
    const relabelled = mount.options.includes("z") || mount.options.includes("Z");
    if (container.labelled && !relabelled) {
      throw new Error(
        `${mount.target}: Permission denied (avc: denied { read } for ${mount.source}: not mounted with :z)`,
      );
    }
    return node;
  }
  if (!mount.source.endsWith(".volume")) return unnamed(mount.source, host);
  const volume = host.quadlets.volumes.get(mount.source);
  if (volume === undefined) throw new Error(`requested Quadlet source ${mount.source} was not found`);
  return volumeRoot(volume, container, host);
}

function volumeRoot(volume: VolumeQuadlet, container: ContainerQuadlet, host: ContainerHost): DirectoryNode {
  if (volume.device === undefined) return unnamed(volume.name, host);
  const filesystem = filesystemOn(host.drives, volume.device);
  if (filesystem === undefined) throw new Error(`mounting volume ${volume.name}: ${volume.device}: no such device`);
  if (volume.type !== undefined && volume.type !== filesystem.format) {
    throw new Error(
      `mounting volume ${volume.name}: wrong fs type ${volume.type}, ${volume.device} holds ${filesystem.format}`,
    );
  }
  const label = volume.options.find((option) => /^(root)?context=/.test(option));
  if (container.labelled && label?.replace(/^[^=]*=/, "").replaceAll('"', "") !== containerLabel) {
    throw new Error(
      `volume ${volume.name}: Permission denied (avc: denied: its root is not labelled container_file_t)`,
    );
  }
  return filesystem.root;
}

function unnamed(name: string, host: ContainerHost): DirectoryNode {
  const known = host.unnamedVolumes.get(name);
  if (known !== undefined) return known;
  const made = newDirectory();
  host.unnamedVolumes.set(name, made);
  return made;
}
