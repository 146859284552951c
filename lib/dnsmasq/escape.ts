/** Writes a text so that dnsmasq takes neither a comma nor a `#` in it for its own. */
export function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Number of the DHCP option under which our own options travel; 128 is free for private use. */
export const OUR_OPTION = 128;
export const IGNITION_FILE = 2;
export const INSTALL_DISK = 3;
