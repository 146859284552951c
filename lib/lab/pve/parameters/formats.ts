import { isIP } from "node:net";

type Check = (value: string) => string | undefined;

/** Named formats of the API description: what is wrong with a value, if anything. */
export const formats = {
  "pve-node": matching(/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/, "node name"),
  "pve-vmid": matching(/^[1-9]\d{2,8}$/, "VM ID"),
  "pve-poolid": matching(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+){0,2}$/, "pool name"),
  "pve-storage-id": matching(/^[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]$/, "storage ID"),
  "pve-storage-id-list": listOf(matching(/^[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]$/, "storage ID")),
  "pve-storage-content": matching(/^(images|rootdir|iso|vztmpl|backup|snippets|import|none)$/, "content type"),
  "pve-storage-content-list": listOf(matching(/^(images|rootdir|iso|vztmpl|backup|snippets|import|none)$/, "type")),
  "pve-vmid-list": listOf(matching(/^[1-9]\d{2,8}$/, "VM ID")),
  "pve-configid": matching(/^[a-z][a-z0-9_-]+$/i, "configuration ID"),
  "pve-configid-list": listOf(matching(/^[a-z][a-z0-9_-]+$/i, "configuration ID")),
  "pve-roleid": matching(/^[A-Za-z0-9._-]+$/, "role name"),
  "pve-roleid-list": listOf(matching(/^[A-Za-z0-9._-]+$/, "role name")),
  "pve-priv-list": listOf(matching(/^[A-Za-z.]+$/, "privilege")),
  "pve-userid": matching(/^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/, "user name"),
  "pve-userid-list": listOf(matching(/^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/, "user name")),
  "pve-tokenid-list": listOf(matching(/^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+![A-Za-z][A-Za-z0-9.\-_]+$/, "token ID")),
  "pve-ha-resource-or-vm-id": matching(/^(vm:|ct:)?[1-9]\d{2,8}$/, "HA resource"),
  "pve-ha-resource-id-list": listOf(matching(/^(vm|ct):[1-9]\d{2,8}$/, "HA resource")),
  "pve-ha-node-list": listOf(matching(/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(:\d{1,4})?$/, "node name")),
  "pve-tag-list": listOf(matching(/^[a-z0-9_][a-z0-9_\-+.]*$/i, "tag")),
  "pve-bridge-id": matching(/^[-_.\w\d]+$/, "bridge"),
  "pve-iface": matching(/^[a-z][a-z0-9_]{1,20}([:.]\d+)?$/i, "interface"),
  "pve-vm-cpu-conf": matching(
    /^(cputype=)?(host|max|kvm(32|64)|qemu(32|64)|x86-64-v[234](-AES)?|[\w.-]+)(,.*)?$/,
    "CPU",
  ),
  "pve-qm-boot": matching(/^(order=[a-z]+\d+(;[a-z]+\d+)*|order=|(legacy=)?[acdn]{1,4})$/, "boot order"),
  "pve-startup-order": startupOrder,
  "pve-qm-rng": matching(/^(source=)?\/dev\/(u?random|hwrng)(,(max_bytes|period)=\d+)*$/, "random number generator"),
  "pve-qm-watchdog": matching(
    /^(model=)?(i6300esb|ib700)(,action=(reset|shutdown|poweroff|pause|debug|none))?$/,
    "watchdog",
  ),
  "pve-qm-smbios1": matching(/^[a-z0-9]+=[^,]*(,[a-z0-9]+=[^,]*)*$/, "SMBIOS setting"),
  "pve-hotplug-features": matching(
    /^([01]|(network|disk|cpu|memory|usb|cloudinit)(,(network|disk|cpu|memory|usb|cloudinit))*)$/,
    "feature",
  ),
  "pve-volume-id": matching(/^[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]:.+$/, "volume ID"),
  "pve-volume-id-or-qm-path": matching(/^(none|cdrom|\/dev\/.+|[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]:.+)$/, "volume"),
  "pve-volume-id-or-absolute-path": matching(/^(\/.+|[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]:.+)$/, "volume"),
  "dns-name": dnsName,
  "disk-size": matching(/^\d+(\.\d+)?[KMGT]?$/, "disk size"),
  "mac-addr": macAddress,
  urlencoded: matching(/^[\x20-\x7e]*$/, "URL-encoded text"),
  IPorCIDRorAlias: addressOrAlias,
  "pve-fw-addr-spec": matching(/^[^\s]*$/, "address"),
  "pve-fw-dport-spec": matching(/^[a-z0-9:,-]*$/i, "port"),
  "pve-fw-sport-spec": matching(/^[a-z0-9:,-]*$/i, "port"),
  "pve-fw-protocol-spec": matching(/^[a-z0-9-]*$/i, "protocol"),
  "storage-pair-list": matching(/^\S+$/, "storage map"),
  "email-opt": matching(/^([^\s@]+@[^\s@]+)?$/, "address"),
  CIDR: addressOrAlias,
} satisfies Record<string, Check>;

export type FormatName = keyof typeof formats;

function matching(pattern: RegExp, noun: string): Check {
  return (value) => (pattern.test(value) ? undefined : `value does not look like a valid ${noun}`);
}

/** Lists are separated by comma, semicolon, white space or NUL. */
function listOf(check: Check): Check {
  return (value) =>
    value
      .split(/[,;\s\0]+/)
      .filter((item) => item !== "")
      .map(check)
      .find((problem) => problem !== undefined);
}

function dnsName(value: string): string | undefined {
  const label = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  const name = new RegExp(`^${label}(\\.${label})*$`);
  return name.test(value) ? undefined : "value does not look like a valid DNS name";
}

/** A multicast address would belong to no machine. */
function macAddress(value: string): string | undefined {
  const unicast = /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i;
  return unicast.test(value) ? undefined : "value does not look like a valid unicast MAC address";
}

function startupOrder(value: string): string | undefined {
  const parts = value.split(",").filter((part) => part !== "");
  const valid = parts.every((part) => /^(\d+|(order|up|down)=\d+)$/.test(part));
  return valid ? undefined : "unable to parse startup options";
}

function addressOrAlias(value: string): string | undefined {
  const [address = "", prefix] = value.split("/");
  const family = isIP(address);
  if (family !== 0) {
    const longest = family === 4 ? 32 : 128;
    return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest)
      ? undefined
      : "value does not look like a valid network";
  }
  return /^(dc\/|guest\/)?[A-Za-z][A-Za-z0-9\-_]+$/.test(value)
    ? undefined
    : "value does not look like a valid address";
}
