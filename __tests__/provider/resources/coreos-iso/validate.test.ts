import { UNKNOWN, type Value, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { aPublishedIso, ignition } from "./a-published-iso";

describe("slipway_coreos_iso", () => {
  const { asPublished, proposed, source } = aPublishedIso();

  describe("validate", () => {
    it("accepts a sound config", () => {
      expect(resource.validate?.({ ...proposed(), ignition_wo: ignition() })).toEqual([]);
    });

    it("lets through what is unknown", () => {
      const all: ValueObject = Object.fromEntries(
        Object.keys(proposed()).map((name): [string, Value] => [name, UNKNOWN]),
      );

      expect(resource.validate?.(all)).toEqual([]);
    });

    it.each<[string, ValueObject, readonly (string | number)[]]>([
      ["a name that is no part of a file name", { name: "../x" }, ["name"]],
      ["a hash that is none", { source: { url: source, sha256: "abc" } }, ["source", "sha256"]],
      ["an argument with a space", { kernel_arguments: ["a", "b c"] }, ["kernel_arguments", 1]],
      ["a deleted argument with a space", { kernel_arguments_delete: ["b c"] }, ["kernel_arguments_delete", 0]],
      ["an exchange that is none", { kernel_arguments_replace: ["a=b"] }, ["kernel_arguments_replace", 0]],
      [
        "a keyfile of another name",
        { network_keyfiles_wo: { "../eth0": "secret{" } },
        ["network_keyfiles_wo", "../eth0"],
      ],
      [
        "a password in the signature's URL",
        { source: { ...asPublished, signature: "https://me:secret{@x/y" } },
        ["source", "signature"],
      ],
      [
        "a password in a mirror's URL",
        { source: { ...asPublished, mirrors: ["/srv", "https://me:secret{@x"] } },
        ["source", "mirrors", 1],
      ],
      ["a datastore with a slash", { datastore_id: "a/b" }, ["datastore_id"]],
      ["what is not JSON", { ignition_wo: "secret{" }, ["ignition_wo"]],
      ["another kind of document", { ignition_wo: '{"kind":"text","text":"x"}' }, ["ignition_wo"]],
      [
        "a config with a relative path",
        { ignition_wo: JSON.stringify({ kind: "ignition", config: { storage: { files: [{ path: "etc/x" }] } } }) },
        ["ignition_wo"],
      ],
    ])("refuses %s", (_name, changes, path) => {
      const found = resource.validate?.({ ...proposed(), ignition_wo: ignition(), ...changes }) ?? [];

      expect(found.map((diagnostic) => diagnostic.path)).toEqual([path]);
      expect(JSON.stringify(found)).not.toContain("secret{");
    });
  });
});
