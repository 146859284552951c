import { z } from "zod";
import { hostNameSchema } from "../../values/host-name";
import { ipv4Schema } from "../../values/ipv4";
import { late } from "../../values/late";
import { macAddressSchema } from "../../values/mac-address";
import { refuse, shorten } from "../../values/check";
import { path, plain } from "../plain";

/** Where the guests' files are, in either of the two forms that {@link extensionSchema} is written in. */
export const guestsSchema = z.discriminatedUnion("form", [
  /** Two files a guest, in folders that dnsmasq watches: a new guest is known at once. */
  z.strictObject({ form: z.literal("directories"), hosts: late(path), options: late(path) }).readonly(),
  /** One `.conf` a guest, which dnsmasq reads when it starts, and only then. */
  z.strictObject({ form: z.literal("files"), directory: late(path) }).readonly(),
]);

/** A host name that dnsmasq does not take for something else in the line where it stands. */
const guestName = hostNameSchema.superRefine((name, context) => {
  if (!/^(?:\d+[smhdw]?|infinite|ignore)$/.test(name)) return;
  refuse(context, {
    code: "dnsmasq/host-name-is-keyword",
    what: "dnsmasq would take this name for a lease time, or ignore the machine",
    got: shorten(name),
    allowed: "a name that is neither a number, perhaps with one of `smhdw`, nor `infinite` nor `ignore`",
    fix: "give it a name with a letter before the digits, such as web-1",
  });
});

const identity = { mac: late(macAddressSchema), address: late(ipv4Schema), hostname: late(guestName) };

/** A machine that has an address of its own, written in the base config itself. */
export const reservationSchema = z.strictObject(identity).readonly();

export type Reservation = z.infer<typeof reservationSchema>;

/** What dnsmasq has to know about one guest. */
export const extensionSchema = z
  .strictObject({
    ...identity,
    /** Name of the guest's Ignition file, such as `102.ign`. */
    ignitionFile: late(
      plain(/^[A-Za-z0-9][A-Za-z0-9_-]{0,42}\.ign$/, "a file name that ends in `.ign`, up to 47 characters"),
    ),
    /** Disk to install on, such as `/dev/disk/by-path/pci-0000:00:0a.0`. */
    installDisk: late(
      plain(
        /^\/dev\/[A-Za-z0-9._:@+/-]{1,195}$/,
        "a path below /dev of letters, digits and `._:@+-`, up to 200 characters",
      ),
    ),
  })
  .readonly();

export type GuestExtension = z.infer<typeof extensionSchema>;
