import type { Owner } from "../machine/file-tree";
import { readUnitFile, valueOf } from "../machine/unit-file";
import type { ContainerHost } from "./container";
import type { ContainerQuadlet } from "./quadlet";

/** The users of a container's image: those that its Containerfile adds, where it is built on the machine. */
export function imageUsers(container: ContainerQuadlet, host: ContainerHost): Map<string, Owner> {
  const users = new Map<string, Owner>([["root", { uid: 0, gid: 0 }]]);
  if (!container.image.endsWith(".build")) return users;
  const build = host.view.text(`/etc/containers/systemd/${container.image}`);
  if (build === undefined) throw new Error(`requested Quadlet image ${container.image} was not found`);
  const unit = readUnitFile(build);
  const folder = valueOf(unit, "Build", "SetWorkingDirectory");
  const file = valueOf(unit, "Build", "File") ?? (folder === undefined ? undefined : `${folder}/Containerfile`);
  const text = file === undefined ? undefined : host.view.text(file);
  if (text === undefined) throw new Error(`no Containerfile or Dockerfile in ${folder ?? "the build's folder"}`);
  for (const command of text.replaceAll("\\\n", " ").split(/\n|&&|;/)) {
    const match = /\b(?:adduser|useradd)\s(.*?)(\S+)\s*$/.exec(command.trim());
    if (match?.[2] === undefined) continue;
    const uid = Number(/(?:-u|--uid)[ =](\d+)/.exec(match[1] ?? "")?.[1] ?? 1000);
    const group = /-G\s+(\S+)/.exec(match[1] ?? "")?.[1];
    const gid = Number(/(?:-g|--gid)[ =](\d+)/.exec(match[1] ?? "")?.[1] ?? groupNumber(text, group) ?? uid);
    users.set(match[2], { uid, gid });
  }
  return users;
}

function groupNumber(containerfile: string, group: string | undefined): number | undefined {
  const pattern = /\b(?:addgroup|groupadd)\s.*?(?:-g|--gid)[ =](\d+)\s+(\S+)/g;
  for (const match of containerfile.matchAll(pattern)) if (match[2] === group) return Number(match[1]);
  return undefined;
}
