import { newDirectory, newFile, newLink, type DirectoryNode } from "./file-tree";
import { FileView } from "./file-view";

const directories = [
  "/etc/containers/systemd",
  "/etc/systemd/system",
  "/etc/NetworkManager/system-connections",
  "/run",
  "/tmp",
  "/dev",
];
const writable = [
  "/var/home",
  "/var/lib/containers",
  "/var/log",
  "/var/mnt",
  "/var/opt",
  "/var/roothome",
  "/var/srv",
  "/var/usrlocal/bin",
];

/** The files of a Fedora CoreOS machine before Ignition: `/usr` cannot be written, and what may be lies below `/etc` and `/var`. */
export function baseSystem(): DirectoryNode {
  const root = newDirectory();
  const view = new FileView(root);
  for (const path of [...directories, ...writable, "/usr/bin", "/usr/lib"]) view.makeDirectories(path);
  for (const [name, target] of Object.entries(symlinks)) root.children.set(name, newLink(target));
  view.directory("/usr").children.set("local", newLink("../var/usrlocal"));
  view
    .directory("/etc")
    .children.set(
      "passwd",
      newFile(Buffer.from("root:x:0:0::/root:/bin/bash\ncore:x:1000:1000::/var/home/core:/bin/bash\n")),
    );
  return root;
}

/** That system's files as its programs see them. */
export function viewOf(root: DirectoryNode): FileView {
  const view = new FileView(root);
  const usr = root.children.get("usr");
  if (usr?.kind === "directory") view.mount({ target: "/usr", node: usr, readOnly: true });
  return view;
}

const symlinks = { home: "var/home", root: "var/roothome", srv: "var/srv", opt: "var/opt", mnt: "var/mnt" };
