import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCertificate, type Certificate } from "./certificate";
import { newSshKey, type SshKeyPair } from "./machine/ssh-key";

/** Everything secret of a lab, and the files where its clients find their part. */
export interface Credentials {
  readonly certificate: Certificate;
  readonly caFile: string;

  /** The UUID of the API token. */
  readonly tokenSecret: string;
  readonly apiTokenFile: string;
  readonly sealSecretFile: string;
  readonly sshIdentityFile: string;
  readonly sshPublicKeyFile: string;

  /** `ssh-ed25519 AAAA… comment`. */
  readonly sshPublicKey: string;
  readonly bastionKey: SshKeyPair;
}

export const tokenUser = "slipway@pve";
export const tokenName = "lab";

/** Makes the credentials of a lab below its folder. A seal secret and an operator's key that are there are kept. */
export function makeCredentials(directory: string, now = new Date()): Credentials {
  const folder = join(directory, "secrets");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const write = (name: string, text: string, mode = 0o600): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode });
    chmodSync(path, mode);
    return path;
  };
  const kept = (name: string, make: () => string): string => {
    const path = join(folder, name);
    return write(name, existsSync(path) ? readFileSync(path, "utf8") : make());
  };
  const certificate = createCertificate(undefined, now);
  const tokenSecret = randomUUID();
  const identity = operatorKey(folder, write);
  return {
    certificate,
    caFile: write("ca.pem", certificate.certificate, 0o644),
    tokenSecret,
    apiTokenFile: write("api-token", `${tokenUser}!${tokenName}=${tokenSecret}\n`),
    sealSecretFile: kept("seal-secret", () => `${randomBytes(32).toString("base64url")}\n`),
    ...identity,
    bastionKey: newSshKey("lab-bastion"),
  };
}

function operatorKey(
  folder: string,
  write: (name: string, text: string, mode?: number) => string,
): Pick<Credentials, "sshIdentityFile" | "sshPublicKeyFile" | "sshPublicKey"> {
  const privateFile = join(folder, "id_ed25519");
  const publicFile = join(folder, "id_ed25519.pub");
  if (!existsSync(privateFile) || !existsSync(publicFile)) {
    const key = newSshKey("slipway-lab");
    write("id_ed25519", key.privateKey);
    write("id_ed25519.pub", `${key.publicKey}\n`, 0o644);
  }
  const sshPublicKey = readFileSync(publicFile, "utf8").trim();
  return { sshIdentityFile: privateFile, sshPublicKeyFile: publicFile, sshPublicKey };
}
