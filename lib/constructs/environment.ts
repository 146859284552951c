import { readFileSync } from "node:fs";
import { z } from "zod";
import { check, refuse } from "../values/check";
import { refuseErrors } from "../values/config-error";
import { defined } from "./defined";
import type { ProxmoxProps } from "./proxmox";
import { LOCK_FILE } from "./release";

export type Environment = Readonly<Record<string, string | undefined>>;

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "not a name");

/** A file that is read at synth. */
const readable = z.string().superRefine((path, context) => {
  try {
    readFileSync(path);
  } catch (error) {
    refuse(context, {
      code: "settings/unreadable",
      what: `the file cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      got: path,
      fix: "correct the path",
    });
  }
});

/** The settings that describe a cluster and the way to it. */
export const proxmoxEnvironment = {
  PROXMOX_VE_ENDPOINT: z.string().optional(),
  PROXMOX_VE_CA_FILE: readable.optional(),
  PROXMOX_VE_FINGERPRINT: z.string().optional(),
  PROXMOX_VE_INSECURE: z.enum(["true", "false", "1", "0"]).optional(),
  SLIPWAY_DRIVER: z.enum(["bpg", "native"]).default("bpg"),
  SLIPWAY_NODES: z
    .string()
    .default("pve")
    .transform((text) => text.split(",").map((node) => node.trim()))
    .pipe(z.array(name).min(1)),
  SLIPWAY_ISO_DATASTORE: name.default("local"),
  SLIPWAY_DISK_DATASTORE: name.default("local-lvm"),
  SLIPWAY_BASTION: z
    .string()
    .regex(/^(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+(?::\d{1,5})?$/, "not user@host:port")
    .optional(),
  SLIPWAY_BASTION_HOST_KEY: z
    .string()
    .regex(
      /^(?:@cert-authority (?:\S+ )?)?[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}(?: .*)?$/,
      "not a public key such as ssh-ed25519 AAAA…, or an authority such as @cert-authority ssh-ed25519 AAAA…",
    )
    .optional(),
  SLIPWAY_IDENTITY_FILE: z.string().optional(),
  SLIPWAY_SSH_PUBLIC_KEY_FILE: readable.optional(),
};

/** The file that pins the release and keeps what guests were given. */
export interface LockFile {
  readonly path: string;
  /** Whether nothing may be added to it, since nobody would commit that. */
  readonly frozen: boolean;
}

/** Where the lock file is: SLIPWAY_RELEASE_FILE, or the one of the folder where the app is run. Under CI it is frozen. */
export function lockFile(environment: Environment = process.env): LockFile {
  const { SLIPWAY_RELEASE_FILE: path, CI: ci = "" } = withoutEmpty(environment);
  return { path: path ?? LOCK_FILE, frozen: !["", "0", "false"].includes(ci.toLowerCase()) };
}

/** Refuses a bastion without its host key, and the reverse. */
export function checkBastion(
  { SLIPWAY_BASTION, SLIPWAY_BASTION_HOST_KEY }: { SLIPWAY_BASTION?: unknown; SLIPWAY_BASTION_HOST_KEY?: unknown },
  context: Parameters<typeof refuse>[0],
): void {
  if ((SLIPWAY_BASTION === undefined) === (SLIPWAY_BASTION_HOST_KEY === undefined)) return;
  const missing = SLIPWAY_BASTION === undefined ? "SLIPWAY_BASTION" : "SLIPWAY_BASTION_HOST_KEY";
  refuse(context, {
    code: "settings/half-a-bastion",
    path: [missing],
    what: "a bastion and its host key are set together",
    fix: `set ${missing}`,
  });
}

const schema = z.object(proxmoxEnvironment).superRefine(checkBastion);

export type ProxmoxEnvironment = z.infer<typeof schema>;

/** @throws ConfigError with every setting that is wrong */
export function parseProxmoxEnvironment(environment: Environment = process.env): ProxmoxProps {
  const set = withoutEmpty(environment);
  refuseErrors(check(schema, set, "settings"), "environment");
  return proxmoxProps(schema.parse(set));
}

export function proxmoxProps(settings: ProxmoxEnvironment): ProxmoxProps {
  const { PROXMOX_VE_CA_FILE: ca, PROXMOX_VE_INSECURE: insecure, SLIPWAY_SSH_PUBLIC_KEY_FILE: key } = settings;
  return defined({
    endpoint: settings.PROXMOX_VE_ENDPOINT,
    caCertificate: ca === undefined ? undefined : readFileSync(ca, "utf8"),
    // Slipway's provider reads it by itself. Whoever has set it for that one may make the VMs by bpg/proxmox, which knows none.
    fingerprint: settings.SLIPWAY_DRIVER === "native" ? settings.PROXMOX_VE_FINGERPRINT : undefined,
    insecure: insecure === "true" || insecure === "1" ? true : undefined,
    driver: settings.SLIPWAY_DRIVER,
    nodes: settings.SLIPWAY_NODES,
    isoDatastore: settings.SLIPWAY_ISO_DATASTORE,
    diskDatastore: settings.SLIPWAY_DISK_DATASTORE,
    bastion: bastionOf(settings),
    identityFile: settings.SLIPWAY_IDENTITY_FILE,
    sshPublicKeys: key === undefined ? undefined : publicKeysOf(readFileSync(key, "utf8")),
  });
}

/** The keys of a file such as `id_ed25519.pub` or `authorized_keys`: one a line, without empty lines and comments. */
function publicKeysOf(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

/** A variable that is set to nothing counts as not set. */
export function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
}

function bastionOf(settings: ProxmoxEnvironment): ProxmoxProps["bastion"] {
  const { SLIPWAY_BASTION: text, SLIPWAY_BASTION_HOST_KEY: hostKey } = settings;
  if (text === undefined || hostKey === undefined) return undefined;
  const [, user, host = "", port] = /^(?:(.+)@)?([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  return defined({ host, user, port: port === undefined ? undefined : Number(port), hostKeys: [hostKey] });
}
