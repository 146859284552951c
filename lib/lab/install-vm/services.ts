import { superuser, type Owner } from "../machine/file-tree";
import type { Nic } from "../machine/hardware";
import type { Machine } from "../machine/machine";
import { insideHttpServer } from "../network/http-server";
import { valueOf } from "../machine/unit-file";
import { containerFiles, type ContainerHost } from "./container";
import { startDnsmasq } from "./dnsmasq-server";
import { download } from "./downloader";
import { runFolderScript } from "./folder-script";
import { listenerFor } from "./http-listener";
import { imageUsers } from "./image-users";
import { startNginx } from "./nginx-server";
import type { ContainerQuadlet } from "./quadlet";
import { startSshd } from "./sshd";

/** What a service needs of the machine that runs it. */
export interface ServiceHost extends ContainerHost {
  readonly machine: Machine;
  readonly address: string;
  readonly nics: readonly Nic[];
}

/** The services whose behaviour the lab knows, by what they run. */
export type Role = "dnsmasq" | "http" | "sftp" | "downloader" | "folders";

/** What a container is, by its name, as the install VM's Ignition calls it. */
export function roleOf(container: ContainerQuadlet): Role | undefined {
  const { name } = container;
  if (name === "dnsmasq" || name === "http" || name === "sftp" || name === "downloader") return name;
  return container.oneshot ? "folders" : undefined;
}

/** Runs a container until its service is up, or a oneshot until it is done. @throws Error with what its log would say */
export async function runService(container: ContainerQuadlet, role: Role, host: ServiceHost): Promise<void> {
  const files = containerFiles(container, host);
  const view = files.as(userOf(container));
  switch (role) {
    case "dnsmasq": {
      const dnsmasq = startDnsmasq(view, host.nics, host.address);
      if (dnsmasq.nics.length === 0) throw new Error("dnsmasq: no interface to listen on");
      for (const nic of dnsmasq.nics) {
        host.machine.onPowerOff(host.machine.network.serveDhcp(nic.bridge, dnsmasq.serverFor(nic)));
      }
      return;
    }
    case "http": {
      const nginx = startNginx(view);
      const server = insideHttpServer(listenerFor(nginx, host));
      listen(
        host,
        nginx.port,
        (socket) => server.accept(socket),
        () => server.close(),
      );
      return;
    }
    case "sftp": {
      const configFile = fileArgument(container.command, "-f") ?? "/etc/ssh/sshd_config";
      const log = (line: string): void => host.machine.print(line);
      const { network } = host.machine;
      const sshd = startSshd({
        view,
        configFile,
        users: imageUsers(container, host),
        log,
        faults: network.faults,
        cut: () => network.restart(host.address, sshd.port, 0),
      });
      listen(
        host,
        sshd.port,
        (socket) => sshd.accept(socket),
        () => sshd.close(),
      );
      return;
    }
    case "downloader":
      return download(view, container.environment.get("SLIPWAY_RELEASE") ?? "", host.machine.signal);
    case "folders": {
      const path = container.command.at(-1) ?? "";
      const script = view.text(path);
      if (script === undefined) throw new Error(`${path}: No such file or directory`);
      return runFolderScript(script, view);
    }
  }
}

function listen(
  host: ServiceHost,
  port: number,
  accept: Parameters<ServiceHost["machine"]["network"]["listen"]>[2],
  close: () => void,
): void {
  const { machine, address } = host;
  const unlisten = machine.network.listen(address, port, accept);
  machine.onPowerOff(() => {
    unlisten();
    close();
  });
}

function userOf(container: ContainerQuadlet): Owner {
  const uid = Number(valueOf(container.unit, "Container", "User") ?? 0);
  const gid = Number(valueOf(container.unit, "Container", "Group") ?? 0);
  return Number.isNaN(uid) || Number.isNaN(gid) ? superuser : { uid, gid };
}

function fileArgument(command: readonly string[], flag: string): string | undefined {
  const at = command.indexOf(flag);
  return at < 0 ? undefined : command[at + 1];
}
