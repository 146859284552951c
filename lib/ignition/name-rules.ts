import { shorten } from "../values/check";
import { notEmpty, oneLine, type Rule } from "./rules";

/** A text that a pattern describes as a whole. */
function shape(pattern: RegExp, what: string, code: string, allowed: string, fix: string): Rule {
  return (value) =>
    oneLine(value) ??
    (pattern.test(value) ? undefined : { code: `ignition/${code}`, what, got: shorten(value), allowed, fix });
}

/** Name of a user or group, as useradd takes it. */
export const accountName = shape(
  /^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,30}\$?$/,
  "this is no name of a user or group",
  "account-name",
  "letters, digits and _.- (at most 32, no leading hyphen)",
  "take another name",
);

/** A field of `/etc/passwd`. */
export const accountField = shape(
  /^[^:]*$/,
  "a colon would end the field of /etc/passwd",
  "account-field",
  "text without a colon",
  "leave the colon out",
);

/** The unit types that Ignition writes. */
const UNIT_SUFFIXES = [
  ...["service", "socket", "device", "mount", "automount", "swap", "target", "path", "timer", "snapshot", "slice"],
  "scope",
];

const UNIT_NAME = new RegExp(`^(?=.{1,255}$)[A-Za-z0-9:_.\\\\@-]+\\.(?:${UNIT_SUFFIXES.join("|")})$`);

const unitShape = (fix: string): Rule =>
  shape(
    UNIT_NAME,
    "this is no name of a systemd unit",
    "unit-name",
    `letters, digits and :_.\\@- before one of ${UNIT_SUFFIXES.map((suffix) => `.${suffix}`).join(" ")}`,
    fix,
  );
const anyUnit = unitShape("correct the name");
const quadlet = unitShape("write a quadlet as a file below /etc/containers/systemd");

/** Name of a unit that systemd loads by itself. */
export const unitName: Rule = (value) =>
  (/\.(?:container|volume|network|image|build|pod|kube)$/.test(value) ? quadlet : anyUnit)(value);

export const dropinName = shape(
  /^[^/]+\.conf$/,
  "this is no name of a drop-in",
  "dropin-name",
  "a file name that ends in .conf",
  "append .conf",
);

/** Label of a GPT partition. */
export const partitionLabel: Rule = (value) =>
  notEmpty(value) ??
  oneLine(value) ??
  (Buffer.byteLength(value) <= 36 && !value.includes(":")
    ? undefined
    : {
        code: "ignition/partition-label",
        what: value.includes(":") ? "sgdisk takes no colon in a label" : "the label is too long",
        got: shorten(value),
        allowed: "at most 36 bytes, no colon",
        fix: "take another label",
      });

export const guid = shape(
  /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  "this is no GUID",
  "guid",
  "8-4-4-4-12 hex digits",
  "correct the GUID",
);

/**
 * Name of an encrypted volume.
 *
 * Ignition refuses slashes only. The name is the first word of a line of `/etc/crypttab`, an argument of cryptsetup and
 * a file name below `/dev/mapper`, so the rest of this comes to light on the machine.
 */
export const volumeName: Rule = (value) =>
  notEmpty(value) ??
  shape(
    /^(?!\.{1,2}$)[A-Za-z0-9_.+=:@][A-Za-z0-9_.+=:@-]{0,126}$/,
    value.includes("/") ? "a volume's name cannot hold a slash" : "this is no name of an encrypted volume",
    "volume-name",
    "letters, digits and _.+=:@- (at most 127, no leading hyphen)",
    "take another name",
  )(value);

/** Name of an array, as mdadm takes it: with or without the folder in which it is found. */
export const arrayName: Rule = (value) =>
  notEmpty(value) ??
  shape(
    /^(?:\/dev\/(?:md\/)?)?(?!\.{1,2}$)[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}$/,
    "this is no name of a RAID array",
    "array-name",
    "letters, digits and _.- (at most 32, no leading hyphen)",
    "take another name",
  )(value);

/** Bytes that the header of an encrypted volume has for its label, the final NUL left out. */
const LONGEST_VOLUME_LABEL = 47;

/** Label of an encrypted volume. */
export const volumeLabel: Rule = (value) =>
  notEmpty(value) ??
  oneLine(value) ??
  (Buffer.byteLength(value) <= LONGEST_VOLUME_LABEL
    ? undefined
    : {
        code: "ignition/label-too-long",
        what: "the label is too long for an encrypted volume",
        got: shorten(value),
        allowed: `at most ${LONGEST_VOLUME_LABEL} bytes`,
        fix: "take a shorter label",
      });
