import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "unit/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "quadlet/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "unit/invalid-name": { meaning: "this is not the name of a unit", fix: "give one such as `web.container`" },
  "unit/invalid-type": { meaning: "not a text", fix: "give a text" },
  "unit/invalid-value": { meaning: "the value does not fit the directive", fix: "correct it" },
  "unit/invalid-command": {
    meaning: "the first word is not the absolute path of a program",
    fix: "name the program by its path",
  },
  "unit/unsafe-value": { meaning: "a control character would end the line or the file", fix: "remove it" },
  "unit/unknown-section": { meaning: "a unit of this kind has no such section", fix: "remove it, or correct its name" },
  "unit/unknown-directive": { meaning: "the section has no such directive", fix: "write the one that it proposes" },
  "unit/missing-directive": { meaning: "the section needs a directive", fix: "set it" },
  "unit/mount-name": {
    meaning: "a mount unit must be named after the place that it mounts",
    fix: "take the name that it proposes",
  },
  "unit/exec-start": {
    meaning: "a service runs exactly one command, unless it is a oneshot",
    fix: "set `Type` to `oneshot`, or move the others",
  },
  "quadlet/duplicate-mount": {
    meaning: "one place of the container is mounted twice",
    fix: "give one of them another target",
  },
  "quadlet/group-without-user": { meaning: "a container has a `Group` only beside a `User`", fix: "set `User` too" },
  "quadlet/no-build-context": {
    meaning: "nothing says what is to be built",
    fix: "set `SetWorkingDirectory` to the folder of the Containerfile",
  },
  "quadlet/no-device": {
    meaning: "a volume says how a device is mounted, but not which",
    fix: "set `Device`, or leave the rest out",
  },
  "quadlet/two-reloads": { meaning: "`ReloadCmd` and `ReloadSignal` exclude each other", fix: "keep one of them" },
  "unit/*": { meaning: "a unit or quadlet has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
