import type { IgnitionConfig } from "../../../lib/ignition/schema";
import { files } from "./files";

/** The configs of as many machines, always the same; no two of them hold the same file. */
export function machineConfigs(count: number): readonly IgnitionConfig[] {
  return Array.from({ length: count }, (_, index) => configOf(index));
}

/** A machine of a fleet: where it is, and what it is called. */
export interface Machine {
  readonly index: number;
  readonly name: string;
  readonly address: string;
  /** 32 hex digits of its own, such as a machine id. */
  readonly id: string;
}

function configOf(index: number): IgnitionConfig {
  const machine: Machine = {
    index,
    name: `web-${String(index).padStart(4, "0")}`,
    address: `10.20.${index >> 8}.${index & 255}`,
    id: hexDigits(index, 32),
  };
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
      files: files(machine),
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
