import { failure, parameterError } from "../api-error";
import type { Call } from "../routes/route";
import { applyOptions, removeOptions } from "./apply-options";
import type { VirtualMachine } from "./virtual-machine";
import { checkOptions, checkRemovals } from "./vm-access";

/** Parameters that are about the call, not about the VM. */
const ofTheCall = new Set(["vmid", "node", "delete", "revert", "digest", "force", "skiplock", "background_delay"]);

/**
 * Checks a change of a VM's configuration, and gives what makes it.
 *
 * What the running machine cannot take over waits for its next start.
 */
export function prepareUpdate(call: Call, vm: VirtualMachine): () => Promise<void> {
  const { cluster, values } = call;
  const options = new Map(values.entries().filter(([name]) => !ofTheCall.has(name)));
  const removals = values.list("delete");
  refuseContradictions(options, removals);
  refuseLargeBalloon(vm, options);
  checkOptions(call, vm, options);
  checkRemovals(call, vm, removals, (key) => isCd(vm, key));
  vm.refuseLocked();
  return () =>
    vm.exclusively(() => {
      refuseOutdated(vm, values.optionalText("digest"));
      vm.refuseLocked();
      refuseBadBootOrder(vm, options, removals);
      removeOptions(cluster, vm, removals, values.flag("force"));
      applyOptions(cluster, vm, options);
    });
}

/** Somebody else has changed the VM since the caller read it. */
export function refuseOutdated(vm: VirtualMachine, digest: string | undefined): void {
  if (digest !== undefined && digest !== vm.digest) {
    throw failure("detected modified configuration - file changed by other user? Try again.");
  }
}

/** `skiplock` is for root, and for nobody who comes with a token. */
export function refuseSkipLock({ values }: Call): void {
  if (values.flag("skiplock")) {
    throw parameterError({ skiplock: "Only root may use this option." });
  }
}

function refuseContradictions(options: ReadonlyMap<string, unknown>, removals: readonly string[]): void {
  const both = removals.find((name) => options.has(name));
  if (both !== undefined) {
    throw parameterError({ delete: `you can't use '-${both}' and '-delete ${both}' at the same time` });
  }
}

function refuseLargeBalloon(vm: VirtualMachine, options: ReadonlyMap<string, string | number>): void {
  if (!options.has("memory") && !options.has("balloon")) {
    return;
  }
  const memory = String(options.get("memory") ?? vm.config["memory"] ?? "512").replace("current=", "");
  if (Number(options.get("balloon") ?? vm.config["balloon"] ?? 0) > Number(memory)) {
    throw failure("balloon value too large (must be smaller than assigned memory)");
  }
}

function refuseBadBootOrder(
  vm: VirtualMachine,
  options: ReadonlyMap<string, string | number>,
  removals: readonly string[],
): void {
  const order = /order=([^,]*)/.exec(String(options.get("boot") ?? ""))?.[1] ?? "";
  for (const device of order.split(";").filter((name) => name !== "")) {
    if ((!(device in vm.config) && !options.has(device)) || removals.includes(device)) {
      throw failure(`invalid bootorder: device '${device}' does not exist'`);
    }
  }
}

function isCd(vm: VirtualMachine, key: string): boolean {
  return !vm.disks.has(key) && String(vm.config[key] ?? "").includes("media=cdrom");
}
