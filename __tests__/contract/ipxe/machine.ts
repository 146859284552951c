import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromPackage } from "../judges/judge";

/** iPXE as Debian builds it, in the form of a Linux kernel: QEMU starts it without any disk or network boot. */
const LOADER = "/usr/lib/ipxe/ipxe.lkrn";

/** Programs that run a real iPXE. */
export interface RealIpxe {
  readonly qemu: string;
  readonly loader: string;
}

/** Undefined where one of them is not installed, and cannot be. */
export function realIpxe(): RealIpxe | undefined {
  // The package holds no program: it is looked for by its file.
  if (!existsSync(LOADER)) fromPackage("ipxe.lkrn", "ipxe");
  const qemu = fromPackage("qemu-system-x86_64", "qemu-system-x86");
  return qemu === undefined || !existsSync(LOADER) ? undefined : { qemu, loader: LOADER };
}

/** The SMBIOS UUID of the machine. */
export const MACHINE_UUID = "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f";

/** A machine that has not come to its end by then is stopped; it takes a few seconds where nothing else runs. */
const LONGEST_MS = 400_000;

/** What a machine did. */
export interface Run {
  /** Paths that were asked for, with their queries. */
  readonly requests: readonly string[];
  /** What its console showed: each line as it was before it was broken at the 80th column. */
  readonly console: string;
}

/** Answers a request by its path; undefined is 404. */
export type Site = (path: string) => string | undefined;

/**
 * Runs a script on a machine whose network has one HTTP server, until that is asked for `/end`.
 *
 * @param script makes the script, given the server's address and port as the machine knows them
 */
export async function runMachine(
  { qemu, loader }: RealIpxe,
  script: (server: string) => string,
  site: (server: string) => Site,
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-ipxe-"));
  const requests: string[] = [];
  let ended = (): void => undefined;
  let answer: Site = () => undefined;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    const text = answer(path.replace(/\?.*/, ""));
    response.statusCode = text === undefined && path !== "/end" ? 404 : 200;
    response.end(text);
    if (path === "/end") ended();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // QEMU's own network: 10.0.2.2 is this machine.
  const address = `10.0.2.2:${(server.address() as AddressInfo).port}`;
  answer = site(address);
  writeFileSync(join(folder, "script.ipxe"), script(address));
  const machine = spawn(
    qemu,
    [
      ...[
        "-accel",
        "tcg",
        "-cpu",
        "max",
        "-m",
        "256",
        "-no-reboot",
        "-nographic",
        "-monitor",
        "none",
        "-serial",
        "stdio",
      ],
      ...["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile=", "-uuid", MACHINE_UUID],
      ...["-kernel", loader, "-initrd", join(folder, "script.ipxe")],
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const timer = setTimeout(() => machine.kill("SIGKILL"), LONGEST_MS);
  let output = "";
  machine.stdout.on("data", (data) => (output += String(data)));
  try {
    await new Promise<void>((resolve) => {
      ended = resolve;
      machine.on("exit", () => resolve());
    });
    return { requests, console: unwrapped(output) };
  } finally {
    clearTimeout(timer);
    await stopped(machine.exitCode === null && machine.signalCode === null ? machine : undefined, server);
    rmSync(folder, { recursive: true });
  }
}

async function stopped(machine: ReturnType<typeof spawn> | undefined, server: Server): Promise<void> {
  if (machine !== undefined) {
    const gone = new Promise((resolve) => machine.on("exit", resolve));
    machine.kill("SIGKILL");
    await gone;
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Without the terminal's codes and line ends, most of which are not iPXE's own but come from a line that is full. */
function unwrapped(output: string): string {
  return output.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001bc|[\r\n]/g, "");
}
