import { z } from "zod";
import type { MaybeLate, Text } from "../../values/late";
import { absolutePath, flag, integer, notEmpty, oneLine, scalar, text, unseen } from "../rules";
import { accountField, accountName } from "../name-rules";
import { object, type Extensible } from "./newer";

/** Section `passwd`: users and groups. */
export interface Passwd extends Extensible {
  readonly users?: readonly User[] | undefined;
  readonly groups?: readonly Group[] | undefined;
}

/** A user to be made, or changed where it exists, such as `core`. */
export interface User extends Extensible {
  /** Login name. Unique. */
  readonly name: MaybeLate<string>;

  /** Hash of the password, as crypt(3) writes it. A secret: give it by a variable. */
  readonly passwordHash?: Text | undefined;

  /** Lines of `authorized_keys`. */
  readonly sshAuthorizedKeys?: readonly Text[] | undefined;

  readonly uid?: MaybeLate<number> | undefined;

  /** Full name. */
  readonly gecos?: Text | undefined;

  readonly homeDir?: MaybeLate<string> | undefined;
  readonly noCreateHome?: MaybeLate<boolean> | undefined;
  readonly primaryGroup?: MaybeLate<string> | undefined;

  /** Supplementary groups. */
  readonly groups?: readonly MaybeLate<string>[] | undefined;

  readonly noUserGroup?: MaybeLate<boolean> | undefined;
  readonly noLogInit?: MaybeLate<boolean> | undefined;
  readonly shell?: MaybeLate<string> | undefined;

  /** False removes the user. @default true */
  readonly shouldExist?: MaybeLate<boolean> | undefined;

  /** Whether the user gets a number of the system's range. @default false */
  readonly system?: MaybeLate<boolean> | undefined;
}

/** A group to be made. */
export interface Group extends Extensible {
  /** Unique. */
  readonly name: MaybeLate<string>;

  readonly gid?: MaybeLate<number> | undefined;
  readonly passwordHash?: Text | undefined;

  /** False removes the group. @default true */
  readonly shouldExist?: MaybeLate<boolean> | undefined;

  readonly system?: MaybeLate<boolean> | undefined;
}

/** The largest number that is not taken for "none". */
export const LARGEST_ID = 2 ** 32 - 2;

const id = integer(0, LARGEST_ID);
const name = scalar(accountName);

const user: z.ZodType<User> = object({
  name,
  passwordHash: text(unseen(oneLine), unseen(accountField)).optional(),
  sshAuthorizedKeys: z.array(text(oneLine, notEmpty)).optional(),
  uid: id.optional(),
  gecos: text(oneLine, accountField).optional(),
  homeDir: scalar(absolutePath, accountField).optional(),
  noCreateHome: flag.optional(),
  primaryGroup: name.optional(),
  groups: z.array(name).optional(),
  noUserGroup: flag.optional(),
  noLogInit: flag.optional(),
  shell: scalar(absolutePath, accountField).optional(),
  shouldExist: flag.optional(),
  system: flag.optional(),
});

const group: z.ZodType<Group> = object({
  name,
  gid: id.optional(),
  passwordHash: text(unseen(oneLine), unseen(accountField)).optional(),
  shouldExist: flag.optional(),
  system: flag.optional(),
});

export const passwd: z.ZodType<Passwd> = object({
  users: z.array(user).optional(),
  groups: z.array(group).optional(),
});
