import { z } from "zod";
import { refuse, shorten } from "./check";

/** An IPv4 address, such as `10.20.0.12`; no leading zeros, which some programs read as octal. */
export const ipv4Schema = z.string().superRefine((address, context) => {
  const parts = address.split(".");
  const sound = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  if (sound) return;
  refuse(context, {
    code: "ipv4/not-an-address",
    what: "this is not an IPv4 address",
    got: shorten(address),
    allowed: "four numbers from 0 to 255 with dots between",
    fix: "write it as 10.20.0.12",
  });
});
