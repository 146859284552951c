import type { Group, Passwd, User } from "../schema";
import { text, unless } from "./scalars";

/** Users and groups keep their order: it is that in which those without a number get one. */
export function passwd(section: Passwd | undefined): object {
  return { groups: section?.groups?.map(group), users: section?.users?.map(user) };
}

function group(given: Group): object {
  return {
    name: given.name,
    gid: given.gid,
    passwordHash: text(given.passwordHash),
    shouldExist: unless(true, given.shouldExist),
    system: unless(false, given.system),
  };
}

function user(given: User): object {
  return {
    name: given.name,
    uid: given.uid,
    gecos: text(given.gecos),
    passwordHash: text(given.passwordHash),
    sshAuthorizedKeys: given.sshAuthorizedKeys?.map(text),
    homeDir: given.homeDir,
    noCreateHome: unless(false, given.noCreateHome),
    primaryGroup: given.primaryGroup,
    groups: given.groups,
    noUserGroup: unless(false, given.noUserGroup),
    noLogInit: unless(false, given.noLogInit),
    shell: given.shell,
    shouldExist: unless(true, given.shouldExist),
    system: unless(false, given.system),
  };
}
