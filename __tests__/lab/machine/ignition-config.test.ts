import { IgnitionError, readIgnition } from "../../../lib/lab/machine/ignition-config";

const read = (config: unknown): ReturnType<typeof readIgnition> => readIgnition(Buffer.from(JSON.stringify(config)));
const ignition = { version: "3.4.0" };

describe("readIgnition", () => {
  it.each(["3.0.0", "3.4.0", "3.6.0"])("takes version %s", (version) => {
    expect(read({ ignition: { version } }).warnings).toEqual([]);
  });

  it("warns of a key that it does not know, and goes on without it", () => {
    const { config, warnings } = read({ ignition, storage: { files: [{ path: "/a", content: {} }] }, extra: 1 });

    expect(config.storage?.files).toEqual([{ path: "/a" }]);
    expect(warnings).toEqual(
      expect.arrayContaining(["warning at $.storage.files.0: unused key content", "warning at $: unused key extra"]),
    );
  });

  it.each<[string, unknown, RegExp]>([
    ["no version", {}, /unsupported config version: none given/],
    ["a newer version", { ignition: { version: "3.7.0" } }, /unsupported config version: 3\.7\.0/],
    ["version 2", { ignition: { version: "2.3.0" } }, /unsupported config version: 2\.3\.0/],
    [
      "a relative path",
      { ignition, storage: { files: [{ path: "a" }] } },
      /\$\.storage\.files\.0\.path: path not absolute/,
    ],
    ["a mode that is none", { ignition, storage: { files: [{ path: "/a", mode: 4096 }] } }, /illegal file mode/],
    [
      "a hash that is none",
      { ignition, storage: { files: [{ path: "/a", contents: { verification: { hash: "sha512-00" } } }] } },
      /malformed verification hash/,
    ],
    [
      "one path twice",
      { ignition, storage: { files: [{ path: "/a" }], directories: [{ path: "/a" }] } },
      /duplicate entry defined: path \/a/,
    ],
    [
      "a unit of no kind",
      { ignition, systemd: { units: [{ name: "a.container" }] } },
      /invalid systemd unit extension/,
    ],
    [
      "one unit twice",
      { ignition, systemd: { units: [{ name: "a.service" }, { name: "a.service" }] } },
      /unit a\.service/,
    ],
    [
      "a partition without number and label",
      { ignition, storage: { disks: [{ device: "/dev/vda", partitions: [{ sizeMiB: 1 }] }] } },
      /a partition number >= 1 or a label must be specified/,
    ],
    [
      "a file system without format",
      { ignition, storage: { filesystems: [{ device: "/dev/vda" }] } },
      /no filesystem format/,
    ],
    ["a link to nowhere", { ignition, storage: { links: [{ path: "/a" }] } }, /link target is required/],
  ])("refuses %s", (_name, config, message) => {
    expect(() => read(config)).toThrow(IgnitionError);
    expect(() => read(config)).toThrow(message);
  });

  it("refuses what is no JSON", () => {
    expect(() => readIgnition(Buffer.from("{"))).toThrow("invalid JSON");
  });
});
