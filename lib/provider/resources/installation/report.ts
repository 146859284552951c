import { createHash } from "node:crypto";
import { z } from "zod";
import { check } from "../../../values/check";
import type { SftpSession } from "../../sftp/session";
import { type Guest, reportsFolder } from "./guest";

/** What a guest said of itself after it had booted its own system. */
export interface Report {
  readonly release: string;
  readonly bootId: string;

  /** Each as `ssh-ed25519 AAAA…`, without a comment. */
  readonly sshHostKeys: readonly string[];
}

/** Set by the server; a guest cannot send more. */
const LARGEST_REPORT = 16 * 1024;
const MOST_REPORTS = 1000;

/** A UUID as Linux writes it. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BOOT_ID = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;
const KEY_TYPES = ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"];

const schema = z.object({
  release: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.~+_-]{0,63}$/),
  boot_id: z.string().regex(BOOT_ID),
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  machine: z.string().regex(UUID),
  ssh_host_keys: z.array(z.string().max(2048).refine(isPublicKey, "not a public SSH key")).min(1).max(8),
});

/** A report that must not be believed. */
export class ReportError extends Error {}

/** The report of the guest's newest boot; undefined if it has not reported. */
export async function newestReport(session: SftpSession, guest: Guest): Promise<Report | undefined> {
  const folder = reportsFolder(guest);
  const files = (await session.list(folder)).filter(({ name, stat }) => stat.kind === "file" && BOOT_ID.test(name));
  if (files.length > MOST_REPORTS) throw new ReportError(`${folder} holds ${files.length} reports`);
  const newest = [...files].sort((a, b) => (b.stat.mtime ?? 0) - (a.stat.mtime ?? 0) || (a.name < b.name ? -1 : 1))[0];
  if (newest === undefined) return undefined;
  const content = await session.read(`${folder}/${newest.name}`, LARGEST_REPORT);
  return content === undefined ? undefined : parseReport(content, { ...guest, bootId: newest.name });
}

/**
 * Reads a report. It comes from the guest, over a network that is trusted only as far as Proxmox's filters make it:
 * nothing in it is taken over unchecked.
 *
 * @throws ReportError that says what is wrong, and quotes nothing
 */
export function parseReport(
  content: Buffer,
  expected: Pick<Guest, "nonce" | "machine"> & { readonly bootId: string },
): Report {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch {
    throw new ReportError("it is not JSON");
  }
  const problems = check(schema, json, "report");
  if (problems.length > 0) {
    throw new ReportError(problems.map(({ path, what }) => `${path.join(".") || "it"}: ${what}`).join("; "));
  }
  const report = schema.parse(json);
  if (report.nonce !== expected.nonce) throw new ReportError("its nonce is not that of the guest's config");
  if (report.machine !== expected.machine) throw new ReportError("its machine is not the guest's VM");
  if (report.boot_id !== expected.bootId) throw new ReportError("its boot_id is not the name of its file");
  return {
    release: report.release,
    bootId: report.boot_id,
    sshHostKeys: report.ssh_host_keys.map((key) => key.trim().split(/\s+/).slice(0, 2).join(" ")),
  };
}

function isPublicKey(line: string): boolean {
  if (/[^\x20-\x7e]/.test(line)) return false;
  const [type = "", data = ""] = line.trim().split(/\s+/);
  if (!KEY_TYPES.includes(type) || !/^[A-Za-z0-9+/]{32,2000}={0,2}$/.test(data)) return false;
  const blob = Buffer.from(data, "base64");
  const nameLength = blob.readUInt32BE(0);
  if (blob.toString("latin1", 4, 4 + nameLength) !== type) return false;
  return type !== "ssh-ed25519" || blob.length === 51;
}

/** `SHA256:…` of the Ed25519 key, as `ssh-keygen -l` shows it; null if there is none. */
export function ed25519Fingerprint({ sshHostKeys }: Report): string | null {
  const data = sshHostKeys.find((key) => key.startsWith("ssh-ed25519 "))?.split(" ")[1];
  if (data === undefined) return null;
  return `SHA256:${createHash("sha256").update(Buffer.from(data, "base64")).digest("base64").replace(/=+$/, "")}`;
}
