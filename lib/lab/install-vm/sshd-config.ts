import { parentPath, permits } from "../machine/file-tree";
import type { FileView } from "../machine/file-view";

/** sshd refuses to start; the message is what it writes. */
export class SshdError extends Error {}

export interface SshdConfig {
  readonly port: number;

  /** Private keys, as their files hold them. */
  readonly hostKeys: readonly string[];

  /** Empty: everybody. */
  readonly allowUsers: readonly string[];
  readonly authorizedKeysFile: string;
  readonly chrootDirectory: string;
  readonly publicKeys: boolean;

  /** Only SFTP, whatever a client asks to run. */
  readonly sftpOnly: boolean;
  readonly sftp: boolean;

  /** Permissions that new files never get. */
  readonly umask: number;
  readonly forwarding: boolean;
}

const keywords = new Set(
  `acceptenv addressfamily allowagentforwarding allowgroups allowstreamlocalforwarding allowtcpforwarding allowusers
   authenticationmethods authorizedkeyscommand authorizedkeyscommanduser authorizedkeysfile banner casignaturealgorithms
   chrootdirectory ciphers clientalivecountmax clientaliveinterval compression denygroups denyusers disableforwarding
   exposeauthinfo fingerprinthash forcecommand gatewayports gssapiauthentication hostbasedauthentication hostkey
   hostkeyalgorithms ignorerhosts ignoreuserknownhosts include ipqos kbdinteractiveauthentication kexalgorithms
   listenaddress logingracetime loglevel logverbose macs match maxauthtries maxsessions maxstartups modulifile
   passwordauthentication permitemptypasswords permitlisten permitopen permitrootlogin permittty permittunnel
   permituserenvironment permituserrc persourcemaxstartups pidfile port printlastlog printmotd pubkeyacceptedalgorithms
   pubkeyauthentication pubkeyauthoptions rekeylimit requiredrsasize setenv streamlocalbindmask strictmodes subsystem
   syslogfacility tcpkeepalive trustedusercakeys usedns usepam versionaddendum x11displayoffset x11forwarding
   x11uselocalhost`.split(/\s+/),
);

/** Reads sshd's configuration, and the files that it names, as sshd does when it starts. @throws SshdError */
export function readSshdConfig(view: FileView, file: string): SshdConfig {
  const text = view.text(file);
  if (text === undefined) throw new SshdError(`${file}: No such file or directory`);
  const settings = new Map<string, string[]>();
  text.split("\n").forEach((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return;
    const [, keyword = "", value = ""] = /^(\S+?)(?:\s*=\s*|\s+|$)(.*)$/.exec(line) ?? [];
    const key = keyword.toLowerCase();
    const where = `${file} line ${index + 1}`;
    if (!keywords.has(key)) throw new SshdError(`${where}: Bad configuration option: ${keyword}`);
    if (key === "match") throw new SshdError(`${where}: Match blocks are more than this sshd knows`);
    if (value === "") throw new SshdError(`${where}: missing argument`);
    settings.set(key, [...(settings.get(key) ?? []), value]);
  });
  // The first value of a keyword counts.
  const first = (key: string, otherwise: string): string => settings.get(key)?.[0] ?? otherwise;
  const yes = (key: string, otherwise: boolean): boolean => /^yes$/i.test(first(key, otherwise ? "yes" : "no"));
  const forced = first("forcecommand", "");
  const chroot = first("chrootdirectory", "none");
  if (chroot !== "none") checkChroot(view, chroot);
  return {
    port: Number(first("port", "22")),
    hostKeys: readHostKeys(view, settings.get("hostkey") ?? ["/etc/ssh/ssh_host_ed25519_key"]),
    allowUsers: (settings.get("allowusers") ?? []).flatMap((value) => value.split(/\s+/)),
    authorizedKeysFile: first("authorizedkeysfile", ".ssh/authorized_keys").split(/\s+/)[0] ?? "",
    chrootDirectory: chroot === "none" ? "/" : chroot,
    publicKeys: yes("pubkeyauthentication", true),
    sftpOnly: /^internal-sftp\b/.test(forced),
    sftp: /^internal-sftp\b/.test(forced) || /^sftp\s/.test(first("subsystem", "")),
    umask: Number.parseInt(/-u\s+0?([0-7]+)/.exec(forced)?.[1] ?? "22", 8),
    forwarding: !yes("disableforwarding", false) && yes("allowtcpforwarding", true),
  };
}

function readHostKeys(view: FileView, paths: readonly string[]): string[] {
  const keys: string[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const node = view.find(path);
    if (node?.kind !== "file") problems.push(`Unable to load host key: ${path}`);
    else if ((node.mode & 0o077) !== 0) {
      const mode = node.mode.toString(8).padStart(4, "0");
      problems.push(`UNPROTECTED PRIVATE KEY FILE: Permissions ${mode} for '${path}' are too open`);
    } else keys.push(node.data.toString("utf8"));
  }
  if (keys.length > 0) return keys;
  throw new SshdError(`${problems.join("; ")}; sshd: no hostkeys available -- exiting.`);
}

/** Every folder above the chroot must be root's and writable by nobody else. */
function checkChroot(view: FileView, path: string): void {
  for (let here = path; ; here = parentPath(here)) {
    const node = view.find(here);
    if (node?.kind !== "directory") throw new SshdError(`chroot path "${here}": No such file or directory`);
    const others = { uid: 65534, gid: 65534 };
    if (node.owner.uid !== 0 || permits(node, others, 2) || (node.mode & 0o020) !== 0) {
      throw new SshdError(`fatal: bad ownership or modes for chroot directory "${here}"`);
    }
    if (here === "/") return;
  }
}
