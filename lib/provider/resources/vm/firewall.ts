import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { parseAnswer } from "../../proxmox/answer";
import { apiPath, type Parameters, type ProxmoxApi } from "../../proxmox/api";
import { isNotFound } from "../../proxmox/errors";
import type { VmPlace } from "../../proxmox/power";
import { flag } from "./read-config";
import type { Firewall, NetworkDevice, VmState } from "./state";

const Options = z.record(z.string(), z.union([z.string(), z.number()]));
const Sets = z.array(z.object({ name: z.string() }));
const Members = z.array(z.object({ cidr: z.string() }));

/** The form of `PUT …/firewall/options`. */
export function firewallForm(firewall: Firewall): Parameters {
  return {
    enable: firewall.enabled,
    macfilter: firewall.mac_filter,
    ipfilter: firewall.ip_filter,
    dhcp: firewall.dhcp,
    policy_in: firewall.input_policy,
    policy_out: firewall.output_policy,
  };
}

/**
 * What `GET …/firewall/options` says, with Proxmox's defaults for what it leaves out.
 *
 * @param verify is ours, and not Proxmox's
 */
export function readFirewallOptions(options: Readonly<Record<string, string | number>>, verify = true): Firewall {
  return {
    enabled: flag(options.enable),
    mac_filter: flag(options.macfilter ?? 1),
    ip_filter: flag(options.ipfilter),
    dhcp: flag(options.dhcp),
    verify,
    input_policy: String(options.policy_in ?? "DROP"),
    output_policy: String(options.policy_out ?? "ACCEPT"),
  };
}

/** Brings options and addresses of a VM that is there into its state, as far as the state has any. */
export async function readFirewall(
  api: ProxmoxApi,
  place: VmPlace,
  vm: VmState,
  signal: AbortSignal,
): Promise<VmState> {
  const [firewall, nics] = await Promise.all([
    vm.firewall === null ? null : readOptions(api, place, vm.firewall.verify, signal),
    Promise.all(
      (vm.network_devices ?? []).map(async (nic, index): Promise<NetworkDevice> => {
        if (nic.addresses === null) return nic;
        const found = (await members(api, place, index, signal)) ?? [];
        return sameSet(found, nic.addresses) ? nic : { ...nic, addresses: found };
      }),
    ),
  ]);
  return { ...vm, firewall, network_devices: vm.network_devices === null ? null : nics };
}

/** What a VM that is imported has: options if any is set, and the addresses of each NIC that has a set of them. */
export async function importFirewall(
  api: ProxmoxApi,
  place: VmPlace,
  vm: VmState,
  signal: AbortSignal,
): Promise<VmState> {
  const path = firewallPath(place);
  const options = parseAnswer(Options, await api.get(`${path}/options`, {}, signal), `${path}/options`);
  // The digest is of what is set, and always there.
  const set = Object.fromEntries(Object.entries(options).filter(([name]) => name !== "digest"));
  const sets = parseAnswer(Sets, await api.get(`${path}/ipset`, {}, signal), `${path}/ipset`).map(({ name }) => name);
  const nics = await Promise.all(
    (vm.network_devices ?? []).map(async (nic, index): Promise<NetworkDevice> => {
      if (!sets.includes(setName(index))) return nic;
      return { ...nic, addresses: await members(api, place, index, signal) };
    }),
  );
  const bare = Object.keys(set).length === 0;
  return {
    ...vm,
    firewall: bare ? null : readFirewallOptions(set),
    network_devices: vm.network_devices === null ? null : nics,
  };
}

/** Lets each NIC use its addresses and sets the options. Done before the VM starts, or gets a NIC. */
export async function writeFirewall(api: ProxmoxApi, place: VmPlace, vm: VmState, signal: AbortSignal): Promise<void> {
  for (const [index, nic] of (vm.network_devices ?? []).entries()) {
    if (nic.addresses !== null) await writeAddresses(api, place, index, nic.addresses, signal);
  }
  if (vm.firewall === null) return;
  const found = await readOptions(api, place, vm.firewall.verify, signal);
  if (!isDeepStrictEqual(found, vm.firewall)) {
    await api.put(`${firewallPath(place)}/options`, firewallForm(vm.firewall), signal);
  }
}

/** Removes the filters of NICs that have none any more. */
export async function removeFilters(
  api: ProxmoxApi,
  place: VmPlace,
  prior: VmState,
  planned: VmState,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, nic] of (prior.network_devices ?? []).entries()) {
    if (nic.addresses === null || (planned.network_devices?.[index]?.addresses ?? null) !== null) continue;
    try {
      await api.delete(setPath(place, index), { force: true }, signal);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

async function writeAddresses(
  api: ProxmoxApi,
  place: VmPlace,
  index: number,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const found = await members(api, place, index, signal);
  if (found === null) await api.post(`${firewallPath(place)}/ipset`, { name: setName(index) }, signal);
  const missing = addresses.filter((address) => !(found ?? []).some((other) => sameAddress(other, address)));
  for (const cidr of missing) await api.post(setPath(place, index), { cidr }, signal);
  const extra = (found ?? []).filter((other) => !addresses.some((address) => sameAddress(other, address)));
  for (const cidr of extra) await api.delete(`${setPath(place, index)}/${encodeURIComponent(cidr)}`, {}, signal);
}

/** Null if there is no such set. */
async function members(
  api: ProxmoxApi,
  place: VmPlace,
  index: number,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  try {
    const path = setPath(place, index);
    return parseAnswer(Members, await api.get(path, {}, signal), path).map(({ cidr }) => cidr);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function readOptions(api: ProxmoxApi, place: VmPlace, verify: boolean, signal: AbortSignal): Promise<Firewall> {
  const path = `${firewallPath(place)}/options`;
  return readFirewallOptions(parseAnswer(Options, await api.get(path, {}, signal), path), verify);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const covers = (a: readonly string[], b: readonly string[]): boolean =>
    a.every((address) => b.some((candidate) => sameAddress(address, candidate)));
  return covers(one, other) && covers(other, one);
}

/** `10.0.0.1` and `10.0.0.1/32` are the same to Proxmox. */
function sameAddress(one: string, other: string): boolean {
  const bare = (address: string): string =>
    address.toLowerCase().replace(address.includes(":") ? /\/128$/ : /\/32$/, "");
  return bare(one) === bare(other);
}

function firewallPath({ node, vmId }: VmPlace): string {
  return apiPath`/nodes/${node}/qemu/${vmId}/firewall`;
}

/** By its name the firewall knows that the set filters this NIC. */
function setName(index: number): string {
  return `ipfilter-net${index}`;
}

function setPath(place: VmPlace, index: number): string {
  return `${firewallPath(place)}/ipset/${setName(index)}`;
}
