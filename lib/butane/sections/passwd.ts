import { z } from "zod";
import type { Passwd, User } from "../../ignition/schema";

/** Section `passwd`, with Butane's additions. */
export interface SugaredPasswd extends Omit<Passwd, "users"> {
  readonly users?: readonly SugaredUser[] | undefined;
}

export interface SugaredUser extends User {
  /** Files of the files directory with one key a line, taken after `sshAuthorizedKeys`. */
  readonly sshAuthorizedKeysLocal?: readonly string[] | undefined;
}

export const sugaredPasswd = z.looseObject({
  users: z
    .array(
      z.looseObject({
        sshAuthorizedKeys: z.array(z.unknown()).optional(),
        sshAuthorizedKeysLocal: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});
