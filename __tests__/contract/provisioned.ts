import { gzipSync } from "node:zlib";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { sha256, sha512 } from "../../lib/values/hash";
import type { MaybeLate, Text } from "../../lib/values/late";
import type { Seeds } from "./judges/ignition";

/** What the system has before: as little as Ignition and the programs that make users need, and what is to change. */
export const SEEDS: Seeds = {
  "/etc/group": "root:x:0:\nwheel:x:10:\nold:x:20:\ncore:x:1000:\n",
  "/etc/gshadow": "root:*::\nwheel:::\nold:!::\ncore:!::\n",
  "/etc/hosts": "127.0.0.1 localhost\n",
  "/etc/issue": "before\n",
  "/etc/login.defs": "UID_MIN 1000\nGID_MIN 1000\nHOME_MODE 0700\n",
  "/etc/motd": "Welcome\n",
  "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\ngone:x:30:30::/none:/bin/sh\ncore:x:1000:1000::/srv/core:/bin/sh\n",
  "/etc/shadow": "root:*:19000:0:99999:7:::\ngone:*:19000:0:99999:7:::\ncore:*:19000:0:99999:7:::\n",
  "/etc/systemd/system/docker.socket": { link: "/dev/null" },
  "/etc/systemd/system/multi-user.target.wants/sshd.service": { link: "/usr/lib/systemd/system/sshd.service" },
  "/etc/systemd/system/multi-user.target.wants/zincati.service": { link: "/usr/lib/systemd/system/zincati.service" },
  "/srv/core/.profile": "# before\n",
  "/srv/was-file": "before\n",
  "/usr/lib/systemd/system/zincati.service": "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n",
};

/** What of the config may come late. */
export interface Values {
  /** Where {@link served} is served. */
  readonly server: MaybeLate<string>;
  readonly key: Text;
  readonly mode: MaybeLate<number>;
  readonly name: MaybeLate<string>;
  readonly enabled: MaybeLate<boolean>;
  readonly line: MaybeLate<string>;
}

export const VALUES = {
  key: "ssh-ed25519 AAAA a",
  mode: 0o640,
  name: "app",
  enabled: true,
  line: 'late "100%" ${x}\n',
} as const;

export const LINES = "a line that comes again and again\n".repeat(100);
export const BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
export const HOSTILE = "100% %41 ${a} %{b} \"c\" 'd' \\ ü 山 🚀\u2028\n\ttab\r\n";

/** Body of the answer to `/lines.gz`. */
export const served = gzipSync(LINES);

const PERMISSIONS = [0, 0o400, 0o600, 0o644, 0o755, 0o777, 0o1644, 0o2755, 0o4755, 0o6711, 0o7777];
export const NAMES = [
  "a b",
  "100%",
  "%41",
  "ü山🚀",
  "back\\slash",
  "q\"uo'te",
  "$(x)`y`",
  "*",
  "...",
  "-rf",
  "#1",
  "a:b,c;d=e",
  "~",
];

