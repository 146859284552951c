export interface IpSet {
  comment?: string;
  readonly entries: Map<string, { comment?: string; nomatch?: 0 | 1 }>;
}

/** Options, IP sets and rules of one VM's firewall, as they are stored. */
export class VmFirewall {
  options: Record<string, string | number> = {};
  readonly ipSets = new Map<string, IpSet>();
  readonly rules: Record<string, string | number>[] = [];
}
