/**
 * What is on a machine of Fedora CoreOS before Ignition runs. Rules that lean on it warn only: another image may have
 * more, or less.
 *
 * Accounts are those of `manifests/passwd` and `manifests/group` of the repository coreos/fedora-coreos-config, those
 * that packages of the image add by sysusers.d, and `core`, which the image's own config makes.
 */
export const IMAGE_USERS: ReadonlySet<string> = new Set([
  ...["root", "core", "bin", "daemon", "adm", "lp", "sync", "shutdown", "halt", "mail", "operator", "games", "ftp"],
  ...["nobody", "dbus", "polkitd", "etcd", "tss", "avahi-autoipd", "rpc", "sssd", "dockerroot", "rpcuser"],
  ...["nfsnobody", "kube", "sshd", "chrony", "tcpdump", "ceph", "cockpit-ws", "clevis", "zincati"],
  ...["systemd-timesync", "systemd-network", "systemd-resolve", "systemd-coredump", "systemd-oom", "dnsmasq"],
]);

/** See {@link IMAGE_USERS}. */
export const IMAGE_GROUPS: ReadonlySet<string> = new Set([
  ...["root", "core", "bin", "daemon", "sys", "adm", "tty", "disk", "lp", "mem", "kmem", "wheel", "cdrom", "mail"],
  ...["man", "sudo", "dialout", "floppy", "games", "tape", "video", "ftp", "lock", "audio", "nobody", "users"],
  ...["ssh_keys", "systemd-journal", "polkitd", "etcd", "dip", "cgred", "avahi-autoipd", "sssd", "dockerroot"],
  ...["docker", "rpc", "rpcuser", "nfsnobody", "kube", "chrony", "tcpdump", "ceph", "input", "render", "kvm", "sgx"],
  ...["utmp", "utempter", "dbus", "tss", "sshd", "systemd-timesync", "systemd-network", "systemd-resolve"],
  ...["systemd-coredump", "systemd-oom", "cockpit-ws", "clevis", "zincati", "dnsmasq"],
]);

/**
 * Links of the image and where they point to: OSTree keeps what changes below `/var`.
 *
 * The deepest come first.
 */
export const IMAGE_LINKS: readonly (readonly [link: string, target: string])[] = [
  ["/usr/local", "/var/usrlocal"],
  ["/home", "/var/home"],
  ["/root", "/var/roothome"],
  ["/opt", "/var/opt"],
  ["/srv", "/var/srv"],
  ["/mnt", "/var/mnt"],
  ["/media", "/run/media"],
  ["/bin", "/usr/bin"],
  ["/sbin", "/usr/sbin"],
  ["/lib", "/usr/lib"],
  ["/lib64", "/usr/lib64"],
  ["/ostree", "/sysroot/ostree"],
];

/** Folders over which the booted system mounts file systems of its own, so that what was written there is hidden. */
export const HIDDEN_FOLDERS: readonly string[] = ["/dev", "/proc", "/run", "/sys", "/tmp"];

/**
 * All that is in the root folder. It is read-only since Fedora 41, where the image is mounted by composefs: nothing
 * can be added.
 */
export const ROOT_FOLDERS: ReadonlySet<string> = new Set([
  ...["bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "ostree", "proc", "root", "run"],
  ...["sbin", "srv", "sys", "sysroot", "tmp", "usr", "var"],
]);

/** Kernel argument that makes the root folder writable again. */
export const WRITABLE_ROOT = "ostree.prepare-root.composefs=0";

/** Mount points that need no unit: the image mounts them by itself. */
export const IMAGE_MOUNTS: readonly string[] = ["/", "/boot", "/boot/efi", "/sysroot"];

/** Labels of the partitions that the image's disk has. */
export const IMAGE_PARTITIONS: readonly string[] = [
  ...["root", "boot", "EFI-SYSTEM", "BIOS-BOOT", "PowerPC-PReP-boot", "reserved"],
];

const LINK = new RegExp(`^(?:${IMAGE_LINKS.map(([link]) => link).join("|")})(?=/|$)`);
const TARGETS: ReadonlyMap<string, string> = new Map(IMAGE_LINKS);

/** The path that a path stands for on the image, its links followed. */
export function onImage(path: string): string {
  return path.replace(LINK, (link) => TARGETS.get(link) ?? link);
}
