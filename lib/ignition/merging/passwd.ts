import type { Group, Passwd, User } from "../schema";
import { keyBy } from "./key";
import { fields, keyed, last, united } from "./rule";

const name = keyBy("name");

export const passwd = fields<Passwd>({
  users: keyed(
    name,
    fields<User>({
      name: last,
      passwordHash: last,
      sshAuthorizedKeys: united,
      uid: last,
      gecos: last,
      homeDir: last,
      noCreateHome: last,
      primaryGroup: last,
      groups: united,
      noUserGroup: last,
      noLogInit: last,
      shell: last,
      shouldExist: last,
      system: last,
    }),
  ),
  groups: keyed(name, fields<Group>({ name: last, gid: last, passwordHash: last, shouldExist: last, system: last })),
});
