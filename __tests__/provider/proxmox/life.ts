import type { Client } from "../../../lib/provider/configuration";
import type { Resource } from "../../../lib/provider/framework/resource";
import { ResourceDriver } from "../../../lib/provider/framework/resource-driver";
import { Session } from "../../../lib/provider/framework/session";
import type { Diagnostic, ValueObject } from "../../../lib/provider/framework/values";
import { aCall } from "./call";
import type { ProxmoxApi } from "../../../lib/provider/proxmox/api";

/** What one apply came to. */
export interface Applied {
  readonly state: ValueObject | null;
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** What the plan replaced the resource for. */
  readonly replaced: boolean;
}

/** Takes one resource through plans and applies as OpenTofu would: refresh, plan, and whatever the plan says. */
export class Life {
  state: ValueObject | null = null;

  /** @param connect called once for each command, since OpenTofu starts the provider anew for each */
  constructor(
    readonly resource: Resource<Client>,
    readonly connect: () => ProxmoxApi,
    private readonly cacheDirectory = "/dev/null/nowhere",
  ) {}

  /** Null config destroys. */
  async apply(config: ValueObject | null, interrupted?: AbortSignal): Promise<Applied> {
    const driver = await this.refresh(interrupted);
    const before = this.state;
    const { value: plan, diagnostics } = await driver.plan(before, config);
    const failed = diagnostics.filter(({ severity }) => severity === "error");
    if (failed.length > 0) return { state: before, errors: failed, warnings: [], replaced: false };
    const replaced = before !== null && plan.replace.length > 0;
    if (replaced) {
      const destroyed = await driver.apply(before, null, null);
      this.state = destroyed.value;
    }
    const again = replaced ? (await driver.plan(null, config)).value : plan;
    const applied = await driver.apply(replaced ? null : before, again.planned, config);
    this.state = applied.value;
    return {
      state: applied.value,
      errors: applied.diagnostics.filter(({ severity }) => severity === "error"),
      warnings: [...diagnostics, ...applied.diagnostics].filter(({ severity }) => severity === "warning"),
      replaced,
    };
  }

  /** The attributes that the next plan would change: empty when nothing is to be done, undefined if there is no resource. */
  async drift(config: ValueObject): Promise<readonly string[] | undefined> {
    const driver = await this.refresh();
    if (this.state === null) return undefined;
    const { planned } = (await driver.plan(this.state, config)).value;
    const before = this.state;
    return Object.keys(before).filter((name) => !same(before[name], planned?.[name]));
  }

  /** Answers the driver that goes on with the same command. */
  async refresh(interrupted?: AbortSignal): Promise<ResourceDriver<Client>> {
    const session = new Session<Client>();
    interrupted?.addEventListener("abort", () => session.interrupt());
    session.configured(aCall(this.connect(), { cacheDirectory: this.cacheDirectory }).client, true);
    const driver = new ResourceDriver(this.resource, session, "slipway");
    this.state = (await driver.read(this.state)).value;
    return driver;
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** Sets of texts have no order. */
function sorted(value: unknown): unknown {
  return Array.isArray(value) && value.every((item) => typeof item === "string")
    ? [...(value as string[])].sort()
    : value;
}
