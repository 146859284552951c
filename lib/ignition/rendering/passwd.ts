import type { Group, Passwd, User } from "../schema";
import { withNewer } from "./minimal";
import { sortedTexts, text, unless } from "./scalars";

/** Users and groups keep their order: it is that in which those without a number get one. */
export function passwd(section: Passwd | undefined): object {
  return withNewer(section, { groups: section?.groups?.map(group), users: section?.users?.map(user) });
}

/** An empty hash is that of no password for Ignition, too. */
function group(given: Group): object {
  return withNewer(given, {
    name: given.name,
    gid: given.gid,
    passwordHash: unless("", text(given.passwordHash)),
    shouldExist: unless(true, given.shouldExist),
    system: unless(false, given.system),
  });
}

/**
 * An empty password hash is written, unlike that of a group: it takes a password away. Keys keep their order, since
 * sshd takes the first that fits, with its options; the order of supplementary groups means nothing.
 */
function user(given: User): object {
  return withNewer(given, {
    name: given.name,
    uid: given.uid,
    gecos: unless("", text(given.gecos)),
    passwordHash: text(given.passwordHash),
    sshAuthorizedKeys: given.sshAuthorizedKeys?.map(text),
    homeDir: given.homeDir,
    noCreateHome: unless(false, given.noCreateHome),
    primaryGroup: given.primaryGroup,
    groups: sortedTexts(given.groups),
    noUserGroup: unless(false, given.noUserGroup),
    noLogInit: unless(false, given.noLogInit),
    shell: given.shell,
    shouldExist: unless(true, given.shouldExist),
    system: unless(false, given.system),
  });
}
