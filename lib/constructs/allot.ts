import type { Construct, IConstruct } from "constructs";
import { ConfigError, type Problem, refuseErrors } from "../values/config-error";
import { VM_ID_RANGE } from "../values/vm-id";
import { beforeWriting, orReport } from "./app-check";
import { isClaimed } from "./claims";
import { lockFile, type LockFile } from "./environment";
import { addAllotments, type Allotment, type Allotments, isWritable, readAllotments } from "./lock-file";
import type { Proxmox } from "./proxmox";
import { type Subnet, UNKNOWN_ADDRESS } from "./subnet";

const FIRST_VM_ID = 101;
const FIRST_GUEST = 11;

/** What the guests of one app have been given, now and before. */
interface Ledger {
  readonly file: LockFile;
  readonly kept: Allotments;
  added: Allotments;
}

const ledgers = new WeakMap<IConstruct, Ledger>();

/**
 * VM id and address of a guest: what its properties say; else what it was given before; else the next free ones.
 *
 * What was ever given stays reserved for the construct's path in the lock file, even when the construct is gone: a guest
 * that is added in the same apply that destroys another must not be given its number.
 */
export function allot(
  guest: Construct,
  props: Allotment,
  proxmox: Proxmox,
  subnet: Subnet,
): { readonly vmId: number; readonly address: string } {
  const ledger = ledgerOf(guest);
  const kept = ledger.kept[guest.node.path] ?? {};
  return {
    vmId: props.vmId ?? kept.vmId ?? note(ledger, guest, "vmId", nextVmId(guest, ledger, proxmox)),
    address:
      props.address ??
      kept.address ??
      orReport(
        guest,
        "address",
        () => note(ledger, guest, "address", nextAddress(guest, ledger, subnet)),
        UNKNOWN_ADDRESS,
      ),
  };
}

/** Whatever keeps new allotments from being kept. */
function problemsOf({ file, added }: Ledger): readonly Problem[] {
  if (!file.frozen && isWritable(file.path)) return [];
  const why = file.frozen ? "nothing is added to it under CI" : "it cannot be written here";
  return Object.entries(added).map(([guest, given]) => ({
    code: "lock/no-allotment",
    severity: "error",
    path: [guest],
    what: `${file.path} does not say what this guest was given (${Object.keys(given).join(", ")}), and ${why}`,
    fix: `synthesize on your own machine and commit ${file.path}, or set vmId and address`,
  }));
}

/** Keeps what was newly given, so that no later synthesis gives it to another guest. */
function keep(ledger: Ledger): void {
  const { file, added } = ledger;
  if (Object.keys(added).length === 0) return;
  refuseErrors(problemsOf(ledger));
  addAllotments(file.path, added);
  ledger.added = {};
}

function ledgerOf(guest: Construct): Ledger {
  const { root } = guest.node;
  const existing = ledgers.get(root);
  if (existing !== undefined) return existing;
  const file = lockFile();
  const kept = orReport(guest, "lock", () => readAllotments(file.path), {});
  const ledger: Ledger = { file, kept, added: {} };
  beforeWriting(guest, () => keep(ledger));
  ledgers.set(root, ledger);
  return ledger;
}

function note<Kind extends keyof Allotment, Value>(ledger: Ledger, guest: Construct, kind: Kind, value: Value): Value {
  const { path } = guest.node;
  ledger.added = { ...ledger.added, [path]: { ...ledger.added[path], [kind]: value } };
  return value;
}

function isReserved({ kept, added }: Ledger, kind: keyof Allotment, value: string | number): boolean {
  return [...Object.values(kept), ...Object.values(added)].some((given) => given[kind] === value);
}

function nextVmId(guest: Construct, ledger: Ledger, proxmox: Proxmox): number {
  let id = FIRST_VM_ID;
  while (isClaimed(guest, "vm-id", proxmox.identity, id) || isReserved(ledger, "vmId", id)) id += 1;
  return Math.min(id, VM_ID_RANGE.max);
}

function nextAddress(guest: Construct, ledger: Ledger, { bridge, cidr, gateway }: Subnet): string {
  for (let index = FIRST_GUEST; index < cidr.size - 1; index += 1) {
    const address = cidr.nth(index);
    const taken = address === gateway || isClaimed(guest, "address", bridge, address);
    if (!taken && !isReserved(ledger, "address", address)) return address;
  }
  throw new ConfigError([
    {
      code: "subnet/full",
      severity: "error",
      path: [],
      what: `no address from the twelfth of ${cidr.toString()} on is free`,
      fix: `use a larger subnet, or take guests that are long gone out of ${ledger.file.path}`,
    },
  ]);
}
