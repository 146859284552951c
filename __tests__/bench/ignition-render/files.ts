import type { File } from "../../../lib/ignition/schema";
import { hexDigits, type Machine } from "./input";

/** The twenty files of a machine: twelve of 0.2 to 0.5 KB, seven of up to 2 KB, one of 8 KB. */
export function files(machine: Machine): readonly File[] {
  return [...quadlets(machine), ...network(machine), ...system(machine), ...site(machine)];
}

function quadlets({ name, address, index }: Machine): readonly File[] {
  const container = (service: string, image: string, ...lines: readonly string[]): File => ({
    path: `/etc/containers/systemd/${service}.container`,
    mode: 0o644,
    contents: `[Unit]\nDescription=${service} of ${name}\nAfter=network-online.target\nWants=network-online.target\n\n[Container]\nImage=${image}\nContainerName=${service}\nEnvironment=HOST=${name} ADDRESS=${address}\nReadOnly=true\nNoNewPrivileges=true\nDropCapability=all\n${lines.join("\n")}\n\n[Service]\nRestart=always\nRestartSec=5\nTimeoutStartSec=900\n\n[Install]\nWantedBy=multi-user.target\n`,
  });
  return [
    container(
      "web",
      `quay.io/example/web:1.${index % 9}.3`,
      "Network=front.network",
      `PublishPort=${address}:80:8080/tcp`,
      `PublishPort=${address}:443:8443/tcp`,
      "Volume=site.volume:/srv:ro",
      "Volume=/etc/site/nginx.conf:/etc/nginx/nginx.conf:ro,Z",
      "AddCapability=CAP_NET_BIND_SERVICE",
      'HealthCmd=["curl","--fail","--silent","http://127.0.0.1:8080/healthz"]',
      "HealthInterval=30s",
      "HealthRetries=3",
    ),
    container("metrics", "quay.io/example/node-exporter:1.8.2", "Network=host", "Volume=/proc:/host/proc:ro"),
    container("logs", "quay.io/example/vector:0.40.1", "Network=front.network", "Volume=/var/log/journal:/journal:ro"),
    {
      path: "/etc/containers/systemd/site.volume",
      contents: `[Unit]\nDescription=What ${name} serves\n\n[Volume]\nVolumeName=site-${name}\nLabel=machine=${name}\nLabel=address=${address}\nLabel=backup=nightly\nLabel=owner=ops@example.com\nUser=1000\nGroup=1000\nDevice=/var/srv/site\nType=none\nOptions=bind,nodev,noexec,nosuid\n`,
    },
    {
      path: "/etc/containers/systemd/front.network",
      contents: `[Unit]\nDescription=Network of the containers of ${name}\n\n[Network]\nNetworkName=front-${name}\nSubnet=10.88.${index % 256}.0/24\nGateway=10.88.${index % 256}.1\nIPRange=10.88.${index % 256}.128/25\nLabel=machine=${name}\nInternal=false\nDNS=10.20.255.53\n`,
    },
  ];
}

function network({ name, address, id }: Machine): readonly File[] {
  const peers = Array.from(
    { length: 12 },
    (_, peer) => `10.20.255.${peer + 10} service-${peer}.example.com service-${peer}`,
  );
  return [
    { path: "/etc/hostname", mode: 0o644, contents: `${name}.fleet.example.com\n`, overwrite: true },
    {
      path: "/etc/hosts",
      contents: `127.0.0.1 localhost\n::1 localhost\n${address} ${name}.fleet.example.com ${name}\n${peers.join("\n")}\n`,
      overwrite: true,
    },
    {
      path: "/etc/NetworkManager/system-connections/install.nmconnection",
      mode: 0o600,
      contents: `[connection]\nid=install\nuuid=${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}\ntype=ethernet\ninterface-name=ens18\nautoconnect-priority=10\n\n[ipv4]\nmethod=manual\naddress1=${address}/16,10.20.255.254\ndns=10.20.255.53;10.20.255.54;\ndns-search=fleet.example.com;example.com;\nmay-fail=false\n\n[ipv6]\nmethod=disabled\n`,
    },
    {
      path: "/etc/chrony.conf",
      contents: `# Time for ${name}: our own servers first\n${Array.from({ length: 4 }, (_, n) => `server ntp${n}.example.com iburst minpoll 6 maxpoll 10`).join("\n")}\nbindaddress ${address}\ndriftfile /var/lib/chrony/drift\nmakestep 1.0 3\nrtcsync\nleapsectz right/UTC\nlogdir /var/log/chrony\nlog measurements statistics tracking\n`,
      overwrite: true,
    },
    {
      path: "/etc/systemd/resolved.conf.d/50-fleet.conf",
      contents: `# ${name}\n[Resolve]\nDNS=10.20.255.53#ns1.example.com 10.20.255.54#ns2.example.com\nFallbackDNS=\nDomains=~. fleet.example.com\nDNSSEC=allow-downgrade\nDNSOverTLS=opportunistic\nCache=yes\nLLMNR=no\nMulticastDNS=no\n`,
    },
  ];
}

