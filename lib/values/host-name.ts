import { z } from "zod";
import { refuse, shorten } from "./check";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Name of a machine within its domain: one DNS label in lower case. */
export const hostNameSchema = z.string().superRefine((name, context) => {
  if (LABEL.test(name)) return;
  refuse(context, {
    code: "host-name/not-a-label",
    what: "this is not a host name",
    got: shorten(name),
    allowed: "1 to 63 lower-case letters, digits and dashes, with no dash first or last",
    fix: "write it as web-1",
  });
});

/** A domain, such as `example.org`. */
export const domainNameSchema = z.string().superRefine((name, context) => {
  if (name.length <= 253 && name.split(".").every((label) => LABEL.test(label))) return;
  refuse(context, {
    code: "host-name/not-a-domain",
    what: "this is not a domain name",
    got: shorten(name),
    allowed: "host names with dots between, up to 253 characters",
    fix: "write it as example.org",
  });
});
