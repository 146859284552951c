import { ProxmoxProvider } from "@cdktf/provider-proxmox/lib/provider";
import { TerraformStack, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { shorten } from "../values/check";
import type { Problem } from "../values/config-error";
import { checkLater } from "./app-check";
import { defined } from "./defined";
import { bpgDriver } from "./drivers/bpg";
import type { VmDriver } from "./drivers/driver";
import { nativeDriver } from "./drivers/native";
import { parseProxmoxEnvironment } from "./environment";
import { BundledProvider } from "./slipway-provider";
import { known } from "./tokens";

/** Who makes the VMs: the bpg/proxmox provider, or Slipway's own. */
export type DriverName = "bpg" | "native";

/** An SSH server to go through, such as a Proxmox node. */
export interface Bastion {
  readonly host: string;

  /** @default 22 */
  readonly port?: number;

  /** @default "root" */
  readonly user?: string;

  /**
   * Its public host keys, each as `ssh-ed25519 AAAA…`, and authorities that may have signed one for `host`, each as
   * `@cert-authority ssh-ed25519 AAAA…`, or as known_hosts has it, with patterns of hosts before the key.
   * `@revoked ssh-ed25519 AAAA…` refuses a key, and what it has signed, in spite of the others. Any other key is refused.
   */
  readonly hostKeys: readonly string[];
}

/** Properties of {@link Proxmox}. */
export interface ProxmoxProps {
  /**
   * URL of the API, such as `https://pve1.example.org:8006`.
   *
   * @default - the providers read PROXMOX_VE_ENDPOINT when they run
   */
  readonly endpoint?: string;

  /**
   * Certificates in PEM that the API's certificate must come from, one or several. bpg/proxmox takes those of SSL_CERT_FILE
   * instead.
   *
   * @default - those that the system trusts
   */
  readonly caCertificate?: string;

  /**
   * sha256 of the API's certificate, in hex, with or without colons: any other certificate is refused, whoever signed it.
   * For driver `native` alone: bpg/proxmox cannot pin a certificate. Beside that, Slipway's provider still heeds
   * PROXMOX_VE_FINGERPRINT of the environment.
   *
   * @default - PROXMOX_VE_FINGERPRINT when Slipway's provider runs; without it, the certificate must come from an authority
   */
  readonly fingerprint?: string;

  /**
   * Whether the API's certificate goes unchecked.
   *
   * @default false
   */
  readonly insecure?: boolean;

  /** @default "bpg" */
  readonly driver?: DriverName;

  /** Names of the nodes, in the order in which they are filled. */
  readonly nodes: readonly string[];

  /**
   * Datastore for ISO files.
   *
   * @default "local"
   */
  readonly isoDatastore?: string;

  /**
   * Datastore for disks.
   *
   * @default "local-lvm"
   */
  readonly diskDatastore?: string;

  /**
   * Resource pool for all VMs.
   *
   * @default - none
   */
  readonly poolId?: string;

  /**
   * Way to the install network for whoever runs OpenTofu.
   *
   * @default - it is reached directly
   */
  readonly bastion?: Bastion;

  /**
   * Path of the SSH private key for bastion and install VM, on the machine that runs OpenTofu.
   *
   * @default - the SSH agent is asked
   */
  readonly identityFile?: string;

  /**
   * Public keys in OpenSSH's form, that one's half among them. Install VMs and guests let them in unless told others.
   *
   * @default - none
   */
  readonly sshPublicKeys?: readonly string[];
}

/** A Proxmox VE cluster, and how it is reached. Its provider blocks appear in the stacks that use them, and only there. */
export class Proxmox extends Construct {
  readonly nodes: readonly string[];
  readonly isoDatastore: string;
  readonly diskDatastore: string;
  readonly driver: VmDriver;

  /** Tells clusters apart: what must be unique must be so within it. */
  readonly identity: string;

  private placed = 0;
  private usesBpg = false;
  private readonly providers = new Map<string, TerraformProvider>();

  constructor(
    scope: Construct,
    id: string,
    readonly props: ProxmoxProps,
  ) {
    super(scope, id);
    this.nodes = props.nodes;
    this.isoDatastore = props.isoDatastore ?? "local";
    this.diskDatastore = props.diskDatastore ?? "local-lvm";
    this.driver = props.driver === "native" ? nativeDriver : bpgDriver;
    this.identity = known(props.endpoint) ?? "";
    checkLater(this, () => [...problemsOf(props), ...pinProblems(props, this.usesBpg)]);
  }

  /** The cluster that PROXMOX_VE_* and SLIPWAY_* of the environment describe; docs list them. */
  static fromEnvironment(scope: Construct, id = "proxmox"): Proxmox {
    return new Proxmox(scope, id, parseProxmoxEnvironment());
  }

  /** The node for the next guest: each in turn, beginning after the first, which has the install VM. */
  nextNode(): string {
    this.placed += 1;
    return this.nodes[this.placed % this.nodes.length] ?? "";
  }

  /** The slipway provider, in the stack of whoever asks. */
  slipway(scope: Construct): { readonly provider?: TerraformProvider } {
    const { endpoint, caCertificate, fingerprint, insecure } = this.props;
    return this.provider(
      scope,
      "slipway",
      (stack, id, alias) =>
        new BundledProvider(stack, id, defined({ endpoint, caCertificate, fingerprint, insecure, alias })),
    );
  }

  /** The bpg/proxmox provider, in the stack of whoever asks. */
  bpg(scope: Construct): { readonly provider?: TerraformProvider } {
    const { endpoint, insecure } = this.props;
    this.usesBpg = true;
    return this.provider(
      scope,
      "proxmox",
      (stack, id, alias) => new ProxmoxProvider(stack, id, defined({ endpoint, insecure, alias })),
    );
  }

  /** The first cluster of a stack is its default provider and needs no mention; each further one gets an alias. */
  private provider(
    scope: Construct,
    type: string,
    create: (stack: TerraformStack, id: string, alias: string | undefined) => TerraformProvider,
  ): { readonly provider?: TerraformProvider } {
    const stack = TerraformStack.of(scope);
    const key = `${stack.node.path} ${type}`;
    let provider = this.providers.get(key);
    if (provider === undefined) {
      const first = !stack.allProviders().some((other) => other.terraformResourceType === type);
      const alias = first ? undefined : this.node.path.replace(/[^A-Za-z0-9]+/g, "-");
      provider = create(stack, `${type}-provider${first ? "" : `-${alias}`}`, alias);
      this.providers.set(key, provider);
    }
    return provider.alias === undefined ? {} : { provider };
  }
}

function problemsOf(props: ProxmoxProps): readonly Problem[] {
  const problems: Problem[] = [];
  if (props.nodes.length === 0) {
    problems.push({
      code: "proxmox/no-nodes",
      severity: "error",
      path: ["nodes"],
      what: "a cluster has one node at least",
      fix: "name its nodes, as `pvesh get /nodes` lists them",
    });
  }
  const endpoint = known(props.endpoint);
  if (endpoint !== undefined && !/^https:\/\/[^/\s?#]+\/?$/.test(endpoint)) {
    problems.push({
      code: "proxmox/endpoint",
      severity: "error",
      path: ["endpoint"],
      what: "this is not the address of a Proxmox API",
      got: endpoint,
      allowed: "https://host:8006, without a path",
      fix: "correct the address",
    });
  }
  if (props.bastion?.hostKeys.length === 0) {
    problems.push({
      code: "proxmox/unpinned-bastion",
      severity: "error",
      path: ["bastion", "hostKeys"],
      what: "a bastion whose host key is not known could be anybody",
      fix: "copy the line of /etc/ssh/ssh_host_ed25519_key.pub from the node itself",
    });
  }
  if (props.insecure === true) {
    problems.push({
      code: "proxmox/insecure",
      severity: "warning",
      path: ["insecure"],
      what: "the API's certificate goes unchecked: whoever is on the way can read the API token",
      fix: "give the certificate authority's certificate as caCertificate",
    });
  }
  return problems;
}

const FINGERPRINT = /^(?:[0-9a-f]{64}|(?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i;

function pinProblems({ fingerprint, insecure }: ProxmoxProps, usesBpg: boolean): readonly Problem[] {
  if (fingerprint === undefined) return [];
  const refusal = { code: "proxmox/fingerprint", severity: "error", path: ["fingerprint"] } as const;
  const problems: Problem[] = [];
  const text = known(fingerprint);
  if (text !== undefined && !FINGERPRINT.test(text)) {
    problems.push({
      ...refusal,
      what: "this is not the fingerprint of a certificate",
      got: shorten(text),
      allowed: "its sha256: 64 hex digits, with or without a colon after every second one",
      fix: "copy it from System → Certificates of the node, or from `openssl x509 -noout -fingerprint -sha256`",
    });
  }
  if (insecure === true) {
    problems.push({
      ...refusal,
      what: "a certificate cannot be pinned and go unchecked",
      got: "insecure is set too",
      fix: "leave insecure out",
    });
  }
  if (usesBpg) {
    problems.push({
      ...refusal,
      code: "proxmox/fingerprint-with-bpg",
      what: "bpg/proxmox, which something here uses, cannot pin a certificate: it would take any that an authority signed",
      fix: 'use driver "native", or leave fingerprint out and name the authority: caCertificate here, SSL_CERT_FILE for bpg/proxmox',
    });
  }
  return problems;
}
