import { renderUnit } from "../../lib/units/render";
import type { Unit } from "../../lib/units/schema";
import { ConfigError } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";
import { aContainer, aService, everyQuadlet } from "./fixtures";

const rendered = (name: string): string => renderUnit(everyQuadlet.find((unit) => unit.name === name) as Unit);

describe("renderUnit", () => {
  it("writes a container with every sort of directive", () => {
    expect(rendered("web.container")).toBe(`[Unit]
Description=100%% of the web
Wants=db.container
After=network-online.target db.container

[Container]
ContainerName=web
Image=web.build
Exec=serve --title "a \\"quoted\\" title" 100%% $$HOME "it's"
User=1000
Group=1000
HostName=web
Network=front.network:alias=www
Network=db.container
PublishPort=8080:80
PublishPort=127.0.0.1::53/udp
PublishPort=[::1]:8443:443/tcp
PublishPort=9000
PublishPort=9100-9109:9100-9109
Volume=data.volume:/srv:ro,z
Volume=/etc/slipway/www:/www:ro
Volume=/scratch
Mount=type=bind,source=/run/host,target=/run/host,relabel=shared,ro
Mount=type=tmpfs,target=/cache,tmpfs-size=64m
Mount=type=image,source=base.image,target=/base
Mount=type=volume,source=data.volume,target=/again
Tmpfs=/tmp:size=64m,mode=1777
Environment=EMPTY=
Environment="GREETING=hello $$USER, 50%% off"
Environment="PATTERN=a\\\\b"
EnvironmentFile=/etc/slipway/web.env
Secret=token,type=env,target=TOKEN
Label="org.example.note=says \\"hi\\""
AddCapability=NET_ADMIN CAP_NET_RAW
DropCapability=all
AddDevice=/dev/kvm
NoNewPrivileges=true
ReadOnly=true
Sysctl=net.core.somaxconn=1024
Sysctl="net.ipv4.ip_local_port_range=1024 65535"
Ulimit=nofile=1024:2048
PidsLimit=100
Memory=512m
Notify=healthy
StopTimeout=20
LogOpt=max-size=10m
HealthCmd=curl --fail http://localhost/
HealthInterval=30s
HealthOnFailure=kill
PodmanArgs=--cpus 1.5

[Quadlet]
DefaultDependencies=true

[Service]
ExecStartPre=/usr/bin/mkdir -p "/srv/a b"
Restart=always
RestartSec=5
TimeoutStartSec=15min

[Install]
WantedBy=multi-user.target
`);
  });

  it("writes a volume", () => {
    expect(rendered("data.volume")).toBe(`[Volume]
VolumeName=data
Device=/dev/disk/by-partlabel/data
Type=ext4
Options=nodev,noexec
Label="a=b c"
`);
  });

  it("writes a network", () => {
    expect(rendered("front.network")).toBe(`[Network]
NetworkName=front
Driver=bridge
Internal=false
Subnet=10.89.0.0/24
Gateway=10.89.0.1
DNS=10.89.0.53
Options=mtu=9000
`);
  });

  it("writes an image and a build", () => {
    expect(rendered("base.image")).toBe("[Image]\nImage=quay.io/example/base:1\nTLSVerify=true\nPolicy=missing\n");
    expect(rendered("web.build")).toBe(`[Build]
ImageTag=localhost/web:1
SetWorkingDirectory=/etc/slipway/build/web
Pull=missing
Environment="A=b c"
`);
  });

  it("writes a service, where a dollar is doubled in commands only", () => {
    const unit = aService({
      Type: "oneshot",
      Environment: { NOTE: "$5 & 10%" },
      ExecStart: [["/usr/bin/echo", "$5", ";", "a\\b"], { words: ["/usr/bin/false"], ignoreFailure: true }],
    });

    expect(renderUnit(unit)).toBe(`[Service]
Type=oneshot
ExecStart=/usr/bin/echo $$5 ";" "a\\\\b"
ExecStart=-/usr/bin/false
Environment="NOTE=$5 & 10%%"
`);
  });

  it("writes a timer, a mount, a path, a socket and a target", () => {
    const units: readonly Unit[] = [
      { name: "a.timer", Timer: { OnCalendar: ["Mon *-*-* 03:00"], OnBootSec: 60, Persistent: true } },
      { name: "srv-a\\x2db.mount", Mount: { What: "/dev/vdb", Where: "/srv/a-b", Type: "ext4" } },
      { name: "a.path", Path: { PathChanged: ["/etc/a"] } },
      { name: "a.socket", Socket: { ListenStream: ["127.0.0.1:80"], Accept: false } },
      { name: "a.target", Unit: { Description: "All of it" } },
    ];

    expect(units.map(renderUnit)).toEqual([
      "[Timer]\nOnBootSec=60\nOnCalendar=Mon *-*-* 03:00\nPersistent=true\n",
      "[Mount]\nWhat=/dev/vdb\nWhere=/srv/a-b\nType=ext4\n",
      "[Path]\nPathChanged=/etc/a\n",
      "[Socket]\nListenStream=127.0.0.1:80\nAccept=false\n",
      "[Unit]\nDescription=All of it\n",
    ]);
  });

  it("writes specifiers as they are where they are asked for", () => {
    const unit = aContainer({ HostName: { withSpecifiers: "%i-host" }, Label: { plain: "%i" } });

    expect(renderUnit(unit)).toBe("[Container]\nImage=quay.io/example/app:1\nHostName=%i-host\nLabel=plain=%%i\n");
  });

  it("joins the pieces of a text", () => {
    expect(renderUnit(aContainer({ Environment: { URL: ["http://", "10.20.0.2", "/"] } }))).toContain(
      "Environment=URL=http://10.20.0.2/\n",
    );
  });

  it("refuses what is still late, and says where", () => {
    const unit = aContainer({ Environment: { URL: ["http://", Late.token("${address}")] } });

    const render = (): string => renderUnit(unit);

    expect(render).toThrow(ConfigError);
    expect(render).toThrow("quadlet/late-value at Container.Environment.URL[1]");
  });

  it("refuses an unsound unit with all its problems", () => {
    const render = (): string => renderUnit(aContainer({ HostName: "a\nb", Label: { note: "a\u0000b" } }));

    expect(render).toThrow("quadlet/unsafe-value at web.container/Container.HostName");
    expect(render).toThrow("quadlet/unsafe-value at web.container/Container.Label.note");
  });
});
