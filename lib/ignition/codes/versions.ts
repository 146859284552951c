import type { Codes } from "../../values/code";

/** Codes about versions of the spec, and about JSON that is read. */
export const VERSION_CODES = {
  "ignition/newer-than-version": {
    meaning: "the config uses what came later than the version that it names",
    fix: "leave `ignition.version` out, or write the version that it names",
    stricter: "Ignition ignores keys that it does not know and clears special bits, so the machine would lack them",
  },
  "ignition/newer-version": {
    meaning: "keys of a newer spec stand in a config of a known one, or the newer version is none",
    fix: 'write `ignition: { newer: { version: "3.7.0" } }`',
    stricter: "Ignition ignores keys that it does not know",
  },
  "ignition/lost-in-version": {
    meaning: "Ignition 2.20 and later drop the advertisement of a Tang server from a config of 3.4.0",
    fix: "write version 3.5.0, or none",
    warning: true,
  },
  "ignition/invalid-json": {
    meaning: "the text is no JSON, or no UTF-8",
    fix: "correct it at the place that it names",
  },
  "ignition/too-large": {
    meaning: "the text is larger than 64 MiB",
    fix: "let the machine fetch large files",
    stricter: "Ignition has no limit, but platforms have",
  },
  "ignition/unsupported-version": {
    meaning: "the config names no version of the spec that can be read",
    fix: "write one from 3.0.0 on; translate older configs by ign-converter",
  },
  "ignition/duplicate-json-key": {
    meaning: "an object has a key twice",
    fix: "keep one of them",
    stricter: "Ignition takes a mixture of both",
  },
  "ignition/key-case": {
    meaning: "a key is written in another case; Ignition reads it and reports it as unused",
    fix: "write it as the spec does",
    warning: true,
  },
  "ignition/unused-key": {
    meaning: "the config's own version has no such key; Ignition ignores it, so it is left out",
    fix: "remove or correct it, or name the version that has it",
    warning: true,
  },
  "ignition/unknown-key": {
    meaning: "a key or value of a spec newer than 3.6.0 is kept as it stands, unchecked",
    fix: "nothing, if Ignition on the machine is new enough",
    warning: true,
  },
  "ignition/special-mode": {
    meaning: "the config is read in a version before 3.6.0, in which setuid, setgid and sticky bits are cleared",
    fix: "leave them out, or write version 3.6.0",
    warning: true,
  },
  "ignition/packed-contents": {
    meaning: "content that is said to be packed cannot be unpacked",
    fix: "pack it anew, or give it as it is",
    stricter: "Ignition finds out on the machine",
  },
  "ignition/wrong-hash": {
    meaning: "the content of a `data:` URL has another hash than the one beside it",
    fix: "leave the hash out: it verifies nothing that the config does not say itself",
    stricter: "Ignition finds out on the machine",
  },
} as const satisfies Codes;
