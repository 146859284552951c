import { shorten } from "../../values/check";
import { formatPath, type Path, type Problem } from "../../values/config-error";
import { entriesAt, error, isOpenEnded, itemsAt, numberOf, textOf, valueAt, warning, type Entry } from "./entries";
import { IMAGE_GROUPS, IMAGE_USERS } from "./fedora-coreos";

/** What users, groups and those who own files must be to each other, and to the image. */
export function accounts(config: unknown): readonly Problem[] {
  const users = entriesAt(config, "passwd", "users");
  const groups = entriesAt(config, "passwd", "groups");
  return [
    ...sharedIds(users, "uid"),
    ...sharedIds(groups, "gid"),
    ...users.flatMap((user) => takenGroup(user, groups)),
    ...users.flatMap(({ path }) => itemsAt(config, ...path, "sshAuthorizedKeys").flatMap(strangeKey)),
    ...unknownNames(config, users, groups),
  ];
}

function exists({ item }: Entry): boolean {
  return item["shouldExist"] !== false;
}

/** useradd and groupadd refuse a number that is taken. */
function sharedIds(all: readonly Entry[], key: "uid" | "gid"): readonly Problem[] {
  const first = new Map<number, Path>();
  return all.filter(exists).flatMap(({ path, item }) => {
    const id = numberOf(item[key]);
    if (id === undefined) return [];
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, path);
      return [];
    }
    return [
      error("duplicate-id", [...path, key], `the number is that of ${formatPath(earlier)} already`, {
        got: String(id),
        fix: "take another number",
      }),
    ];
  });
}

/** A new user gets a group of the same name, which must not be there yet. */
function takenGroup({ path, item }: Entry, groups: readonly Entry[]): readonly Problem[] {
  const name = textOf(item["name"]);
  const getsGroup = item["primaryGroup"] === undefined && item["noUserGroup"] !== true && item["shouldExist"] !== false;
  if (name === undefined || !getsGroup || IMAGE_USERS.has(name)) return [];
  const group = groups.find((other) => exists(other) && textOf(other.item["name"]) === name);
  if (group === undefined) return [];
  return [
    warning(
      "user-group-exists",
      path,
      `useradd refuses the user: the group that it would make for it stands at ${formatPath(group.path)}`,
      { got: shorten(name), fix: "name the group as primaryGroup" },
    ),
  ];
}

/** A type of key and the key, after options and before a comment; or a comment alone. */
const KEY_LINE =
  /^\s*#|(?:^|\s)(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com|[a-z0-9@.-]+-cert-v01@openssh\.com)\s+[A-Za-z0-9+/]+=*(?:\s|$)/;

function strangeKey({ path, item }: { readonly path: Path; readonly item: unknown }): readonly Problem[] {
  const key = textOf(item);
  if (key === undefined || key === "" || KEY_LINE.test(key)) return [];
  return [
    warning("ssh-key", path, "this is no line of authorized_keys, so nobody can log in by it", {
      allowed: "a public key such as ssh-ed25519 AAAA…",
      fix: "copy the line of the .pub file",
    }),
  ];
}

function unknownNames(config: unknown, users: readonly Entry[], groups: readonly Entry[]): readonly Problem[] {
  const names = [...users, ...groups].map(({ item }) => textOf(item["name"]));
  // Another config, or a name that comes late, may bring what is missing.
  if (isOpenEnded(config) || names.includes(undefined)) return [];
  const knownUsers = known(IMAGE_USERS, users);
  // A user's own group is called as the user.
  const knownGroups = known(IMAGE_GROUPS, [...users, ...groups]);
  return [
    ...users
      .filter(exists)
      .flatMap(({ path, item }) => [
        ...unknown(() => [...path, "primaryGroup"], item["primaryGroup"], knownGroups, "group"),
        ...itemsAt(config, ...path, "groups").flatMap((group) =>
          unknown(() => group.path, group.item, knownGroups, "group"),
        ),
      ]),
    ...["directories", "files", "links"]
      .flatMap((list) => entriesAt(config, "storage", list).filter(hasOwner))
      .flatMap(({ path, item }) => [
        ...unknown(() => [...path, "user", "name"], valueAt(item, "user", "name"), knownUsers, "user"),
        ...unknown(() => [...path, "group", "name"], valueAt(item, "group", "name"), knownGroups, "group"),
      ]),
  ];
}

function hasOwner({ item }: Entry): boolean {
  return item["user"] !== undefined || item["group"] !== undefined;
}

/** Names of accounts. */
type Known = Pick<ReadonlySet<string>, "has">;

/** Those of the image and of the config, which may also take one away. */
function known(image: Known, accounts: readonly Entry[]): Known {
  const own = new Map(accounts.map((account) => [textOf(account.item["name"]) ?? "", exists(account)]));
  return { has: (name) => own.get(name) ?? image.has(name) };
}

function unknown(path: () => Path, value: unknown, known: Known, noun: "user" | "group"): readonly Problem[] {
  const name = textOf(value);
  // A number stands for itself.
  if (name === undefined || name === "" || known.has(name) || /^\d+$/.test(name)) return [];
  return [
    warning(`unknown-${noun}`, path(), `neither the config nor Fedora CoreOS has such a ${noun}`, {
      got: shorten(name),
      fix: `add the ${noun} to passwd.${noun}s, or correct its name`,
    }),
  ];
}
