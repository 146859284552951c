import { mergeConfigs } from "../../lib/ignition/merge";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { validateIgnition } from "../../lib/ignition/validate";
import { Late } from "../../lib/values/late";
import { expectMerged, type Merged } from "./expect-merged";

describe("mergeConfigs", () => {
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
    ])("%s", expectMerged);
  });

  describe("of lists that are not known", () => {
    const some = Late.token(["the", "list"]) as never;
    const others = Late.token(["others"]) as never;

    it.each<Merged>([
      [
        "keeps late items beside all others, and beside each other",
        {
          storage: {
            files: [{ path: "/a", append: [some] }, some],
            disks: [{ device: "/dev/vdb", partitions: [some, { number: 1 }] }],
          },
          systemd: { units: [some, { name: "a.service", dropins: [some] }] },
          passwd: { users: [some, { name: "core", sshAuthorizedKeys: [some] }] },
        },
        {
          storage: {
            files: [others, { path: "/a", append: [others] }],
            disks: [{ device: "/dev/vdb", partitions: [others, { number: 1, label: "a" }] }],
          },
          systemd: { units: [{ name: "a.service", dropins: [others] }, others] },
          passwd: { users: [{ name: "core", sshAuthorizedKeys: [others] }, others] },
        },
        {
          storage: {
            files: [{ path: "/a", append: [some, others] }, some, others],
            disks: [{ device: "/dev/vdb", partitions: [some, { number: 1, label: "a" }, others] }],
          },
          systemd: { units: [some, { name: "a.service", dropins: [some, others] }, others] },
          passwd: { users: [some, { name: "core", sshAuthorizedKeys: [some, others] }, others] },
        },
      ],
      [
        "puts a list that is late as a whole among the other's items",
        { storage: { files: some }, passwd: { users: [{ name: "a" }] }, kernelArguments: { shouldExist: some } },
        { storage: { files: [{ path: "/a" }] }, passwd: { users: some }, kernelArguments: { shouldExist: others } },
        {
          storage: { files: [some, { path: "/a" }] },
          passwd: { users: [{ name: "a" }, some] },
          kernelArguments: { shouldExist: [some, others] },
        },
      ],
    ])("%s", expectMerged);

    it("leaves them to be refused", () => {
      const merged = mergeConfigs({ storage: { files: some } }, { storage: { files: [{ path: "/etc/a" }] } });

      expect(validateIgnition(merged).map(({ code, path }) => ({ code, path }))).toEqual([
        { code: "ignition/misplaced-late", path: ["storage", "files", 0] },
      ]);
    });
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
    ])("%s", expectMerged);
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
});

function files(contents: unknown): unknown {
  return { storage: { files: [{ path: "/a", contents }] } };
}
