import { Acl } from "@cdktf/provider-proxmox/lib/acl";
import { UserToken } from "@cdktf/provider-proxmox/lib/user-token";
import { VirtualEnvironmentRole } from "@cdktf/provider-proxmox/lib/virtual-environment-role";
import { VirtualEnvironmentUser } from "@cdktf/provider-proxmox/lib/virtual-environment-user";
import { TerraformOutput, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Problem } from "../values/config-error";
import { tokenCommand } from "../values/grant-commands";
import { type Feature, type Grant, grantsFor, type Need, NEEDS, type Places } from "../values/privileges";
import { checkLater } from "./app-check";
import { defined } from "./defined";
import type { Proxmox } from "./proxmox";

/** Properties of {@link ApiAccess}. All names have to be known at synth. */
export interface ApiAccessProps {
  /** The cluster, reached with the token of somebody who may change users and permissions. Its datastores are used. */
  readonly proxmox: Proxmox;

  /**
   * `name@realm` of the user that is made.
   *
   * @default "slipway@pve"
   */
  readonly user?: string;

  /** @default "tofu" */
  readonly tokenName?: string;

  /** Bridges of the VMs' NICs, or VNets of an SDN zone as `zone/vnet`. */
  readonly bridges: readonly string[];

  /**
   * The VMs that the token may make and change.
   *
   * @default - all, or those of the pool
   */
  readonly vmIds?: readonly number[];

  /**
   * Whether the token may do only with VMs of this pool what it may do with VMs.
   *
   * @default - the pool of the cluster's description, if it names one
   */
  readonly poolId?: string;

  /**
   * What needs privileges of its own.
   *
   * @default - nothing
   */
  readonly features?: readonly Feature[];

  /**
   * Whether OpenTofu makes the token too. bpg/proxmox keeps its secret in the state, in plain text, for as long as the
   * token is there: such a stack may hold nothing else, so that nobody else needs its state.
   *
   * @default false - the output `token_command` says how root makes it, and that shows its secret once
   */
  readonly tokenInState?: boolean;
}

/**
 * The user and the roles that Slipway's API token needs, and no privilege more, as resources of bpg/proxmox. Needs are
 * those that `slipway_permissions` checks.
 */
export class ApiAccess extends Construct {
  readonly user: string;
  readonly tokenName: string;
  /** Everything that is granted. */
  readonly grants: readonly Grant[];
  /** The command by which root makes the token, on a node. It shows the secret, once. */
  readonly tokenCommand: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApiAccessProps,
  ) {
    super(scope, id);
    this.user = props.user ?? "slipway@pve";
    this.tokenName = props.tokenName ?? "tofu";
    this.grants = grantsFor(this.places());
    this.tokenCommand = tokenCommand({ user: this.user, tokenName: this.tokenName });
    checkLater(this, () => this.problems());

    const provider = props.proxmox.bpg(this);
    const comment = "Slipway: made by OpenTofu";
    const user = new VirtualEnvironmentUser(this, "user", { ...provider, userId: this.user, comment });
    const roles = new Map(this.needs().map((need) => [need, role(this, need, provider)]));
    for (const { path, need } of this.grants) {
      const roleId = roles.get(need)?.roleId ?? need.role;
      const name = `acl-${need.role}-${path.replace(/[^A-Za-z0-9]+/g, "-")}`;
      new Acl(this, name, { ...provider, path, roleId, userId: user.userId, propagate: true });
    }
    if (props.tokenInState === true) this.makeToken(user, provider);
    else new TerraformOutput(this, "token_command", { staticId: true, value: this.tokenCommand });
  }

  private places(): Places {
    const { proxmox, bridges, vmIds, features, poolId = proxmox.props.poolId } = this.props;
    const { isoDatastore, diskDatastore, nodes } = proxmox;
    const places = { isoDatastores: [isoDatastore], diskDatastores: [diskDatastore], bridges, nodes };
    return defined({ ...places, vmIds, features, poolId });
  }

  private needs(): readonly Need[] {
    return NEEDS.filter((need) => this.grants.some((grant) => grant.need === need));
  }

  private makeToken(user: VirtualEnvironmentUser, provider: ReturnType<Proxmox["bpg"]>): void {
    const token = new UserToken(this, "token", {
      ...provider,
      userId: user.userId,
      tokenName: this.tokenName,
      privilegesSeparation: false,
    });
    new TerraformOutput(this, "api_token", { staticId: true, value: token.value, sensitive: true });
  }

  private problems(): readonly Problem[] {
    const words = [
      ["user", this.user, /^[A-Za-z0-9][\w.+-]*@[A-Za-z][\w.-]+$/, "name@realm"],
      ["tokenName", this.tokenName, /^[A-Za-z][\w.-]+$/, "letters, digits, dots, dashes and underscores"],
      ...this.grants.map(({ path }) => ["", path, /^\/(?:[\w.-]+(?:\/[\w.-]+)*)?$/, "plain names"] as const),
    ] as const;
    const wrong = words.filter(([, text, form]) => !form.test(text));
    const problems = wrong.map(([prop, got, , allowed]): Problem => ({
      code: "api-access/name",
      severity: "error",
      path: prop === "" ? [] : [prop],
      what: "a name is none that Proxmox has, or is not known at synth",
      got,
      allowed,
      fix: "write it as Proxmox lists it",
    }));
    return this.props.tokenInState === true ? [...problems, ...this.problemsOfState()] : problems;
  }

  /** Who may read a state for other reasons must not find the token in it. */
  private problemsOfState(): readonly Problem[] {
    const others = TerraformStack.of(this)
      .node.findAll()
      .filter((one) => one instanceof TerraformResource && !one.node.scopes.includes(this));
    const inState: Problem = {
      code: "api-access/token-in-state",
      severity: "warning",
      path: ["tokenInState"],
      what: "the token's secret will be in this stack's state, in plain text",
      fix: "encrypt the state or keep it where only you can read it, or leave `tokenInState` out and make the token by `token_command`",
    };
    if (others.length === 0) return [inState];
    return [
      inState,
      {
        code: "api-access/shared-state",
        severity: "error",
        path: ["tokenInState"],
        what: "the state that keeps the token's secret is that of other resources too",
        got: others.map(({ node }) => node.path).join(", "),
        fix: "give this construct a stack of its own, or leave `tokenInState` out",
      },
    ];
  }
}

function role(scope: Construct, need: Need, provider: ReturnType<Proxmox["bpg"]>): VirtualEnvironmentRole {
  return new VirtualEnvironmentRole(scope, `role-${need.role}`, {
    ...provider,
    roleId: need.role,
    privileges: Object.keys(need.uses),
  });
}
