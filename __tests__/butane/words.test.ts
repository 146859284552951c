import { fromButane } from "../../lib/butane/from-butane";
import type { Problem } from "../../lib/values/config-error";
import { text } from "./example";

/** All that is wrong with a document, in reading it and in what it means. */
function problemsOf(version: string, yaml: string): readonly Problem[] {
  const { problems, validate } = fromButane(`variant: fcos\nversion: ${version}\n${yaml}`);
  return [...problems, ...validate()];
}

describe("what is said of a Butane document", () => {
  it("names Butane's versions where something needs a later one", () => {
    const yaml = text`
      storage:
        files:
          - {path: /usr/local/bin/su, mode: 04755}
    `;

    expect(problemsOf("1.5.0", yaml)).toEqual([
      {
        code: "ignition/newer-than-version",
        severity: "error",
        path: ["storage", "files", 0, "mode"],
        what: "the setuid, setgid and sticky bits: exists since 1.7.0 of Butane's specification",
        got: "line 5, column 33: 1.5.0 of Butane's specification",
        allowed: "1.7.0 of Butane's specification or later",
        fix: "write version: 1.7.0",
      },
    ]);
    expect(problemsOf("1.7.0", yaml)).toEqual([]);
  });

  it("names Butane's versions where Ignition would drop something", () => {
    const yaml = text`
      storage:
        luks:
          - name: data
            device: /dev/vdb
            clevis:
              tang:
                - url: https://tang.example
                  thumbprint: dYEa7SPFHjHUFSGTQTQy0eZH-XAAuDYKxYSXeYSpAGg
                  advertisement: '{}'
    `;

    expect(problemsOf("1.5.0", yaml)).toEqual([
      expect.objectContaining({
        code: "ignition/lost-in-version",
        path: ["storage", "luks", 0, "clevis", "tang", 0, "advertisement"],
        what: "Ignition 2.20 and later drop the advertisement of a Tang server from a config of 1.5.0 of Butane's specification",
        fix: "write version: 1.6.0",
      }),
    ]);
    expect(problemsOf("1.6.0", yaml)).toEqual([]);
  });

  it("advises no key that Butane has not", () => {
    const yaml = text`
      ignition:
        config:
          replace: {source: https://base.example/a.ign}
    `;

    expect(problemsOf("1.7.0", yaml)).toEqual([
      expect.objectContaining({
        code: "ignition/unverified-merge",
        fix: "give the hash of the config: verification: { hash: sha512-… }",
      }),
    ]);
  });

  it("writes a mode as YAML has it", () => {
    expect(problemsOf("1.7.0", "storage: {files: [{path: /etc/a, mode: 644}]}\n")).toEqual([
      expect.objectContaining({ code: "ignition/decimal-mode", fix: "write 0644" }),
    ]);
  });

  it("names keys as YAML has them", () => {
    const yaml = text`
      storage:
        disks:
          - {device: /dev/vdb, wipe_table: true}
        filesystems:
          - {device: /dev/vdb, format: ext4}
    `;

    expect(problemsOf("1.7.0", yaml)).toEqual([
      expect.objectContaining({
        code: "ignition/implicit-wipe",
        what: "wiping the disk's table wipes the file system at each run, though wipe_filesystem is not set",
        fix: "set wipe_filesystem, or do not wipe the table",
      }),
    ]);
  });

  it("leaves the names of a config that it only holds", () => {
    const yaml = text`
      ignition:
        config:
          merge:
            - inline: '{"ignition":{"version":"3.4.0"},"storage":{"disks":[{"device":"vdb","wipeTable":true}]}}'
    `;

    expect(problemsOf("1.7.0", yaml)).toEqual([
      expect.objectContaining({
        code: "ignition/merged-config",
        what: "the config to be merged is wrong: storage.disks[0].device: the path is relative (ignition/relative-path)",
      }),
    ]);
  });
});
