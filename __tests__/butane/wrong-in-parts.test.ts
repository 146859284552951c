import { fromButane } from "../../lib/butane/from-butane";
import { text } from "./example";
import { memoryFiles } from "./memory-files";

const files = memoryFiles({ motd: "hello\n" });

/** Code and path of all that is wrong with a document, in reading it and in what it means. */
function problemsOf(yaml: string): readonly string[] {
  const { problems, validate } = fromButane(`variant: fcos\nversion: 1.7.0\n${yaml}`, files);
  return [...problems, ...validate()].map(({ code, path }) => `${code} ${path.join(".")}`);
}

describe("fromButane", () => {
  describe("given a document of which a part is wrong", () => {
    it("refuses what is wrong elsewhere in the same item, too", () => {
      const yaml = text`
        storage:
          files:
            - path: etc/motd
              mode: 644
              contentz: x
              contents: {local: none}
              zork: 1
      `;

      expect(problemsOf(yaml)).toEqual([
        "butane/unknown-key storage.files.0.contentz",
        "butane/missing-file storage.files.0.contents.local",
        "butane/unknown-key storage.files.0.zork",
        "ignition/relative-path storage.files.0.path",
        "ignition/decimal-mode storage.files.0.mode",
      ]);
    });

    it("refuses what is wrong in other sections, too", () => {
      const yaml = text`
        storage:
          disks: none
        passwd:
          users:
            - {name: core}
            - {name: core}
        systemd:
          units:
            - {name: app, enabled: true}
      `;

      expect(problemsOf(yaml)).toEqual([
        "butane/wrong-type storage.disks",
        "ignition/unit-name systemd.units.0.name",
        "ignition/duplicate-user passwd.users.1.name",
      ]);
    });

    it("refuses what is wrong with items that stand elsewhere in the result", () => {
      const yaml = text`
        boot_device: {layout: x86_64, mirror: {devices: [/dev/vda, /dev/vdb]}}
        storage:
          filesystems:
            - {device: /dev/vdc, format: zfs, path: /var/a}
            - {device: /dev/vdd, fromat: ext4, path: /var/b}
      `;

      expect(problemsOf(yaml)).toEqual([
        "butane/unknown-key storage.filesystems.1.fromat",
        "ignition/unknown-value storage.filesystems.0.format",
      ]);
    });

    it("refuses a mode in decimal for one reason only, in a version without special bits", () => {
      const { validate } = fromButane(
        "variant: fcos\nversion: 1.6.0\nstorage: {directories: [{path: /etc/a, mode: 755}]}\n",
      );

      expect(validate().map(({ code }) => code)).toEqual(["ignition/decimal-mode"]);
    });

    it("tells items of one name apart", () => {
      const yaml = text`
        storage:
          files:
            - {path: /etc/a, mode: 0644}
            - {path: /etc/a, mode: 644}
            - {path: /etc/a, mode: 600}
      `;

      expect(problemsOf(yaml)).toEqual([
        "ignition/decimal-mode storage.files.1.mode",
        "ignition/decimal-mode storage.files.2.mode",
        "ignition/duplicate-path storage.files.1.path",
        "ignition/duplicate-path storage.files.2.path",
      ]);
    });

    it.each([
      ["a misspelt path", "storage: {files: [{pth: /etc/a, mode: 0644}]}"],
      ["a path that is a list", "storage: {links: [{path: [/etc/b], target: /etc/a}]}"],
      ["contents that are missing", "storage: {files: [{path: /etc/a, overwrite: true, contents: {local: none}}]}"],
      ["contents that are misspelt", "storage: {files: [{path: /etc/a, overwrite: true, contentz: {local: motd}}]}"],
      ["a label of a wrong type", "storage: {disks: [{device: /dev/vdb, partitions: [{label: [a]}]}]}"],
      [
        "a partition's label that a filesystem may mean",
        "storage: {disks: [{device: /dev/vdb, partitions: [{number: 1, label: [a]}]}], filesystems: [{device: /dev/disk/by-partlabel/a, format: xfs}]}",
      ],
      ["users that a group may be for", "passwd: {users: none, groups: [{name: ops}]}"],
      ["groups that a user may mean", "passwd: {users: [{name: a, groups: [ops]}], groups: none}"],
      ["a tree that may hold a link", "storage: {trees: [{local: none}], links: [{path: /etc/a}]}"],
      ["the system's disk", "boot_device: {luks: {tpm2: [true]}}"],
      ["a mount", "storage: {filesystems: [{device: /dev/vdb, format: xfs, path: /var/a, with_mount_unit: maybe}]}"],
      ["a misspelt text", "storage: {files: [{path: /etc/a, overwrite: true, contents: {inlin: a}}]}"],
      ["a user's keys", "passwd: {users: [{name: core, ssh_authorized_keys_local: [none]}]}"],
      ["a unit's text", "systemd: {units: [{name: a.service, enabled: true, contents_local: none}]}"],
      ["an item of a list", "storage: {directories: [/etc/a]}"],
    ])("says nothing of what hangs on %s", (_name, yaml) => {
      expect(problemsOf(yaml)).toHaveLength(1);
    });

    it("says nothing more of a text that is no document", () => {
      expect(problemsOf("storage: [")).toEqual(["butane/yaml-syntax "]);
    });
  });
});
