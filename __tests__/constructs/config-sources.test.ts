import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { IgnitionConfig } from "../../lib";
import { problems, synthesizeStack, withApp } from "./synth";

const folder = mkdtempSync(join(tmpdir(), "slipway-files-"));
beforeAll(() => {
  mkdirSync(join(folder, "etc"));
  writeFileSync(join(folder, "motd"), "welcome\n");
  writeFileSync(join(folder, "etc/app.conf"), "port = 80\n", { mode: 0o644 });
});
afterAll(() => rmSync(folder, { recursive: true }));

function dataOf(build: (stack: TerraformStack) => IgnitionConfig): unknown {
  return withApp((app) => build(new TerraformStack(app, "stack")).data);
}

describe("IgnitionConfig with local files", () => {
  it("takes contents and trees from its folder", () => {
    const data = dataOf((stack) =>
      new IgnitionConfig(stack, "config", {}, { filesDirectory: folder })
        .addFile({ path: "/etc/motd", contents: { local: "motd" } })
        .addTree({ local: "etc", path: "/etc/app" }),
    );

    expect(data).toEqual({
      storage: {
        files: [
          { path: "/etc/motd", contents: "welcome\n" },
          { path: "/etc/app/app.conf", mode: 0o644, contents: "port = 80\n" },
        ],
      },
    });
  });

  it("refuses them without one", () => {
    expect(
      problems((stack) => {
        new IgnitionConfig(stack, "config").addFile({ path: "/etc/motd", contents: { local: "motd" } });
      }),
    ).toEqual([
      expect.stringMatching(/^butane\/no-files-directory at stack\/config\/storage\.files\[0\]\.contents\.local\n/),
    ]);
  });
});

describe("IgnitionConfig.fromJson", () => {
  it("refuses what is wrong with advice that can be followed in JSON", () => {
    const json = '{"ignition":{"version":"3.4.0","config":{"replace":{"source":"https://base.example/a.ign"}}}}';

    expect(problems((stack) => IgnitionConfig.fromJson(stack, "config", json))).toEqual([
      expect.stringMatching(
        /^ignition\/unverified-merge at stack\/config\/ignition[^]*fix: give the hash of the config: "verification":/,
      ),
    ]);
  });
});

describe("IgnitionConfig.fromButane", () => {
  it("reads a document, with files of its folder and tokens in it", () => {
    const { output } = synthesizeStack((stack) => {
      const name = new TerraformVariable(stack, "name", { type: "string" });
      const yaml = `variant: fcos
version: 1.5.0
storage:
  files:
    - path: /etc/hostname
      contents:
        inline: ${name.stringValue}
    - path: /etc/motd
      contents:
        local: motd
`;
      const config = IgnitionConfig.fromButane(stack, "config", yaml, { filesDirectory: folder });
      new TerraformOutput(stack, "json", { value: config.json });
    });

    expect(output?.["json"]?.value).toBe(
      '${jsonencode({"kind":"ignition","config":{"ignition":{"version":"3.4.0"},"storage":{"files":[' +
        '{"path":"/etc/hostname","contents":var.name},{"path":"/etc/motd","contents":"welcome\\n"}]}}})}',
    );
  });

  it("refuses a token where the name of a unit is made of it", () => {
    expect(
      problems((stack) => {
        const place = new TerraformVariable(stack, "place", { type: "string" });
        const yaml = `variant: fcos
version: 1.5.0
storage:
  filesystems:
    - {device: /dev/vdb, format: ext4, path: "/var/${place.stringValue}", with_mount_unit: true}
`;
        IgnitionConfig.fromButane(stack, "config", yaml);
      }),
    ).toEqual([expect.stringMatching(/^butane\/late-mount-unit at stack\/config\/storage\.filesystems\[0\]\.path\n/)]);
  });

  it("refuses what is wrong in it, with line and column, each once", () => {
    expect(
      problems((stack) => {
        IgnitionConfig.fromButane(
          stack,
          "config",
          "variant: fcos\nversion: 1.5.0\nstorage:\n  files:\n    - path: etc/motd\n      moed: 0644\n",
        );
      }).map((text) => text.split("\n").filter((line) => !/^ {2}(what|allowed|fix|the|there)/.test(line))),
    ).toEqual([
      [expect.stringMatching(/^butane\/unknown-key at stack\/config\//), expect.stringContaining("line 6")],
      [expect.stringMatching(/^ignition\/relative-path at stack\/config\//), expect.stringContaining("line 5")],
    ]);
  });
});

describe("IgnitionConfig.fromJson", () => {
  it("reads a config, to be added to", () => {
    expect(
      dataOf((stack) =>
        IgnitionConfig.fromJson(
          stack,
          "config",
          '{"ignition":{"version":"3.3.0"},"storage":{"files":[{"path":"/etc/a","contents":{"source":"data:,a"}}]}}',
        ).addFile({ path: "/etc/b", contents: "b" }),
      ),
    ).toMatchObject({
      storage: {
        files: [
          { path: "/etc/a", contents: "a" },
          { path: "/etc/b", contents: "b" },
        ],
      },
    });
  });

  it("warns of what it does not know, and refuses what is no config", () => {
    expect(
      problems((stack) => {
        IgnitionConfig.fromJson(stack, "newer", '{"ignition":{"version":"3.7.0"},"wings":true}');
        IgnitionConfig.fromJson(stack, "none", "nothing");
      }).map((text) => text.split("\n")[0]),
    ).toEqual(["ignition/unknown-key at stack/newer/wings", "ignition/invalid-json at stack/none"]);
  });
});
