import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Proxmox, type ProxmoxProps, Subnet } from "../../lib";
import { problemsOf } from "../../lib/constructs/app-check";
import { InstallVm } from "../../lib/constructs/install-vm";
import type { InstallVmProps } from "../../lib/constructs/install-vm-props";
import { formatProblem, type Problem } from "../../lib/values/config-error";
import { EXAMPLE_RELEASE } from "../stacks/example-settings";

/** A stack as it is written, without CDKTF's own remarks. */
export interface Synthesized {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly provider?: Readonly<Record<string, readonly unknown[]>>;
  readonly terraform?: Readonly<Record<string, unknown>>;
}

/** Builds an app in a folder that is gone afterwards. */
export function withApp<T>(action: (app: App) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), "slipway-synth-"));
  try {
    return action(new App({ outdir }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Writes an app for good, and answers what it wrote for each stack. */
export function synthesize(build: (app: App) => void): Readonly<Record<string, Synthesized>> {
  return withApp((app) => {
    build(app);
    app.synth();
    const stacks = app.node.findAll().filter(TerraformStack.isStack);
    return Object.fromEntries(
      stacks.map(({ node }) => [
        node.id,
        withoutRemarks(
          JSON.parse(readFileSync(join(app.outdir, "stacks", node.id, "cdk.tf.json"), "utf8")),
        ) as Synthesized,
      ]),
    );
  });
}

/** One stack, without writing anything. */
export function synthesizeStack(build: (stack: TerraformStack) => void): Synthesized {
  return withApp((app) => {
    const stack = new TerraformStack(app, "stack");
    build(stack);
    stack.prepareStack();
    return withoutRemarks(stack.toTerraform()) as Synthesized;
  });
}

/** What is wrong with a stack: codes and paths. */
export function refusals(build: (stack: TerraformStack) => void): readonly (readonly [string, string])[] {
  return withApp((app) => {
    const stack = new TerraformStack(app, "stack");
    build(stack);
    return problemsOf(stack)
      .filter(({ severity }) => severity === "error")
      .map(({ code, path }: Problem) => [code, path.join(".")] as const);
  });
}

/** The same as users read them, warnings among them. */
export function problems(build: (stack: TerraformStack) => void): readonly string[] {
  return withApp((app) => {
    const stack = new TerraformStack(app, "stack");
    build(stack);
    return problemsOf(stack).map((problem) => formatProblem(problem));
  });
}

/** The only resource of a type. */
export function only(stack: Synthesized, type: string): Readonly<Record<string, unknown>> {
  const found = Object.values(stack.resource?.[type] ?? {});
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type}`);
  return found[0];
}

export function aProxmox(stack: TerraformStack, props: Partial<ProxmoxProps> = {}): Proxmox {
  return new Proxmox(stack, "proxmox", {
    endpoint: "https://pve1.example.org:8006",
    driver: "native",
    nodes: ["pve1", "pve2", "pve3"],
    sshPublicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops"],
    ...props,
  });
}

export function aSubnet(stack: TerraformStack): Subnet {
  return new Subnet(stack, "servers", { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr1" });
}

export function anInstallVm(stack: TerraformStack, props: Partial<InstallVmProps> = {}): InstallVm {
  return new InstallVm(stack, "install", {
    proxmox: props.proxmox ?? aProxmox(stack),
    subnet: props.subnet ?? aSubnet(stack),
    release: EXAMPLE_RELEASE,
    ...props,
  });
}

function withoutRemarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRemarks);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key === "//" ? [] : [[key, withoutRemarks(item)]])),
  );
}
