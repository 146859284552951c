import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram, withFolder } from "../judges/judge";
import { decodeOffer, encodeDiscover, type Discover, type Offer } from "./message";

/** How a command gets a network namespace of its own here; undefined where that is not allowed. */
export function namespaced(): readonly string[] | undefined {
  if (findProgram("ip") === undefined || findProgram("unshare") === undefined) return undefined;
  const commands = [
    ["unshare", "--net"],
    ["unshare", "--map-root-user", "--net"],
  ];
  return commands.find(([program = "", ...args]) => {
    const { status } = spawnSync(program, [
      ...args,
      "ip",
      "link",
      "add",
      "name",
      "cable0",
      "type",
      "veth",
      "peer",
      "name",
      "cable1",
    ]);
    return status === 0;
  });
}

/** Files for a run of dnsmasq. */
export interface Scene {
  /** The configuration, for files in the folder that it is given. */
  readonly config: (folder: string) => string;
  /** Further files, by their path in the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Addresses of the server's interface, the first of 10.20.0.0/24. */
  readonly addresses?: readonly string[];
}

/**
 * Starts a real dnsmasq at the other end of a virtual cable, and asks it.
 *
 * @returns an offer for each machine that asks, or undefined where it is not answered. The last one has to be.
 */
export function ask(
  program: string,
  namespace: readonly string[],
  scene: Scene,
  machines: readonly Discover[],
): readonly (Offer | undefined)[] {
  return withFolder((folder) => {
    for (const name of ["hosts", "options", "conf.d"]) mkdirSync(join(folder, name));
    for (const [path, text] of Object.entries(scene.files ?? {})) writeFileSync(join(folder, path), text);
    const config = join(folder, "dnsmasq.conf");
    writeFileSync(config, scene.config(folder));
    const [unshare = "", ...args] = namespace;
    const messages = machines.map((machine, index) => ({
      data: encodeDiscover(machine, index + 1).toString("base64"),
      port: machine.port ?? 67,
    }));
    const { status, stdout, stderr } = spawnSync(
      unshare,
      [...args, "--kill-child", "--fork", process.execPath, join(__dirname, "exchange.mjs")],
      {
        encoding: "utf8",
        input: JSON.stringify({ program, config, addresses: scene.addresses ?? ["10.20.0.2/24"], messages }),
        timeout: 60_000,
      },
    );
    if (status !== 0) throw new Error(stderr);
    const offers = (JSON.parse(stdout) as readonly string[]).map((answer) =>
      decodeOffer(Buffer.from(answer, "base64")),
    );
    return machines.map((_, index) => offers.find(({ xid }) => xid === index + 1));
  });
}
