import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Problem } from "../values/config-error";
import { Cidr } from "../values/subnet";
import { checkLater, orReport } from "./app-check";
import { known } from "./tokens";

/** Stands for an address that could not be had, while other errors are looked for; it is never written. */
export const UNKNOWN_ADDRESS = Token.asString("");

/** Properties of {@link Subnet}. */
export interface SubnetProps {
  /** The IPv4 network, such as `10.20.0.0/24`. Known at synth, since addresses are reckoned from it. */
  readonly cidr: string;

  /** Router of the network. */
  readonly gateway: string;

  /** Bridge of the Proxmox nodes that leads to it. */
  readonly bridge: string;

  /**
   * VLAN tag, 1 to 4094.
   *
   * @default - untagged
   */
  readonly vlanId?: number;

  /**
   * Name servers that machines are told.
   *
   * @default - the gateway
   */
  readonly dnsServers?: readonly string[];

  /**
   * Time servers that machines are told by DHCP, which those that are being installed ask for. An installed machine has a
   * static address, and asks the time servers of its `/etc/chrony.conf`.
   *
   * @default - none is told
   */
  readonly ntpServers?: readonly string[];

  /**
   * DNS domain of its machines, such as `lab.example`: told by DHCP, and what an installed machine looks names up in.
   *
   * @default - none
   */
  readonly domain?: string;

  /**
   * Domains in which names are looked up, at most 8.
   *
   * @default - the domain, if there is one
   */
  readonly searchDomains?: readonly string[];
}

/** An IPv4 network that install VM and guests share. It makes no resource. */
export class Subnet extends Construct {
  readonly cidr: Cidr;
  readonly gateway: string;
  readonly bridge: string;
  readonly vlanId: number | undefined;
  readonly dnsServers: readonly string[];
  readonly ntpServers: readonly string[];
  readonly domain: string | undefined;
  readonly searchDomains: readonly string[];

  constructor(scope: Construct, id: string, props: SubnetProps) {
    super(scope, id);
    this.cidr = orReport(this, "cidr", () => Cidr.parse(props.cidr), Cidr.parse("0.0.0.0/0"));
    this.gateway = props.gateway;
    this.bridge = props.bridge;
    this.vlanId = props.vlanId;
    this.dnsServers = props.dnsServers ?? [props.gateway];
    this.ntpServers = props.ntpServers ?? [];
    this.domain = props.domain;
    this.searchDomains = props.searchDomains ?? [];
    checkLater(this, () => this.problemsOf(props.gateway, ["gateway"]));
  }

  /** The address `index` after the first; where the network has none, that is reported together with everything else. */
  nth(index: number): string {
    return orReport(this, "cidr", () => this.cidr.nth(index), UNKNOWN_ADDRESS);
  }

  /** What is wrong with an address as that of a machine of this network; nothing if it is not known yet. */
  hostProblems(address: string, path: Problem["path"]): readonly Problem[] {
    if (known(address) === undefined || address !== this.gateway) return this.problemsOf(address, path);
    return [
      {
        code: "subnet/is-gateway",
        severity: "error",
        path,
        what: `this is the address of the router of ${this.cidr.toString()}`,
        got: address,
        fix: "choose another address, or correct the gateway",
      },
    ];
  }

  private problemsOf(address: string, path: Problem["path"]): readonly Problem[] {
    if (known(address) === undefined || this.cidr.isHost(address)) return [];
    return [
      {
        code: "subnet/not-a-host",
        severity: "error",
        path,
        what: `this is no address of a host in ${this.cidr.toString()}`,
        got: address,
        allowed: `${this.cidr.nth(1)} to ${this.cidr.nth(Math.max(1, this.cidr.size - 2))}`,
        fix: "choose an address of this network, or another network",
      },
    ];
  }
}