/** Every kind of thing that Ignition writes where it has no disk. */
export function rich({ server, key, mode, name, enabled, line }: Values): IgnitionConfig {
  return {
    kernelArguments: { shouldExist: ["mitigations=auto,nosmt", 'dyndbg="file a.c +p"'], shouldNotExist: ["quiet"] },
    passwd: {
      groups: [
        { name: "app", gid: 2000 },
        { name: "old", shouldExist: false },
        { name: "wheel", gid: 11 },
      ],
      users: [
        {
          name: "app",
          uid: 2000,
          gecos: 'Grün & "Söhne" %h',
          primaryGroup: "app",
          groups: ["wheel"],
          homeDir: "/srv/home",
          shell: "/sbin/nologin",
          passwordHash: "$y$j9T$salt$hash",
          noUserGroup: true,
          sshAuthorizedKeys: [key, "ssh-ed25519 BBBB b"],
        },
        { name: "core", shell: "/bin/bash", groups: ["wheel", "app"] },
        { name: "gone", shouldExist: false },
        {
          name: "homeless",
          uid: 2001,
          primaryGroup: "app",
          noUserGroup: true,
          noCreateHome: true,
          homeDir: "/none",
          shell: "/bin/sh",
        },
      ],
    },
    storage: {
      directories: [
        { path: "/srv/deep/er/folder" },
        { path: "/srv/shared", mode: 0o3777, user: { name }, group: { id: 4294967294 } },
        { path: "/srv/was-file", overwrite: true, mode: 0o700 },
      ],
      files: [
        { path: "/srv/forms/text", contents: HOSTILE },
        { path: "/srv/forms/pieces", contents: ["one, ", line, "two\n"] },
        { path: "/srv/forms/bytes", contents: { base64: BYTES.toString("base64") } },
        { path: "/srv/forms/packed", contents: LINES },
        { path: "/srv/forms/document", contents: { document: { kind: "text", text: line } } },
        { path: "/srv/forms/empty", contents: "" },
        { path: "/srv/forms/nothing" },
        {
          path: "/srv/fetched/data",
          contents: { source: "data:,a%20b", verification: { hash: `sha512-${sha512("a b")}` } },
        },
        {
          path: "/srv/fetched/packed",
          contents: {
            source: `data:;base64,${gzipSync(BYTES).toString("base64")}`,
            compression: "gzip",
            verification: { hash: `sha256-${sha256(BYTES)}` },
          },
        },
        {
          path: "/srv/fetched/http",
          contents: {
            source: [server, "/lines.gz"],
            compression: "gzip",
            verification: { hash: `sha512-${sha512(LINES)}` },
            httpHeaders: [{ name: "X-Word", value: ["let ", name, " in"] }],
          },
        },
        { path: "/srv/appended", contents: "1\n", append: ["2\n", { base64: "/wA=" }, { source: "data:,3%0A" }] },
        { path: "/etc/motd", append: ["appended\n"] },
        { path: "/etc/hosts", mode },
        { path: "/etc/issue", overwrite: true, contents: "after\n" },
        ...PERMISSIONS.map((bits) => ({ path: `/srv/modes/${bits.toString(8)}`, mode: bits })),
        ...NAMES.map((of) => ({ path: `/srv/names/${of}`, contents: of })),
        { path: "/srv/owned/by-name", user: { name }, group: { name: "wheel" } },
        { path: "/srv/owned/by-id", user: { id: 12345 }, group: { id: 0 }, contents: "mine\n" },
      ],
      links: [
        { path: "/srv/links/relative", target: "../appended" },
        { path: "/srv/links/absolute", target: "/etc/hosts", user: { name }, group: { id: 7 } },
        { path: "/srv/links/dangling", target: "no/100% such ü" },
        { path: "/srv/links/hard", target: "/srv/forms/bytes", hard: true },
        { path: "/etc/localtime", target: "../usr/share/zoneinfo/Europe/Zurich" },
      ],
    },
    systemd: {
      units: [
        {
          name: "hello.service",
          enabled,
          contents: '[Service]\nExecStart=/bin/echo "100%%" ${x} \\\n  ü\n[Install]\nWantedBy=multi-user.target\n',
        },
        { unit: { name: "typed.service", Service: { ExecStart: [["/usr/bin/true"]] } } },
        { name: "zincati.service", enabled: false },
        { name: "never.service", enabled: false },
        { name: "systemd-resolved.service", mask: true },
        { name: "docker.socket", mask: false },
        {
          // Neither enabled nor disabled: for that Ignition asks the systemd that runs, and none does.
          name: "serial-getty@ttyS0.service",
          dropins: [
            { name: "10-a.conf", contents: ["[Service]\n", "Type=idle\n"] },
            { name: "20-b.conf", contents: "[Service]\nTTYVTDisallocate=no\n" },
          ],
        },
      ],
    },
  };
}

/** What a child config does to {@link rich}. */
export const changes: IgnitionConfig = {
  kernelArguments: { shouldExist: ["quiet", "debug"], shouldNotExist: ["mitigations=auto,nosmt"] },
  passwd: {
    groups: [{ name: "more", gid: 3000 }],
    users: [{ name: "app", groups: ["more"], sshAuthorizedKeys: ["ssh-ed25519 CCCC c"], shell: "/bin/sh" }],
  },
  storage: {
    directories: [
      { path: "/srv/shared", mode: 0o750 },
      { path: "/srv/links/dangling", mode: 0o700 },
    ],
    files: [
      { path: "/srv/owned/by-id", mode: 0o600, contents: "theirs\n" },
      { path: "/srv/appended", append: ["4\n"] },
      { path: "/srv/links/relative", contents: "no link\n" },
      { path: "/srv/new", contents: "new\n" },
    ],
    links: [
      { path: "/srv/forms/text", target: "/srv/forms/bytes" },
      { path: "/srv/links/absolute", target: "/etc/issue" },
    ],
  },
  systemd: {
    units: [
      { name: "hello.service", enabled: false },
      { name: "typed.service", contents: "[Service]\nExecStart=/bin/false\n", mask: false },
      { name: "serial-getty@ttyS0.service", dropins: [{ name: "10-a.conf", contents: "[Service]\nType=simple\n" }] },
    ],
  },
};

/** What the helper for kernel arguments is told. */
export const KERNEL_ARGUMENTS = [
  ...["--should-exist", "mitigations=auto,nosmt", "--should-exist", 'dyndbg="file a.c +p"'],
  ...["--should-not-exist", "quiet"],
];
