import type { Codes } from "../values/code";

/** Codes of units; where a rule is one of quadlets too, it has the same name there, with `quadlet/` before it. */
const UNITS = {
  "unit/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "quadlet/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "unit/invalid-name": { meaning: "this is not the name of a unit", fix: "give one such as `web.container`" },
  "unit/invalid-type": { meaning: "not a text, or no section", fix: "give a text, or the section" },
  "unit/invalid-value": {
    meaning: "the value does not fit the directive",
    fix: "correct it",
    stricter:
      "a name of an image without a registry depends on the machine, and blanks, quotes and commas would be read as more than one value somewhere on the way to the program",
  },
  "unit/invalid-command": {
    meaning: "the first word is not the absolute path of a program",
    fix: "name the program by its path",
    stricter: "systemd looks for a program by its name alone in folders that depend on the machine",
  },
  "unit/unsafe-value": {
    meaning: "a control character would end the line or the file, or makes systemd drop the line",
    fix: "remove it",
    stricter: "the generator and systemd read the file on as something else, mostly without a word",
  },
  "unit/unknown-section": {
    meaning: "a unit of this kind has no such section",
    fix: "remove it, or correct its name",
    stricter: "systemd and the generator pass over some sections that they do not know",
  },
  "unit/unknown-directive": {
    meaning: "the section has no such directive",
    fix: "write the one that it proposes",
    stricter:
      "the generator overwrites what it sets itself, such as a pod's `Restart`, and warns of a user of the service; systemd warns and goes on",
  },
  "unit/missing-directive": {
    meaning: "the section needs a directive",
    fix: "set it",
    stricter: "systemd takes a mount without `Where`, which its manual calls mandatory, and goes by the name",
  },
  "unit/wrong-reference": {
    meaning: "what stands here is not the object that describes a unit, or one of the wrong kind",
    fix: "give a unit of a kind that it names",
  },
  "unit/strange-line": {
    meaning: "a line of a unit file is neither a section, a directive nor a comment",
    fix: "correct or remove it",
  },
  "unit/no-source": {
    meaning: "a mount needs a source, or has options without one",
    fix: "set `source`, or give the volume or image",
    stricter: "the generator crashes, or drops the options",
  },
  "unit/two-sources": { meaning: "one mount has a path and a quadlet as its source", fix: "keep one of them" },
  "unit/mount-name": {
    meaning: "a mount unit must be named after the place that it mounts",
    fix: "take the name that it proposes",
  },
  "unit/mount-cycle": {
    meaning: "a mount needs file systems that are mounted only after it",
    fix: "leave the directive out, or set `DefaultDependencies` to false",
    stricter: "systemd finds the cycle at boot and leaves out whatever it likes",
  },
  "unit/exec-start": {
    meaning: "a service runs exactly one command, unless it is a oneshot",
    fix: "set `Type` to `oneshot`, or move the others",
  },
  "unit/oneshot-restart": {
    meaning: "what runs once cannot be started again after it succeeded",
    fix: "set `Restart` to `on-failure`",
  },
  "unit/oneshot-exit-type": { meaning: "what runs once ends with its main process", fix: "leave `ExitType` out" },
  "unit/no-bus-name": { meaning: "a service of type dbus has no name there", fix: "set `BusName`" },
  "unit/pam-kill-mode": {
    meaning: "a PAM session needs all its processes ended",
    fix: "set `KillMode` to `control-group` or `mixed`",
  },
  "unit/no-listener": { meaning: "a socket listens to nothing", fix: "set `ListenStream` or another" },
  "unit/not-accepting": {
    meaning: "a socket that accepts connections listens to something that has none",
    fix: "set `Accept` to false",
  },
  "unit/accepting-service": {
    meaning: "a socket that accepts connections starts the template of its own name",
    fix: "leave `Service` out",
  },
  "unit/no-connections": { meaning: "a socket never accepts a connection", fix: "raise `MaxConnections`" },
  "unit/symlinks": { meaning: "links lead to exactly one path that a socket listens to", fix: "leave `Symlinks` out" },
  "unit/no-time": { meaning: "a timer never ends", fix: "set `OnCalendar` or another" },
  "unit/no-path": { meaning: "a path unit watches nothing", fix: "set `PathExists` or another" },
  "unit/no-effect": {
    meaning: "a directive has no effect without another, or beside it",
    fix: "set the other, or leave it out",
  },
  "unit/*": { meaning: "a unit or quadlet has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;

const QUADLETS = {
  "quadlet/missing-directive": {
    meaning: "a container has neither an image nor a root file system",
    fix: "set `Image`",
  },
  "quadlet/image-and-rootfs": { meaning: "`Image` and `Rootfs` exclude each other", fix: "keep one of them" },
  "quadlet/duplicate-mount": {
    meaning: "one place of the container is mounted twice",
    fix: "give one of them another target",
    stricter: "podman finds it when the container starts",
  },
  "quadlet/group-without-user": { meaning: "a container has a `Group` only beside a `User`", fix: "set `User` too" },
  "quadlet/two-reloads": { meaning: "`ReloadCmd` and `ReloadSignal` exclude each other", fix: "keep one of them" },
  "quadlet/two-mappings": {
    meaning: "users are mapped in the older way and in another",
    fix: "leave the keys out that begin with `Remap`",
  },
  "quadlet/no-remap": {
    meaning: "a key of the older way to map users does not go with `RemapUsers`",
    fix: "use `UIDMap`, `GIDMap` and `UserNS`",
  },
  "quadlet/set-by-pod": {
    meaning: "a container in a pod has what only the pod can have",
    fix: "set it in the pod",
    stricter: "podman refuses to start such a container",
  },
  "quadlet/no-pod": { meaning: "`StartWithPod` of a container that is in no pod", fix: "set `Pod`", warning: true },
  "quadlet/unknown-container-name": {
    meaning: "a network is shared with a container whose name has specifiers",
    fix: "give that container a `ContainerName`",
  },
  "quadlet/no-health-command": {
    meaning: "how health is checked is said, but not what is run; only an image that brings it makes sense of that",
    fix: "set `HealthCmd`, or `HealthStartupCmd`",
    warning: true,
  },
  "quadlet/no-build-context": {
    meaning: "nothing says what is to be built",
    fix: "set `SetWorkingDirectory` to the folder of the Containerfile",
  },
  "quadlet/no-device": {
    meaning: "a volume says how a device is mounted, but not which",
    fix: "set `Device`, or leave the rest out",
  },
  "quadlet/no-volume-image": { meaning: "a volume of an image names none", fix: "set `Image`" },
  "quadlet/image-of-other-driver": {
    meaning: "a volume has an image, but not the driver that looks at it",
    fix: "set `Driver` to `image`",
    warning: true,
  },
  "quadlet/no-subnet": { meaning: "a gateway or range has no subnet", fix: "set a `Subnet` for each" },
} as const satisfies Codes;

/** Every code that this module reports. */
export const CODES = { ...UNITS, ...QUADLETS } as const satisfies Codes;
