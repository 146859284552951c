import type { File, IgnitionConfig } from "../../../lib/ignition/schema";
import { files } from "./files";

/** The files in which a machine's own name, address or id stands. */
const OWN = [
  "/etc/containers/systemd/web.container",
  "/etc/hostname",
  "/etc/hosts",
  "/etc/NetworkManager/system-connections/install.nmconnection",
  "/etc/chrony.conf",
  "/etc/ssh/sshd_config.d/10-fleet.conf",
];

/** What stands in all other files, instead of a machine. */
const FLEET: Machine = { index: 0, name: "web", address: "10.20.255.1", id: "0".repeat(32) };

/** The configs of the machines of a fleet, always the same: six files are each machine's own, fourteen all machines'. */
export function fleetConfigs(count: number): readonly IgnitionConfig[] {
  const shared = files(FLEET);
  return machines(count).map((machine) =>
    configOf(
      machine,
      files(machine).map((file, index) => (OWN.includes(String(file.path)) ? file : (shared[index] ?? file))),
    ),
  );
}

/** The same, but each machine's name stands in each of its files: no two machines have one in common. */
export function distinctConfigs(count: number): readonly IgnitionConfig[] {
  return machines(count).map((machine) => configOf(machine, files(machine)));
}

/** A machine of a fleet: where it is, and what it is called. */
export interface Machine {
  readonly index: number;
  readonly name: string;
  readonly address: string;
  /** 32 hex digits of its own, such as a machine id. */
  readonly id: string;
}

function machines(count: number): readonly Machine[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    name: `web-${String(index).padStart(4, "0")}`,
    address: `10.20.${index >> 8}.${index & 255}`,
    id: hexDigits(index, 32),
  }));
}

function configOf(machine: Machine, own: readonly File[]): IgnitionConfig {
  const { index } = machine;
  return {
    passwd: {
      users: [
        {
          name: "core",
          sshAuthorizedKeys: [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${hexDigits(index + 7, 43)} ops@${machine.name}`],
          groups: ["wheel", "systemd-journal"],
        },
      ],
    },
    storage: {
      directories: [{ path: "/var/srv/site", mode: 0o755 }],
      files: own,
      links: [{ path: "/etc/localtime", target: "../usr/share/zoneinfo/Europe/Zurich", overwrite: true }],
    },
    systemd: {
      units: [
        { name: "zincati.service", enabled: false },
        {
          name: "backup.timer",
          enabled: true,
          contents: `[Unit]\nDescription=Nightly backup of ${machine.name}\n\n[Timer]\nOnCalendar=*-*-* 02:${String(index % 60).padStart(2, "0")}:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n`,
        },
        {
          name: "backup.service",
          contents: `[Unit]\nDescription=Backup of ${machine.name}\nAfter=network-online.target\nWants=network-online.target\n\n[Service]\nType=oneshot\nEnvironment=RESTIC_HOST=${machine.name}\nExecStart=/usr/local/bin/backup --host ${machine.name} --tag nightly /var/srv/site\n`,
        },
      ],
    },
  };
}

/** Digits that repeat nowhere for long, so that no compressor finds more in them than in a real machine's. */
export function hexDigits(seed: number, length: number): string {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 28).toString(16);
  }).join("");
}