function system({ name, address, id }: Machine): readonly File[] {
  const settings = [
    "net.ipv4.conf.all.rp_filter = 1",
    "net.ipv4.conf.all.accept_redirects = 0",
    "net.ipv6.conf.all.disable_ipv6 = 1",
    "net.core.somaxconn = 4096",
    "net.ipv4.tcp_fin_timeout = 30",
    "vm.swappiness = 10",
    "fs.inotify.max_user_watches = 524288",
    "kernel.panic = 10",
  ];
  return [
    {
      path: "/etc/sysctl.d/90-fleet.conf",
      contents: `# Kernel settings of ${name} (${address})\n${settings.join("\n")}\n`,
    },
    {
      path: "/etc/ssh/sshd_config.d/10-fleet.conf",
      mode: 0o600,
      contents: `# sshd of ${name} answers on its own address only\nListenAddress ${address}\nPermitRootLogin no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nAllowUsers core backup@10.20.255.0/24\nMaxAuthTries 3\nLoginGraceTime 20\nX11Forwarding no\nAllowAgentForwarding no\nClientAliveInterval 60\nClientAliveCountMax 3\n`,
    },
    {
      path: "/etc/sudoers.d/ops",
      mode: 0o440,
      contents: `# Who may do what on ${name}\nDefaults:%ops !requiretty, env_keep += "SSH_AUTH_SOCK", timestamp_timeout=5\n%ops ${name}=(root) NOPASSWD: /usr/bin/systemctl restart web.service, /usr/bin/systemctl status *, /usr/bin/journalctl -u web.service\n`,
    },
    {
      path: "/etc/zincati/config.d/55-updates.toml",
      contents: `# ${name} takes updates in its own window\n[identity]\ngroup = "web"\nrollout_wariness = 0.${id.charCodeAt(0) % 10}\n\n[updates]\nenabled = true\nstrategy = "periodic"\n\n[[updates.periodic.window]]\ndays = [ "Sat", "Sun" ]\nstart_time = "0${id.charCodeAt(1) % 10}:30"\nlength_minutes = 60\n`,
    },
    {
      path: "/etc/motd.d/10-fleet.motd",
      contents: `\n  ${name}  ${address}\n  a web server of the fleet; it is rebuilt, not repaired: change its config, not the machine\n  logs: journalctl -u web.service   health: podman healthcheck run web\n  who is on call: https://ops.example.com/on-call?host=${name}\n\n`,
    },
  ];
}

function site({ name, address, id, index }: Machine): readonly File[] {
  const servers = Array.from({ length: 22 }, (_, n) =>
    nginxServer(`site-${n}.${name}.example.com`, 9000 + ((index + n) % 400)),
  );
  const rows = Array.from(
    { length: 24 },
    (_, n) =>
      `  "/${["docs", "blog", "shop"][n % 3]}/${hexDigits(index + n, 6)}": "https://site-${n}.example.com/${n}/",`,
  );
  return [
    {
      path: "/etc/site/nginx.conf",
      contents: `worker_processes auto;\nevents { worker_connections 1024; }\nhttp {\n  include mime.types;\n  sendfile on;\n  add_header X-Served-By "${name}" always;\n${servers.join("")}}\n`,
    },
    {
      path: "/etc/site/redirects.json",
      contents: `{\n  "machine": "${name}",\n${rows.join("\n")}\n  "*": "https://example.com/"\n}\n`,
    },
    {
      path: "/usr/local/bin/backup",
      mode: 0o755,
      contents: `#!/bin/bash\n# Sends what ${name} keeps to the backup server, and tells the fleet how it went.\nset -euo pipefail\n\nhost=${name} address=${address} tag=manual\nwhile [ $# -gt 0 ]; do\n  case "$1" in\n    --host) host="$2"; shift 2 ;;\n    --tag) tag="$2"; shift 2 ;;\n    *) break ;;\n  esac\ndone\n\nreport() {\n  curl --fail --silent --show-error --max-time 20 \\\n    --data-urlencode "host=$host" --data-urlencode "tag=$tag" --data-urlencode "status=$1" \\\n    "https://ops.example.com/backups/${id.slice(0, 12)}"\n}\ntrap 'report failed' ERR\n\nfor folder in "$@"; do\n  [ -d "$folder" ] || { echo "no such folder: $folder" >&2; exit 2; }\n  restic backup --host "$host" --tag "$tag" --exclude-caches --one-file-system "$folder"\ndone\nrestic forget --host "$host" --keep-daily 14 --keep-weekly 8 --keep-monthly 12 --prune\nreport done\n`,
    },
    {
      path: "/etc/site/vector.yaml",
      contents: `# Logs of ${name}\nsources:\n  journal:\n    type: journald\n    journal_directory: /journal\n    include_units: [web.service, metrics.service, sshd.service]\ntransforms:\n  tagged:\n    type: remap\n    inputs: [journal]\n    source: |\n      .host = "${name}"\n      .address = "${address}"\n      .role = "web"\n      del(._BOOT_ID)\nsinks:\n  central:\n    type: http\n    inputs: [tagged]\n    uri: https://logs.example.com/ingest/${id}\n    encoding: { codec: json }\n    batch: { max_bytes: 1048576, timeout_secs: 5 }\n    buffer: { type: disk, max_size: 268435488 }\n`,
    },
    {
      path: "/etc/site/metrics.prom",
      contents: `${["cpu", "memory", "disk", "network", "requests", "errors", "latency"].map((metric) => `# HELP site_${metric}_limit Where the alarm for ${metric} is raised\n# TYPE site_${metric}_limit gauge\nsite_${metric}_limit{machine="${name}",address="${address}"} ${(hexDigits(index, 4).charCodeAt(metric.length % 4) % 90) + 10}\n`).join("")}`,
    },
  ];
}

function nginxServer(host: string, port: number): string {
  return `  server {\n    listen 8080;\n    server_name ${host};\n    root /srv/${host};\n    access_log /var/log/nginx/${host}.log combined;\n    location / { try_files $uri $uri/ @app; }\n    location @app {\n      proxy_pass http://127.0.0.1:${port};\n      proxy_set_header Host $host;\n      proxy_read_timeout ${port % 60}s;\n    }\n  }\n`;
}
