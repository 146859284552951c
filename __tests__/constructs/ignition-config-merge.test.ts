import { TerraformStack, TerraformVariable } from "cdktf";
import { IgnitionConfig } from "../../lib";
import { refusals, withApp } from "./synth";

describe("IgnitionConfig", () => {
  describe("merged with another config", () => {
    const file = (path: string, contents: string) => ({ path, contents });

    it("takes what the other says, by Ignition's rules", () => {
      const data = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const base = new IgnitionConfig(stack, "base", {
          storage: { files: [file("/etc/a", "base"), file("/etc/b", "b")] },
        });
        base.merge({ storage: { files: [file("/etc/a", "other")] }, kernelArguments: { shouldExist: ["quiet"] } });
        return base.addFile(file("/etc/c", "c")).data;
      });

      expect(data.kernelArguments).toEqual({ shouldExist: ["quiet"] });
      expect(data.storage?.files).toEqual([file("/etc/a", "other"), file("/etc/b", "b"), file("/etc/c", "c")]);
    });

    it("sees what is added to the other later", () => {
      const data = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const [base, other] = [new IgnitionConfig(stack, "base"), new IgnitionConfig(stack, "other")];
        const before = base.merge(other).data;
        other.addUser({ name: "ops" });
        return [before, base.data];
      });

      expect(data).toEqual([{}, { passwd: { users: [{ name: "ops" }] } }]);
    });

    it("resolves sugar of either before", () => {
      const data = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const base = new IgnitionConfig(stack, "base", {
          storage: { files: [{ path: "/etc/a", contents: { inline: "a" } }] },
        });
        return base.merge({ storage: { files: [{ path: "/etc/a", mode: 0o600, contents: { inline: "b" } }] } }).data;
      });

      expect(data).toEqual({ storage: { files: [{ path: "/etc/a", mode: 0o600, contents: "b" }] } });
    });

    it("joins late keys with themselves only", () => {
      const names = withApp((app) => {
        const stack = new TerraformStack(app, "stack");
        const [one, two] = ["one", "two"].map((id) => new TerraformVariable(stack, id, { type: "string" }).stringValue);
        const base = new IgnitionConfig(stack, "base", { passwd: { users: [{ name: String(one), uid: 1 }] } });
        base.merge({
          passwd: {
            users: [
              { name: String(one), uid: 2 },
              { name: String(two), uid: 3 },
            ],
          },
        });
        return base.data.passwd?.users?.map(({ name, uid }) => [name === one, name === two, uid]);
      });

      expect(names).toEqual([
        [true, false, 2],
        [false, true, 3],
      ]);
    });

    it("refuses to be merged into itself, by way of others too", () => {
      expect(
        refusals((stack) => {
          const [a, b] = [new IgnitionConfig(stack, "a"), new IgnitionConfig(stack, "b")];
          b.merge(a);
          a.merge(b);
          b.merge(b);
        }),
      ).toEqual([
        ["ignition-config/merge-cycle", "stack/a/merge"],
        ["ignition-config/merge-cycle", "stack/b/merge"],
      ]);
    });
  });
});
