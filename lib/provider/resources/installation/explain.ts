import { DiagnosticError } from "../../framework/values";
import { type Evidence, type Stage, STAGES } from "./evidence";
import { DNSMASQ_LOG, type Guest, HTTP_LOG, logFolder } from "./guest";
import { lastLines } from "./logs";

/** Refusals after which dnsmasq will not change its mind: a boot ROM asks about four times. */
const FINAL_REFUSALS = 3;

/** Whether the guest cannot get on by itself any more, so that waiting is pointless. */
export function isHopeless(evidence: Evidence, guest: Guest): boolean {
  return (
    evidence.failure !== undefined ||
    evidence.dhcp.refusals >= FINAL_REFUSALS ||
    isRefused("tickets", evidence, guest) ||
    isRefused("ignition", evidence, guest)
  );
}

/**
 * Whether the install VM has last denied the guest a file that it cannot do without: without a ticket it boots its
 * empty disk; without its config it may not even write to the log that it has given up.
 */
function isRefused(folder: "tickets" | "ignition", { requests, reached }: Evidence, { vmId }: Guest): boolean {
  const last = requests.filter(({ uri }) => uri === `/${folder}/${vmId}.ign`).at(-1);
  return last !== undefined && last.status >= 400 && STAGES.indexOf(reached) <= STAGES.indexOf("iPXE");
}

/** The error of an install that did not come to its end. */
export function stuck(guest: Guest, evidence: Evidence, seconds: number): DiagnosticError {
  const stage = STAGES[STAGES.indexOf(evidence.reached) + 1] ?? "reported";
  const { why, source, lines, fix } = explain(stage, guest, evidence);
  const shown = lastLines(lines.join("\n"));
  const detail = [
    `stuck at: ${stage} (after ${Math.round(seconds)} s; reached: ${evidence.reached})`,
    why,
    ...(shown.length === 0
      ? [`${source}: nothing about this guest`]
      : [`${source}, last lines:`, ...shown.map((line) => `  ${line}`)]),
    ...evidence.unreadable.map((log) => `install VM ${log}: the SFTP user may not read it`),
    `fix: ${fix}`,
  ].join("\n");
  return new DiagnosticError([{ severity: "error", summary: `Unable to install guest "${guest.name}"`, detail }]);
}

interface Explanation {
  readonly why: string;
  readonly source: string;
  readonly lines: readonly string[];
  readonly fix: string;
}

const REPUBLISH = "`tofu apply -replace=slipway_files.<name>` with the files of this guest, which publishes them again";

function explain(stage: Stage, guest: Guest, evidence: Evidence): Explanation {
  const { dhcp, requests, failure } = evidence;
  const http = { source: `install VM ${HTTP_LOG}`, lines: requests.map(({ line }) => line) };
  if (failure !== undefined) {
    return {
      why: "the guest's installer gave up",
      source: `install VM ${logFolder(guest)}/failed`,
      lines: [failure],
      fix: `correct what it says, then apply again, which restarts the guest; if a file on the install VM is not the published one, ${REPUBLISH}`,
    };
  }
  if (stage === "DHCP") {
    const isRefused = dhcp.refusals > 0;
    return {
      why: isRefused
        ? `dnsmasq has no address for ${guest.mac.toUpperCase()}`
        : `dnsmasq has not given ${guest.address} to ${guest.mac.toUpperCase()}`,
      source: `install VM ${DNSMASQ_LOG}`,
      lines: dhcp.lines,
      fix: isRefused
        ? REPUBLISH
        : `check that VM ${guest.vmId} runs, that its NIC has this MAC and is on the install network's bridge, and that its boot order holds the NIC`,
    };
  }
  if (isRefused("tickets", evidence, guest)) {
    return { ...http, why: "the install VM has no open ticket for this guest at its address", fix: REPUBLISH };
  }
  if (isRefused("ignition", evidence, guest)) {
    return { ...http, why: "the install VM has no config for this guest at its address", fix: REPUBLISH };
  }
  if (stage === "iPXE") {
    const fix = `check the console of VM ${guest.vmId}, and that the install VM's HTTP server runs; with OVMF the VM needs an RNG`;
    return { ...http, why: `the guest has ${guest.address}, but has fetched nothing`, fix };
  }
  return { ...http, ...later(stage, guest) };
}

function later(stage: Stage, { vmId }: Guest): Pick<Explanation, "why" | "fix"> {
  const atConsole = `look at the console of VM ${vmId}`;
  switch (stage) {
    case "config checked":
      return {
        why: "the live system has not checked the guest's config",
        fix: `${atConsole}; the live system needs at least 2 GiB of memory`,
      };
    case "written":
      return {
        why: "the installer has not finished writing the disk",
        fix: `${atConsole}; raise the timeout if it is still writing`,
      };
    case "booted":
      return {
        why: "the disk is written, but the installed system has not called",
        fix: `${atConsole}, and check that the boot order begins with the disk`,
      };
    default:
      return {
        why: "the installed system has booted, but has not reported",
        fix: `on the guest: journalctl -u slipway-report.service`,
      };
  }
}
