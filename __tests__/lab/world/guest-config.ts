import { file } from "./install-config";

const program = "#!/bin/bash\n";

/** Ignition of the live system that installs guests, as an initrd. */
export function liveConfigArchive(): Buffer {
  const unit = (name: string, install: string): Record<string, unknown> => ({
    name: `slipway-${name}.service`,
    enabled: true,
    contents: `[Service]\nType=oneshot\nExecStart=/usr/local/bin/slipway-${name}\n[Install]\n${install}\n`,
  });
  const config = {
    ignition: { version: "3.4.0" },
    storage: {
      files: [
        file("/usr/local/bin/slipway-check", program, 0o755),
        file("/usr/local/bin/slipway-written", program, 0o755),
      ],
    },
    systemd: {
      units: [
        unit("check", "RequiredBy=coreos-installer.service"),
        unit("written", "WantedBy=coreos-installer.target"),
      ],
    },
  };
  return newc("config.ign", Buffer.from(JSON.stringify(config)));
}

/** The system of a guest: it reports, and its address is fixed. */
export function guestConfig(nonce: string, changes: Record<string, unknown> = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      ignition: { version: "3.4.0" },
      storage: {
        files: [
          file("/etc/hostname", "web\n"),
          file("/usr/local/bin/slipway-report", program, 0o755),
          file(
            "/etc/NetworkManager/system-connections/install.nmconnection",
            "[connection]\nid=install\ntype=ethernet\n[ipv4]\nmethod=manual\naddress1=10.20.0.12/24,10.20.0.1\n",
            0o600,
          ),
        ],
      },
      systemd: {
        units: [
          {
            name: "slipway-report.service",
            enabled: true,
            contents: `[Service]
Environment=SLIPWAY_SERVER=http://10.20.0.2 SLIPWAY_VM_ID=102 SLIPWAY_NONCE=${nonce}
ExecStart=/usr/local/bin/slipway-report
[Install]
WantedBy=multi-user.target
`,
          },
        ],
      },
      ...changes,
    }),
  );
}

/** One newc archive with one file, written out by hand. */
export function newc(name: string, data: Buffer): Buffer {
  const member = (path: string, mode: number, bytes: Buffer): Buffer => {
    const fields = [1, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, path.length + 1, 0];
    const header = "070701" + fields.map((field) => field.toString(16).padStart(8, "0")).join("") + `${path}\0`;
    const pad = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4);
    return Buffer.concat([Buffer.from(header), pad(header.length), bytes, pad(bytes.length)]);
  };
  return Buffer.concat([member(name, 0o100644, data), member("TRAILER!!!", 0, Buffer.alloc(0))]);
}
