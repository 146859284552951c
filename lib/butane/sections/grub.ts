import { z } from "zod";
import { late, lateText, type MaybeLate, type Text } from "../../values/late";

/** Section `grub`: the boot loader's configuration. */
export interface Grub {
  /** Who may change boot entries; without any, everybody may. */
  readonly users?: readonly GrubUser[] | undefined;
}

/** A superuser of GRUB. */
export interface GrubUser {
  /** Letters, digits and `_.@+-`. Unique. */
  readonly name: MaybeLate<string>;

  /** As `grub2-mkpasswd-pbkdf2` writes it. A secret: give it by a variable. */
  readonly passwordHash: Text;
}

export const grub: z.ZodType<Grub> = z.strictObject({
  users: z
    .array(z.strictObject({ name: late(z.string()).optional(), passwordHash: lateText().optional() }))
    .optional() as unknown as z.ZodType<Grub["users"]>,
});
