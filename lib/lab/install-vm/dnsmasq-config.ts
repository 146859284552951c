import type { FileView } from "../machine/file-view";

/** dnsmasq refuses to start; the message is what it writes. */
export class DnsmasqError extends Error {}

/** One setting: a keyword and, for most, a value. */
export interface Setting {
  readonly keyword: string;
  readonly value: string;
}

const flags = `bind-dynamic bind-interfaces bogus-priv dhcp-authoritative dhcp-client-update dhcp-no-override
  dhcp-rapid-commit dhcp-sequential-ip domain-needed enable-ra enable-tftp expand-hosts keep-in-foreground leasefile-ro
  log-dhcp log-queries no-daemon no-hosts no-ping no-poll no-resolv quiet-dhcp read-ethers strict-order tftp-no-fail
  tftp-secure`;
const valued = `address cache-size conf-dir conf-file dhcp-boot dhcp-broadcast dhcp-host dhcp-hostsdir dhcp-hostsfile
  dhcp-ignore dhcp-ignore-names dhcp-lease-max dhcp-leasefile dhcp-mac dhcp-match dhcp-option dhcp-option-force
  dhcp-optsdir dhcp-optsfile dhcp-range dhcp-reply-delay dhcp-script dhcp-ttl dhcp-userclass dhcp-vendorclass domain
  except-interface group interface listen-address local log-async log-facility no-dhcp-interface pid-file port pxe-prompt
  pxe-service ra-param resolv-file server shared-network tag-if tftp-root user`;
const withoutValue = new Set(flags.trim().split(/\s+/));
const withValue = new Set(valued.trim().split(/\s+/));
const optionalValue = new Set(["enable-tftp", "tftp-unique-root", "dhcp-broadcast", "dhcp-ignore-names"]);

/** Reads dnsmasq's configuration file. @throws DnsmasqError for a keyword or line that dnsmasq would not take */
export function readDnsmasqConfig(text: string, file: string): Setting[] {
  const settings: Setting[] = [];
  text.split("\n").forEach((raw, index) => {
    const line = withoutComment(raw).trim();
    if (line === "") return;
    const at = line.indexOf("=");
    const keyword = (at < 0 ? line : line.slice(0, at)).trim();
    const value = at < 0 ? "" : line.slice(at + 1).trim();
    const where = `at line ${index + 1} of ${file}`;
    if (!withoutValue.has(keyword) && !withValue.has(keyword)) throw new DnsmasqError(`bad option ${where}`);
    if (!optionalValue.has(keyword)) {
      if (withoutValue.has(keyword) && at >= 0) throw new DnsmasqError(`extraneous parameter ${where}`);
      if (withValue.has(keyword) && value === "") throw new DnsmasqError(`missing parameter ${where}`);
    }
    settings.push({ keyword, value });
  });
  return settings;
}

/** The entries of a folder that dnsmasq watches, a line each: neither hidden files nor editors' leftovers. */
export function watchedLines(view: FileView, directory: string): string[] {
  if (!view.isDirectory(directory)) return [];
  return view
    .list(directory)
    .filter((name) => !name.startsWith(".") && !name.endsWith("~") && !(name.startsWith("#") && name.endsWith("#")))
    .flatMap((name) => (view.text(`${directory}/${name}`) ?? "").split("\n"))
    .map((line) => withoutComment(line).trim())
    .filter((line) => line !== "");
}

/** Splits at commas outside quotes, and takes the quotes off. */
export function splitFields(value: string): string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let index = 0; index < value.length; index += 1) {
    const character = value[index] ?? "";
    if (quoted && character === "\\" && index + 1 < value.length) {
      index += 1;
      field += value[index] ?? "";
    } else if (character === '"') quoted = !quoted;
    else if (character === "," && !quoted) {
      fields.push(field.trim());
      field = "";
    } else field += character;
  }
  return [...fields, field.trim()];
}

function withoutComment(line: string): string {
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === '"' && line[index - 1] !== "\\") quoted = !quoted;
    if (line[index] === "#" && !quoted && (index === 0 || /\s/.test(line[index - 1] ?? "")))
      return line.slice(0, index);
  }
  return line;
}
