import { createHash } from "node:crypto";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { failure } from "../framework/values";
import { HOST_KEY_ALGORITHMS } from "./algorithms";
import { connectionFailure } from "./failures";
import { type Endpoint, labelOf } from "./server-config";

/** The keys that a server may have, in binary. */
export function pinnedKeys(server: Endpoint): readonly Buffer[] {
  return server.hostKeys.map((line) => {
    if (!isHostKey(line)) {
      throw failure(
        `Unable to connect to "${labelOf(server)}"`,
        `"${line.slice(0, 40)}" in host_keys is no public host key. Each is written as in /etc/ssh/ssh_host_ed25519_key.pub: ssh-ed25519 AAAA…`,
      );
    }
    return Buffer.from(line.trim().split(/\s+/)[1] ?? "", "base64");
  });
}

/** Whether a line is a public key: its type, and binary data that begins with that type. */
export function isHostKey(line: string): boolean {
  const [type = "", data = ""] = line.trim().split(/\s+/);
  const blob = Buffer.from(data, "base64");
  return type !== "" && blob.length > 4 && blob.subarray(4, 4 + blob.readUInt32BE(0)).toString("latin1") === type;
}

/** What to ask of a server: a key of a pinned type if it has one, else any, so that a refusal can name it. */
export function hostKeyAlgorithms(server: Endpoint): ServerHostKeyAlgorithm[] {
  const types = server.hostKeys.map((line) => line.trim().split(/\s+/)[0] ?? "");
  const isPinned = (name: string): boolean => types.includes(name.startsWith("rsa-") ? "ssh-rsa" : name);
  return [...HOST_KEY_ALGORITHMS.filter(isPinned), ...HOST_KEY_ALGORITHMS.filter((name) => !isPinned(name))];
}

/** As `ssh-keygen -l` shows it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

export function wrongHostKey(server: Endpoint, offered: Buffer, pinned: readonly Buffer[]) {
  return connectionFailure(
    server,
    [
      `The server's host key is not one that was pinned; nothing was sent to it.`,
      `  got:     ${fingerprintOf(offered)}`,
      `  allowed: ${pinned.map(fingerprintOf).join(", ") || "none"}`,
      `If the key was changed on purpose, put the new one into host_keys and run \`tofu apply -refresh=false\` once. If not, somebody may be in between.`,
    ].join("\n"),
  );
}
