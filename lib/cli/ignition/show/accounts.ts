import type { Group, IgnitionConfig, User } from "../../../ignition/schema";
import { facts, given, textOrNone, type Section } from "./section";

/** Users and groups. Of keys only how many there are, and of passwords only whether there is one. */
export function accounts({ passwd }: IgnitionConfig): readonly Section[] {
  const users = passwd?.users?.map(userOf) ?? [];
  const groups = passwd?.groups?.map(groupOf) ?? [];
  return [
    { title: "Users", key: "users", data: users, rows: users.map(userRow) },
    { title: "Groups", key: "groups", data: groups, rows: groups.map(groupRow) },
  ];
}

function userOf(user: User) {
  return {
    name: String(user.name),
    ...given("uid", user.uid),
    ...given("primaryGroup", textOrNone(user.primaryGroup)),
    groups: user.groups?.map(String) ?? [],
    sshAuthorizedKeys: user.sshAuthorizedKeys?.length ?? 0,
    hasPassword: (textOrNone(user.passwordHash) ?? "") !== "",
    ...given("homeDir", textOrNone(user.homeDir)),
    ...given("shell", textOrNone(user.shell)),
    system: user.system === true,
    shouldExist: user.shouldExist !== false,
  };
}

function userRow(user: ReturnType<typeof userOf>): readonly string[] {
  const keys = user.sshAuthorizedKeys;
  return [
    user.name,
    facts(
      !user.shouldExist && "is removed",
      user.uid !== undefined && `uid ${String(user.uid)}`,
      user.system && "system",
      keys > 0 && `${keys} SSH ${keys === 1 ? "key" : "keys"}`,
      user.hasPassword && "password",
      user.primaryGroup !== undefined && `group ${user.primaryGroup}`,
      user.groups.length > 0 && `in ${user.groups.join(", ")}`,
      user.homeDir !== undefined && `home ${user.homeDir}`,
      user.shell !== undefined && `shell ${user.shell}`,
    ),
  ];
}

function groupOf(group: Group) {
  return {
    name: String(group.name),
    ...given("gid", group.gid),
    hasPassword: (textOrNone(group.passwordHash) ?? "") !== "",
    system: group.system === true,
    shouldExist: group.shouldExist !== false,
  };
}

function groupRow(group: ReturnType<typeof groupOf>): readonly string[] {
  const { name, gid, hasPassword, system, shouldExist } = group;
  return [
    name,
    facts(
      !shouldExist && "is removed",
      gid !== undefined && `gid ${String(gid)}`,
      system && "system",
      hasPassword && "password",
    ),
  ];
}
