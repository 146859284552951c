import { mergeAll, mergeConfigs } from "../../lib/ignition/merge";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { expectMerged, type Merged } from "./expect-merged";

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
    ])("%s", expectMerged);
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
    ])("%s", expectMerged);
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
    ])("%s", expectMerged);
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
    ])("%s", expectMerged);
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
