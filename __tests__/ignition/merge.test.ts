import { mergeAll, mergeConfigs } from "../../lib/ignition/merge";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { Late } from "../../lib/values/late";

type Merged = readonly [name: string, parent: IgnitionConfig, child: IgnitionConfig, merged: IgnitionConfig];

const HASH = `sha512-${"ab".repeat(64)}`;

describe("mergeConfigs", () => {
  describe("of section ignition", () => {
    it.each<Merged>([
      [
        "takes the higher of two versions",
        { ignition: { version: "3.5.0" } },
        { ignition: { version: "3.4.0" } },
        { ignition: { version: "3.5.0" } },
      ],
      [
        "keeps the only version",
        { ignition: { version: "3.6.0" } },
        { ignition: { timeouts: { httpTotal: 1 } } },
        { ignition: { version: "3.6.0", timeouts: { httpTotal: 1 } } },
      ],
      [
        "keeps what the child does not say of timeouts and proxies, and unites the hosts without one",
        {
          ignition: {
            timeouts: { httpResponseHeaders: 5, httpTotal: 60 },
            proxy: { httpProxy: "http://old.example", noProxy: ["a.example", "b.example"] },
          },
        },
        {
          ignition: {
            timeouts: { httpTotal: 0 },
            proxy: { httpProxy: "http://new.example", noProxy: ["c.example", "a.example"] },
          },
        },
        {
          ignition: {
            timeouts: { httpResponseHeaders: 5, httpTotal: 0 },
            proxy: { httpProxy: "http://new.example", noProxy: ["a.example", "b.example", "c.example"] },
          },
        },
      ],
      [
        "knows merged configs by where they come from",
        {
          ignition: {
            config: {
              merge: [
                { source: "http://a.example/1.ign", unverified: true },
                { source: "http://a.example/2.ign", verification: { hash: HASH } },
                '{"ignition":{"version":"3.4.0"}}',
              ],
            },
          },
        },
        {
          ignition: {
            config: {
              merge: [
                { base64: "eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy40LjAifX0=" },
                "{}",
                { source: "http://a.example/1.ign", verification: { hash: HASH } },
              ],
            },
          },
        },
        {
          ignition: {
            config: {
              merge: [
                { source: "http://a.example/1.ign", unverified: true, verification: { hash: HASH } },
                { source: "http://a.example/2.ign", verification: { hash: HASH } },
                { base64: "eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy40LjAifX0=" },
                "{}",
              ],
            },
          },
        },
      ],
      [
        "merges the replacing config part by part, but not that it may go unverified",
        {
          ignition: {
            config: { replace: { source: "http://a.example/1.ign", compression: "gzip", unverified: true } },
          },
        },
        { ignition: { config: { replace: { source: "http://a.example/2.ign" } } } },
        { ignition: { config: { replace: { source: "http://a.example/2.ign", compression: "gzip" } } } },
      ],
      [
        "knows certificate authorities by where they come from",
        { ignition: { security: { tls: { certificateAuthorities: ["one", { source: "http://a.example/ca" }] } } } },
        { ignition: { security: { tls: { certificateAuthorities: ["two", "one"] } } } },
        {
          ignition: {
            security: { tls: { certificateAuthorities: ["one", { source: "http://a.example/ca" }, "two"] } },
          },
        },
      ],
    ])("%s", check);
  });

  describe("of kernel arguments", () => {
    it.each<Merged>([
      [
        "has each once",
        { kernelArguments: { shouldExist: ["a", "b"] } },
        { kernelArguments: { shouldExist: ["c", "b"] } },
        { kernelArguments: { shouldExist: ["a", "b", "c"] } },
      ],
      [
        "lets the child change its mind",
        { kernelArguments: { shouldExist: ["a", "b"], shouldNotExist: ["c"] } },
        { kernelArguments: { shouldExist: ["c"], shouldNotExist: ["a"] } },
        { kernelArguments: { shouldExist: ["b", "c"], shouldNotExist: ["a"] } },
      ],
      [
        "leaves no list empty that was not",
        { kernelArguments: { shouldExist: ["quiet"] } },
        { kernelArguments: { shouldNotExist: ["quiet"] } },
        { kernelArguments: { shouldNotExist: ["quiet"] } },
      ],
    ])("%s", check);
  });

  describe("of users and groups", () => {
    it.each<Merged>([
      [
        "knows them by name, and has each key and each group of theirs once",
        {
          passwd: {
            users: [
              { name: "app", shell: "/bin/bash" },
              { name: "core", uid: 1000, sshAuthorizedKeys: ["ssh-ed25519 A"], groups: ["wheel", "adm"] },
            ],
            groups: [{ name: "adm", gid: 4 }],
          },
        },
        {
          passwd: {
            users: [
              { name: "db" },
              { name: "core", uid: 1001, sshAuthorizedKeys: ["ssh-ed25519 B", "ssh-ed25519 A"], groups: ["sudo"] },
            ],
            groups: [{ name: "adm", system: true }],
          },
        },
        {
          passwd: {
            users: [
              { name: "app", shell: "/bin/bash" },
              {
                name: "core",
                uid: 1001,
                sshAuthorizedKeys: ["ssh-ed25519 A", "ssh-ed25519 B"],
                groups: ["wheel", "adm", "sudo"],
              },
              { name: "db" },
            ],
            groups: [{ name: "adm", gid: 4, system: true }],
          },
        },
      ],
    ])("%s", check);
  });

  describe("of disks, arrays, volumes and file systems", () => {
    it.each<Merged>([
      [
        "knows a disk by its device, and a partition by its number or else its label",
        {
          storage: {
            disks: [
              {
                device: "/dev/vda",
                wipeTable: true,
                partitions: [
                  { number: 1, label: "boot", sizeMiB: 512 },
                  { label: "data", sizeMiB: 1024 },
                  { number: 3 },
                ],
              },
            ],
          },
        },
        {
          storage: {
            disks: [
              {
                device: "/dev/vda",
                wipeTable: false,
                partitions: [
                  { label: "data", sizeMiB: 0 },
                  { number: 1, label: "efi" },
                  { label: "boot" },
                  { number: 0, label: "logs" },
                ],
              },
              { device: "/dev/vdb" },
            ],
          },
        },
        {
          storage: {
            disks: [
              {
                device: "/dev/vda",
                wipeTable: false,
                partitions: [
                  { number: 1, label: "efi", sizeMiB: 512 },
                  { label: "data", sizeMiB: 0 },
                  { number: 3 },
                  { label: "boot" },
                  { number: 0, label: "logs" },
                ],
              },
              { device: "/dev/vdb" },
            ],
          },
        },
      ],
      [
        "knows an array by its name, has each of its devices once, and adds options",
        { storage: { raid: [{ name: "md", level: "raid1", devices: ["/dev/a", "/dev/b"], options: ["--x"] }] } },
        { storage: { raid: [{ name: "md", level: "raid5", devices: ["/dev/b", "/dev/c"], options: ["--x"] }] } },
        {
          storage: {
            raid: [{ name: "md", level: "raid5", devices: ["/dev/a", "/dev/b", "/dev/c"], options: ["--x", "--x"] }],
          },
        },
      ],
      [
        "knows a volume by its name and its Tang servers by their URLs, has each option to open it once, and adds others",
        {
          storage: {
            luks: [
              {
                name: "data",
                device: "/dev/a",
                options: ["--x"],
                openOptions: ["--a", "--b"],
                clevis: { threshold: 1, tang: [{ url: "http://one.example", thumbprint: "1", advertisement: "{}" }] },
              },
            ],
          },
        },
        {
          storage: {
            luks: [
              {
                name: "data",
                device: "/dev/b",
                options: ["--x"],
                openOptions: ["--b", "--c"],
                clevis: {
                  tpm2: true,
                  tang: [
                    { url: "http://two.example", thumbprint: "2" },
                    { url: "http://one.example", thumbprint: "3" },
                  ],
                },
              },
            ],
          },
        },
        {
          storage: {
            luks: [
              {
                name: "data",
                device: "/dev/b",
                options: ["--x", "--x"],
                openOptions: ["--a", "--b", "--c"],
                clevis: {
                  threshold: 1,
                  tpm2: true,
                  tang: [
                    { url: "http://one.example", thumbprint: "3", advertisement: "{}" },
                    { url: "http://two.example", thumbprint: "2" },
                  ],
                },
              },
            ],
          },
        },
      ],
      [
        "knows a file system by its device, and adds options",
        { storage: { filesystems: [{ device: "/dev/a", format: "xfs", options: ["-f"], mountOptions: ["ro"] }] } },
        { storage: { filesystems: [{ device: "/dev/a", format: "ext4", options: ["-F"], mountOptions: ["ro"] }] } },
        {
          storage: {
            filesystems: [{ device: "/dev/a", format: "ext4", options: ["-f", "-F"], mountOptions: ["ro", "ro"] }],
          },
        },
      ],
    ])("%s", check);
  });

  describe("of files, folders and links", () => {
    it.each<Merged>([
      [
        "merges two of the same kind, and adds what is appended",
        {
          storage: {
            files: [
              { path: "/a", mode: 0o600, user: { name: "core" }, contents: "old", append: ["1"] },
              { path: "/b", contents: "b" },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/c" },
              { path: "/a", overwrite: true, user: { id: 1 }, contents: "new", append: ["1", "2"] },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/a", mode: 0o600, overwrite: true, user: { id: 1 }, contents: "new", append: ["1", "1", "2"] },
              { path: "/b", contents: "b" },
              { path: "/c" },
            ],
          },
        },
      ],
      [
        "puts what the child has at a path in the place of what the parent has there",
        {
          storage: {
            directories: [{ path: "/a", mode: 0o700 }],
            files: [{ path: "/b", mode: 0o600 }, { path: "/x" }],
            links: [{ path: "/c", target: "/x" }],
          },
        },
        {
          storage: {
            directories: [{ path: "/b" }],
            files: [{ path: "/c", contents: "c" }],
            links: [{ path: "/a", target: "/x" }],
          },
        },
        {
          storage: {
            directories: [{ path: "/b" }],
            files: [{ path: "/x" }, { path: "/c", contents: "c" }],
            links: [{ path: "/a", target: "/x" }],
          },
        },
      ],
      [
        "merges contents that are fetched part by part, and takes headers away that have no value",
        {
          storage: {
            files: [
              {
                path: "/a",
                contents: {
                  source: "http://old.example",
                  compression: "gzip",
                  verification: { hash: HASH },
                  httpHeaders: [
                    { name: "A", value: "1" },
                    { name: "B", value: "2" },
                    { name: "C", value: "3" },
                  ],
                },
              },
            ],
          },
        },
        {
          storage: {
            files: [
              {
                path: "/a",
                contents: {
                  source: "http://new.example",
                  httpHeaders: [{ name: "D" }, { name: "C" }, { name: "B", value: "4" }],
                },
              },
            ],
          },
        },
        {
          storage: {
            files: [
              {
                path: "/a",
                contents: {
                  source: "http://new.example",
                  compression: "gzip",
                  verification: { hash: HASH },
                  httpHeaders: [{ name: "A", value: "1" }, { name: "B", value: "4" }, { name: "D" }],
                },
              },
            ],
          },
        },
      ],
      [
        "takes contents that stand in the config whole, whichever side they are on",
        {
          storage: {
            files: [
              { path: "/a", contents: { source: "http://old.example", verification: { hash: HASH } } },
              { path: "/b", contents: ["old"] },
              { path: "/c", contents: { base64: "AP8=" } },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/a", contents: "new" },
              { path: "/b", contents: { source: "http://new.example" } },
              { path: "/c", contents: { document: { kind: "text", text: "new" } } },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/a", contents: "new" },
              { path: "/b", contents: { source: "http://new.example" } },
              { path: "/c", contents: { document: { kind: "text", text: "new" } } },
            ],
          },
        },
      ],
    ])("%s", check);
  });

  describe("of units", () => {
    const typed = { name: "a.service", Service: { ExecStart: [["/usr/bin/true"]] } };

    it.each<Merged>([
      [
        "knows them and their drop-ins by name",
        {
          systemd: {
            units: [
              {
                name: "a.service",
                contents: "[Unit]\n",
                enabled: true,
                dropins: [{ name: "10.conf", contents: "[Unit]\n#1\n" }, { name: "20.conf" }],
              },
            ],
          },
        },
        {
          systemd: {
            units: [
              { name: "b.service", mask: true },
              {
                name: "a.service",
                enabled: false,
                dropins: [{ name: "30.conf" }, { name: "10.conf", contents: "[Unit]\n#2\n" }],
              },
            ],
          },
        },
        {
          systemd: {
            units: [
              {
                name: "a.service",
                contents: "[Unit]\n",
                enabled: false,
                dropins: [{ name: "10.conf", contents: "[Unit]\n#2\n" }, { name: "20.conf" }, { name: "30.conf" }],
              },
              { name: "b.service", mask: true },
            ],
          },
        },
      ],
      [
        "keeps a typed unit of which the child only says whether it is enabled",
        { systemd: { units: [{ unit: typed, enabled: true, dropins: [{ name: "10.conf" }] }] } },
        { systemd: { units: [{ name: "a.service", enabled: false }] } },
        { systemd: { units: [{ unit: typed, enabled: false, dropins: [{ name: "10.conf" }] }] } },
      ],
      [
        "puts written contents in the place of a typed unit",
        { systemd: { units: [{ unit: typed, enabled: true }] } },
        { systemd: { units: [{ name: "a.service", contents: "[Unit]\n" }] } },
        { systemd: { units: [{ name: "a.service", contents: "[Unit]\n", enabled: true }] } },
      ],
      [
        "puts a typed unit in the place of written contents",
        { systemd: { units: [{ name: "a.service", contents: "[Unit]\n", mask: false }] } },
        { systemd: { units: [{ unit: typed }] } },
        { systemd: { units: [{ unit: typed, mask: false }] } },
      ],
    ])("%s", check);
  });

  describe("of late values", () => {
    const one = Late.token("${one}");
    const two = Late.token("${two}");
    const list = { tokens: ["an object"] };

    it.each<Merged>([
      [
        "lets the child's win, late or not",
        { storage: { files: [{ path: "/a", mode: 0o600, contents: one }] } },
        { storage: { files: [{ path: "/a", mode: Late.token(1), contents: ["a", two] }] } },
        { storage: { files: [{ path: "/a", mode: Late.token(1), contents: ["a", two] }] } },
      ],
      [
        "knows items by late values that come from the same source",
        {
          storage: { files: [{ path: one, mode: 0o600 }, { path: "${one}" }] },
          passwd: { users: [{ name: Late.sealedKey("k", 1, "public"), uid: 1 }] },
        },
        {
          storage: { files: [{ path: Late.token("${one}"), contents: "1" }, { path: two }] },
          passwd: {
            users: [
              { name: Late.fromSource({ part: "public", generation: 1, name: "k", from: "sealed-key" }), gecos: "K" },
              { name: Late.sealedKey("k", 2, "public") },
            ],
          },
        },
        {
          storage: { files: [{ path: one, mode: 0o600, contents: "1" }, { path: "${one}" }, { path: two }] },
          passwd: {
            users: [
              { name: Late.sealedKey("k", 1, "public"), uid: 1, gecos: "K" },
              { name: Late.sealedKey("k", 2, "public") },
            ],
          },
        },
      ],
      [
        "does not care how a text was cut into pieces",
        { kernelArguments: { shouldExist: [["ip=", one, "::", "eth0"], "quiet", ["a", "b"]] } },
        { kernelArguments: { shouldExist: [["i", "p=", one, "::eth0", ""], ["ip=", two, "::eth0"], "ab"] } },
        { kernelArguments: { shouldExist: [["i", "p=", one, "::eth0", ""], "quiet", "ab", ["ip=", two, "::eth0"]] } },
      ],
      [
        "takes tokens that are objects for equal only if they are the same",
        { kernelArguments: { shouldExist: [Late.token(list) as unknown as string] } },
        {
          kernelArguments: {
            shouldExist: [Late.token(list) as unknown as string, Late.token({ ...list }) as unknown as string],
          },
        },
        {
          kernelArguments: {
            shouldExist: [Late.token(list) as unknown as string, Late.token({ ...list }) as unknown as string],
          },
        },
      ],
      [
        "knows certificate authorities by late contents",
        { ignition: { security: { tls: { certificateAuthorities: [one, { base64: two }, { source: one }] } } } },
        { ignition: { security: { tls: { certificateAuthorities: [{ base64: Late.token("${two}") }, two, [one]] } } } },
        {
          ignition: {
            security: { tls: { certificateAuthorities: [[one], { base64: two }, { source: one }, two] } },
          },
        },
      ],
    ])("%s", check);
  });

  describe("of keys that only a newer spec has", () => {
    it.each<Merged>([
      [
        "merges objects at any depth, and takes the child's value of all else",
        { newer: { a: { b: 1, c: [1] } }, storage: { files: [{ path: "/a", newer: { x: true } }] } },
        { newer: { a: { c: [2], d: {} } }, storage: { files: [{ path: "/a", newer: { x: false } }] } },
        { newer: { a: { b: 1, c: [2], d: {} } }, storage: { files: [{ path: "/a", newer: { x: false } }] } },
      ],
      [
        "takes the higher of two versions",
        { ignition: { newer: { version: "3.10.0-experimental" } } },
        { ignition: { newer: { version: "3.9.0" } } },
        { ignition: { newer: { version: "3.10.0-experimental" } } },
      ],
      [
        "takes a version that is out for higher than one that is tried",
        { ignition: { newer: { version: "3.7.0-experimental" } } },
        { ignition: { newer: { version: "3.7.0" } } },
        { ignition: { newer: { version: "3.7.0" } } },
      ],
    ])("%s", check);
  });

  describe("of what is no config", () => {
    it.each<readonly [name: string, parent: unknown, child: unknown, merged: unknown]>([
      ["a list", { storage: { files: [{ path: "/a" }] } }, { storage: { files: {} } }, { storage: { files: {} } }],
      [
        "items",
        { storage: { files: [{ path: "/a" }, 0] } },
        { storage: { files: [null, {}] } },
        { storage: { files: [{ path: "/a" }, {}] } },
      ],
      ["sections", { storage: {}, passwd: 1 }, { storage: null, passwd: [] }, { storage: null, passwd: [] }],
      ["contents", files(1), files(null), files(null)],
      [
        "headers",
        files({ source: "a", httpHeaders: [1] }),
        files({ source: 1, httpHeaders: [null] }),
        files({ source: 1, httpHeaders: [null] }),
      ],
    ])("leaves %s that are none to be refused later", (_name, parent, child, merged) => {
      expect(mergeConfigs(parent as IgnitionConfig, child as IgnitionConfig)).toStrictEqual(merged);
    });

    it("takes keys by the name of what every object has for keys", () => {
      const merged = mergeConfigs(JSON.parse('{"newer":{"__proto__":{"a":1}}}') as IgnitionConfig, {
        newer: { constructor: 1 },
      });

      expect(Object.keys(merged.newer ?? {})).toEqual(["__proto__", "constructor"]);
      expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
    });
  });

  describe("of more than two configs", () => {
    it("lets a later one win", () => {
      expect(
        mergeAll(
          { kernelArguments: { shouldExist: ["a"] } },
          { kernelArguments: { shouldNotExist: ["a"] } },
          { storage: { links: [{ path: "/a", target: "/b" }] } },
        ),
      ).toEqual({
        kernelArguments: { shouldNotExist: ["a"] },
        storage: { links: [{ path: "/a", target: "/b" }] },
      });
    });

    it("can matter which two are merged first, as in Ignition, where one takes back what another had", () => {
      const file: IgnitionConfig = { storage: { files: [{ path: "/a", mode: 0o600 }] } };
      const link: IgnitionConfig = { storage: { links: [{ path: "/a", target: "/b" }] } };
      const other: IgnitionConfig = { storage: { files: [{ path: "/a", contents: "a" }] } };

      expect(mergeConfigs(mergeConfigs(file, link), other)).toEqual(other);
      expect(mergeConfigs(file, mergeConfigs(link, other))).toEqual({
        storage: { files: [{ path: "/a", mode: 0o600, contents: "a" }] },
      });
    });

    it("is empty of none", () => {
      expect(mergeAll()).toEqual({});
    });
  });
});

function check(_name: string, parent: IgnitionConfig, child: IgnitionConfig, merged: IgnitionConfig): void {
  expect(mergeConfigs(parent, child)).toStrictEqual(merged);
}

function files(contents: unknown): unknown {
  return { storage: { files: [{ path: "/a", contents }] } };
}
