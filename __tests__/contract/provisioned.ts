import { gzipSync } from "node:zlib";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { sha256, sha512 } from "../../lib/values/hash";
import type { MaybeLate, Text } from "../../lib/values/late";
import type { Seeds } from "./judges/ignition";
import type { Tree } from "./judges/tree";

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

const LINES = "a line that comes again and again\n".repeat(100);
const BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const HOSTILE = "100% %41 ${a} %{b} \"c\" 'd' \\ ü 山 🚀\u2028\n\ttab\r\n";

/** Body of the answer to `/lines.gz`. */
export const served = gzipSync(LINES);

const PERMISSIONS = [0, 0o400, 0o600, 0o644, 0o755, 0o777, 0o1644, 0o2755, 0o4755, 0o6711, 0o7777];
const NAMES = [
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

const FOLDER = ["d0755 0:0"] as const;

/** What the system has afterwards. */
export const TREE: Tree = {
  "/etc": FOLDER,
  "/etc/group": ["-0644 0:0", "root:x:0:\nwheel:x:11:app,core\ncore:x:1000:\napp:x:2000:core\n"],
  "/etc/gshadow": ["-0644 0:0", "root:*::\nwheel:::app,core\ncore:!::\napp:!::core\n"],
  "/etc/hosts": ["-0640 0:0", "127.0.0.1 localhost\n"],
  "/etc/issue": ["-0644 0:0", "after\n"],
  "/etc/localtime": ["l 0:0", "../usr/share/zoneinfo/Europe/Zurich"],
  "/etc/login.defs": ["-0644 0:0", "UID_MIN 1000\nGID_MIN 1000\nHOME_MODE 0700\n"],
  "/etc/motd": ["-0644 0:0", "Welcome\nappended\n"],
  "/etc/passwd": [
    "-0644 0:0",
    "root:x:0:0:root:/root:/bin/bash\ncore:x:1000:1000::/srv/core:/bin/bash\n" +
      'app:x:2000:2000:Grün & "Söhne" %h:/srv/home:/sbin/nologin\nhomeless:x:2001:2000::/none:/bin/sh\n',
  ],
  "/etc/shadow": [
    "-0644 0:0",
    "root:*:DAY:0:99999:7:::\ncore:*:DAY:0:99999:7:::\napp:$y$j9T$salt$hash:DAY::::::\nhomeless:*:DAY::::::\n",
  ],
  "/etc/systemd": FOLDER,
  "/etc/systemd/system": FOLDER,
  "/etc/systemd/system-preset": FOLDER,
  "/etc/systemd/system-preset/20-ignition.preset": ["-0644 0:0", "enable hello.service\ndisable zincati.service\n"],
  "/etc/systemd/system/hello.service": [
    "-0644 0:0",
    '[Service]\nExecStart=/bin/echo "100%%" ${x} \\\n  ü\n[Install]\nWantedBy=multi-user.target\n',
  ],
  "/etc/systemd/system/multi-user.target.wants": FOLDER,
  "/etc/systemd/system/multi-user.target.wants/sshd.service": ["l 0:0", "/usr/lib/systemd/system/sshd.service"],
  "/etc/systemd/system/serial-getty@ttyS0.service.d": FOLDER,
  "/etc/systemd/system/serial-getty@ttyS0.service.d/10-a.conf": ["-0644 0:0", "[Service]\nType=idle\n"],
  "/etc/systemd/system/serial-getty@ttyS0.service.d/20-b.conf": ["-0644 0:0", "[Service]\nTTYVTDisallocate=no\n"],
  "/etc/systemd/system/systemd-resolved.service": ["l 0:0", "/dev/null"],
  "/etc/systemd/system/typed.service": ["-0644 0:0", "[Service]\nExecStart=/usr/bin/true\n"],
  "/srv": FOLDER,
  "/srv/appended": ["-0644 0:0", Buffer.from("1\n2\n\u00ff\u00003\n", "latin1")],
  "/srv/core": FOLDER,
  "/srv/core/.profile": ["-0644 0:0", "# before\n"],
  "/srv/deep": FOLDER,
  "/srv/deep/er": FOLDER,
  "/srv/deep/er/folder": FOLDER,
  "/srv/fetched": FOLDER,
  "/srv/fetched/data": ["-0644 0:0", "a b"],
  "/srv/fetched/http": ["-0644 0:0", LINES],
  "/srv/fetched/packed": ["-0644 0:0", BYTES],
  "/srv/forms": FOLDER,
  "/srv/forms/bytes": ["-0644 0:0", BYTES],
  "/srv/forms/document": ["-0644 0:0", 'late "100%" ${x}\n'],
  "/srv/forms/empty": ["-0644 0:0", ""],
  "/srv/forms/nothing": ["-0644 0:0", ""],
  "/srv/forms/packed": ["-0644 0:0", LINES],
  "/srv/forms/pieces": ["-0644 0:0", 'one, late "100%" ${x}\ntwo\n'],
  "/srv/forms/text": ["-0644 0:0", HOSTILE],
  "/srv/home": ["d0700 2000:2000"],
  "/srv/home/.ssh": ["d0700 2000:2000"],
  "/srv/home/.ssh/authorized_keys.d": ["d0700 2000:2000"],
  "/srv/home/.ssh/authorized_keys.d/ignition": ["-0600 2000:2000", "ssh-ed25519 AAAA a\nssh-ed25519 BBBB b\n"],
  "/srv/links": FOLDER,
  "/srv/links/absolute": ["l 2000:7", "/etc/hosts"],
  "/srv/links/dangling": ["l 0:0", "no/100% such ü"],
  "/srv/links/hard": ["=", "/srv/forms/bytes"],
  "/srv/links/relative": ["l 0:0", "../appended"],
  "/srv/modes": FOLDER,
  "/srv/modes/0": ["-0000 0:0", ""],
  "/srv/modes/400": ["-0400 0:0", ""],
  "/srv/modes/600": ["-0600 0:0", ""],
  "/srv/modes/644": ["-0644 0:0", ""],
  "/srv/modes/755": ["-0755 0:0", ""],
  "/srv/modes/777": ["-0777 0:0", ""],
  "/srv/modes/1644": ["-1644 0:0", ""],
  "/srv/modes/2755": ["-2755 0:0", ""],
  "/srv/modes/4755": ["-4755 0:0", ""],
  "/srv/modes/6711": ["-6711 0:0", ""],
  "/srv/modes/7777": ["-7777 0:0", ""],
  "/srv/names": FOLDER,
  ...Object.fromEntries(NAMES.map((of) => [`/srv/names/${of}`, ["-0644 0:0", of] as const])),
  "/srv/owned": FOLDER,
  "/srv/owned/by-id": ["-0644 12345:0", "mine\n"],
  "/srv/owned/by-name": ["-0644 2000:11", ""],
  "/srv/shared": ["d3777 2000:4294967294"],
  "/srv/was-file": ["d0700 0:0"],
  "/usr": FOLDER,
  "/usr/lib": FOLDER,
  "/usr/lib/systemd": FOLDER,
  "/usr/lib/systemd/system": FOLDER,
  "/usr/lib/systemd/system/zincati.service": [
    "-0644 0:0",
    "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n",
  ],
};
