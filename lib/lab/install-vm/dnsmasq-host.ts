import { isIPv4 } from "node:net";
import { splitFields } from "./dnsmasq-config";

/** One machine that dnsmasq knows. */
export interface DhcpHost {
  readonly macs: readonly string[];
  readonly tags: readonly string[];
  readonly address: string | undefined;
  readonly hostname: string | undefined;
  readonly ignore: boolean;
}

/** Reads the value of `dhcp-host`, or a line of the hosts folder. */
export function readHost(line: string): DhcpHost {
  const fields = splitFields(line);
  const rest = fields.filter((field) => !isMac(field) && !/^(set|tag|id|net):/.test(field) && !isIPv4(field));
  return {
    macs: fields.filter(isMac),
    tags: fields.flatMap((field) => (/^(set|net):/.test(field) ? [field.replace(/^(set|net):/, "")] : [])),
    address: fields.find((field) => isIPv4(field)),
    hostname: rest.find((field) => field !== "ignore" && !/^(infinite|\d+[smhdw]?)$/.test(field)),
    ignore: rest.includes("ignore"),
  };
}

function isMac(field: string): boolean {
  return /^([0-9a-f]{1,2}|\*)(:([0-9a-f]{1,2}|\*)){5}$/i.test(field);
}
