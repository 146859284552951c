import { Fn, TerraformOutput } from "cdktf";
import { IgnitionConfig, type SugaredConfig } from "../../lib";
import { ForeignResource } from "./foreign";
import { anInstallVm, refusals, synthesizeStack } from "./synth";

describe("IgnitionConfig", () => {
  describe("lists that are not known at synth", () => {
    const written = (build: (list: () => never, text: () => string) => SugaredConfig) => {
      const { output } = synthesizeStack((stack) => {
        const source = new ForeignResource(stack, "lists");
        let count = 0;
        const next = () => `l${(count += 1)}`;
        const config = build(
          () => source.getListAttribute(next()) as never,
          () => source.getStringAttribute(next()),
        );
        new TerraformOutput(stack, "json", { value: new IgnitionConfig(stack, "config", config).json });
      });
      return String(output?.["json"]?.value)
        .replace(/^\$\{jsonencode\(\{"kind":"ignition","config":(.*)\}\)\}$/, "$1")
        .replaceAll("ipam_lists.lists.", "");
    };

    it("may stand wherever a list may, of texts and of objects", () => {
      expect(
        written((list) => ({
          kernelArguments: { shouldExist: list() },
          passwd: { users: list() },
          storage: {
            raid: [{ name: "data", level: "raid1", devices: list() }],
            files: list(),
            filesystems: list(),
            disks: [{ device: "/dev/vdb", partitions: list() }],
          },
          systemd: { units: list() },
        })),
      ).toBe(
        '{"kernelArguments":{"shouldExist":l1},"passwd":{"users":l2},' +
          '"storage":{"raid":[{"name":"data","level":"raid1","devices":l3}],"files":l4,"filesystems":l5,' +
          '"disks":[{"device":"/dev/vdb","partitions":l6}]},"systemd":{"units":l7}}',
      );
    });

    it("may be the keys of an install VM", () => {
      const { resource } = synthesizeStack((stack) => {
        anInstallVm(stack, { authorizedKeys: new ForeignResource(stack, "lists").getListAttribute("keys") });
      });
      const [iso] = Object.values(resource?.["slipway_coreos_iso"] ?? {});

      expect(iso?.["ignition_wo"]).toContain('"sshAuthorizedKeys":ipam_lists.lists.keys');
      expect(iso?.["ignition_wo"]).toContain('"contents":[join("\\n", ipam_lists.lists.keys),"\\n"]');
    });

    it("may be added to", () => {
      const { output } = synthesizeStack((stack) => {
        const keys = new ForeignResource(stack, "lists").getListAttribute("keys");
        const config = new IgnitionConfig(stack, "config", { kernelArguments: { shouldExist: keys } });
        new TerraformOutput(stack, "json", { value: config.addKernelArguments("quiet").json });
      });

      expect(output?.["json"]?.value).toContain('{"shouldExist":concat(ipam_lists.lists.keys,["quiet"])}');
    });

    it("may be what a function answers, and be added to and merged", () => {
      const { output } = synthesizeStack((stack) => {
        const text = new ForeignResource(stack, "lists").getStringAttribute("text");
        const list = (key: string) => Fn.lookup(Fn.jsondecode(text), key, []) as never;
        const config = new IgnitionConfig(stack, "config")
          .addFile({ path: "/a" })
          .add({ storage: { files: list("files"), disks: [{ device: "/dev/vdb", partitions: list("first") }] } })
          .merge({ storage: { files: list("others"), disks: [{ device: "/dev/vdb", partitions: list("second") }] } })
          .addFile({ path: "/b" });
        new TerraformOutput(stack, "json", { value: config.json });
      });
      const looked = (key: string): string => `lookup(jsondecode(ipam_lists.lists.text), "${key}", [])`;

      expect(output?.["json"]?.value).toBe(
        `\${jsonencode({"kind":"ignition","config":{"storage":{"files":concat([{"path":"/a"},{"path":"/b"}],${looked("files")},` +
          `${looked("others")}),"disks":[{"device":"/dev/vdb","partitions":` +
          `concat(${looked("first")},${looked("second")})}]}}})}`,
      );
    });

    it("are not judged, and what stands beside them is", () => {
      expect(
        refusals((stack) => {
          const files = new ForeignResource(stack, "lists").getListAttribute("files") as never;
          new IgnitionConfig(stack, "config", { storage: { files } }).addFile({ path: "etc/a" });
        }),
      ).toEqual([["ignition/relative-path", "stack/config/storage.files.0.path"]]);
    });
  });
});
