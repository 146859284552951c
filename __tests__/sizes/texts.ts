/** The quadlet of a DHCP server: Slipway's first author's own example. */
export const DNSMASQ_CONTAINER = `[Unit]
Description=DHCP for the install network

[Container]
Image=localhost/dnsmasq
Network=host
AddCapability=CAP_NET_ADMIN CAP_NET_RAW
`;

export const WEB_CONTAINER = `[Unit]
Description=Web server
After=network-online.target
Wants=network-online.target

[Container]
Image=docker.io/library/nginx:1.29.4
PublishPort=80:80
PublishPort=443:443
Volume=/var/srv/www:/usr/share/nginx/html:ro,z
Volume=/etc/web/nginx.conf:/etc/nginx/nginx.conf:ro,z
ReadOnly=true
Tmpfs=/var/cache/nginx
NoNewPrivileges=true

[Service]
Restart=always

[Install]
WantedBy=multi-user.target
`;

export const NGINX_CONF = `worker_processes auto;
events {
  worker_connections 1024;
}
http {
  include mime.types;
  sendfile on;
  server {
    listen 80;
    server_name www.example.com;
    location /.well-known/acme-challenge/ { root /usr/share/nginx/html; }
    location / { return 301 https://$host$request_uri; }
  }
  server {
    listen 443 ssl;
    server_name www.example.com;
    ssl_certificate /etc/nginx/tls/www.example.com.pem;
    ssl_certificate_key /etc/nginx/tls/www.example.com.key;
    root /usr/share/nginx/html;
    location / { try_files $uri $uri/ =404; }
  }
}
`;

export const BACKUP_SERVICE = `[Unit]
Description=Backup of the web site
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/podman run --rm -v /var/srv/www:/data:ro,z docker.io/restic/restic:0.18.0 backup /data
`;

export const BACKUP_TIMER = `[Unit]
Description=Nightly backup of the web site

[Timer]
OnCalendar=*-*-* 02:30:00
RandomizedDelaySec=15m
Persistent=true

[Install]
WantedBy=timers.target
`;

export const SRV_MOUNT = `[Unit]
Description=Data, encrypted
Requires=systemd-fsck@dev-mapper-data.service
After=systemd-fsck@dev-mapper-data.service

[Mount]
What=/dev/mapper/data
Where=/var/srv
Type=xfs
Options=nodev,nosuid

[Install]
RequiredBy=local-fs.target
`;

export const AGENT_SERVICE = `[Unit]
Description=Fleet agent
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=/usr/local/bin/fleet-agent --rules /etc/fleet-agent/rules.yaml --key-ring /etc/fleet-agent/key-ring.bin
Restart=always
RestartSec=10
DynamicUser=true
ProtectSystem=strict

[Install]
WantedBy=multi-user.target
`;

/** What the agent looks at: 90 rules, about 14 KB. */
export const AGENT_RULES = `# Rules of the fleet agent. The first that matches decides.
rules:
${Array.from({ length: 90 }, (_, index) => rule(index)).join("")}`;

function rule(index: number): string {
  const [kind, unit] = [
    ["disk", "percent"],
    ["memory", "MiB"],
    ["load", "runnable"],
    ["unit", "failures"],
    ["certificate", "days"],
  ][index % 5] as [string, string];
  return `  - name: ${kind}-${String(index).padStart(2, "0")}
    watches: ${kind}
    target: /var/lib/service-${(index * 37) % 100}
    above: ${(index * 7919) % 97} ${unit}
    for: ${(index % 9) + 1}m
    severity: ${index % 7 === 0 ? "critical" : "warning"}
`;
}

/** 2,048 bytes of keys, in which nothing repeats. */
export const AGENT_KEY_RING = Buffer.from(
  Array.from(
    { length: 2048 },
    ((state) => () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    })(7),
  ),
);
