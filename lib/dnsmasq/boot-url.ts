import { z } from "zod";
import { refuse, shorten } from "../values/check";
import { isLate, type Text } from "../values/late";
import { LONGEST_BOOT_FILE } from "./plain";

const PIECE = /^[A-Za-z0-9.:/_~%?&=+-]*$/;
const HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?";
const URL_FORM = new RegExp(`^https?://${HOST}(?::[1-9]\\d{0,4})?/[A-Za-z0-9.:/_~%?&=+-]+$`);

/**
 * A URL that firmware or iPXE loads something from.
 *
 * It goes into a field of 128 bytes, so that a longer one would arrive cut off. Pieces that come late are checked
 * together with the rest once they are known.
 */
export const bootUrl: z.ZodType<Text> = z.custom<Text>().superRefine((value, context) => {
  const pieces: readonly unknown[] = Array.isArray(value) ? value : [value];
  const known = pieces.filter((piece) => !isLate(piece));
  const texts = known.filter((piece) => typeof piece === "string");
  const joined = texts.join("");
  const complete = known.length === pieces.length;
  const sound =
    pieces.length > 0 &&
    texts.length === known.length &&
    texts.every((text) => PIECE.test(text)) &&
    joined.length <= LONGEST_BOOT_FILE &&
    (!complete || URL_FORM.test(joined));
  if (sound) return;
  refuse(context, {
    code: "dnsmasq/not-a-boot-url",
    what: "nothing can be booted from this URL",
    got: texts.length === known.length ? shorten(joined) : "something else than text",
    allowed: `http:// or https://, a host, perhaps a port, and a path of letters, digits and \`.:/_~%?&=+-\`; up to ${LONGEST_BOOT_FILE} characters`,
    fix: "write it as http://10.20.0.2/boot.ipxe",
  });
});
