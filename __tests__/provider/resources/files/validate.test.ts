import { type AttributePath, UNKNOWN, type Value, type ValueObject } from "../../../../lib/provider/framework/values";
import { newKey } from "../../sftp/ssh-server";
import { onAServer, text } from "./on-a-server";

describe("slipway_files", () => {
  const here = onAServer();
  const { config, served } = here;

  describe("validate", () => {
    it.each([
      ["no host", { host: "" }, ["server", "host"]],
      ["a port that there is not", { port: 70_000 }, ["server", "port"]],
      ["no host key", { host_keys: [] }, ["server", "host_keys"]],
      ["a host key that is none", { host_keys: ["ssh-ed25519 AAAA"] }, ["server", "host_keys", 0]],
      [
        "a certificate instead of the authority that signed it",
        { host_keys: [newKey().publicKey, "ssh-ed25519-cert-v01@openssh.com AAAA"] },
        ["server", "host_keys", 1],
      ],
      [
        "an authority that is no key",
        { host_keys: ["@cert-authority * ssh-ed25519 AAAA"] },
        ["server", "host_keys", 0],
      ],
      [
        "authorities of other hosts only",
        { host_keys: [`@cert-authority *.elsewhere.example ${newKey().publicKey}`] },
        ["server", "host_keys"],
      ],
      ["revoked keys only", { host_keys: [`@revoked ${newKey().publicKey}`] }, ["server", "host_keys"]],
      [
        "a revoked key that is none",
        { host_keys: [newKey().publicKey, "@revoked * ssh-ed25519 AAAA"] },
        ["server", "host_keys", 1],
      ],
      ["a time below 0", { connect_timeout: -1 }, ["server", "connect_timeout"]],
      ["no time to answer", { answer_timeout: 0 }, ["server", "answer_timeout"]],
      ["a sign of life before the last one", { keep_alive: -1 }, ["server", "keep_alive"]],
      ["a certificate without its key", { identity_file: null, certificate_file: "c" }, ["server", "certificate_file"]],
      [
        "bastions beside a bastion",
        { bastions: [], bastion: { host: "b", host_keys: [newKey().publicKey] } },
        ["server", "bastions"],
      ],
      [
        "a wrong bastion among others",
        { bastions: [{ host: "b", host_keys: [] }] },
        ["server", "bastions", 0, "host_keys"],
      ],
      ["a bastion without a key", { bastion: { host: "pve1", host_keys: [] } }, ["server", "bastion", "host_keys"]],
    ])("refuses a server with %s", async (_name, changes, path) => {
      const bastion = { port: null, user: null, identity_file: null };
      const server = { ...served.attribute(), ...changes } as ValueObject;
      const filled = "bastion" in changes ? { ...server, bastion: { ...bastion, ...changes.bastion } } : server;

      expect(await here.drive.validate(config([text("/a", "x")], { server: filled }))).toMatchObject([
        { severity: "error", summary: "Unable to accept the SFTP server", path },
      ]);
    });

    it.each<[string, ValueObject, readonly Value[], string, AttributePath]>([
      [
        "a file outside of the root",
        { root: "/srv" },
        [text("/a", "x")],
        "A file outside of the root",
        ["files", 0, "path"],
      ],
      ["a root that is no path", { root: "srv/" }, [UNKNOWN], "Not a folder on the server", ["root"]],
      ["another way to verify", { verify: "yes" }, [text("/a", "x")], "Not a way to verify", ["verify"]],
    ])("refuses %s", async (_name, changes, files, summary, path) => {
      const diagnostics = await here.drive.validate(config(files, changes));

      expect(diagnostics).toMatchObject([{ severity: "error", summary, path }]);
    });

    it.each([
      ["a relative path", [text("a", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["a path with ..", [text("/a/../b", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["a path with a newline", [text("/a\nb", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["the root", [text("/", "x")], [["Not a path on the server", ["files", 0, "path"]]]],
      ["the same file twice", [text("/a", "x"), text("/a", "y")], [["The same file twice", ["files", 1, "path"]]]],
      ["a mode of three digits", [text("/a", "x", "644")], [["Not a file mode", ["files", 0, "mode"]]]],
      ["no content", [text("/a", null)], [["A file without one content", ["files", 0]]]],
      ["two contents", [{ ...text("/a", "x"), document_wo: "{}" }], [["A file without one content", ["files", 0]]]],
    ])("refuses %s", async (_name, files, expected) => {
      const diagnostics = await here.drive.validate(config(files as readonly Value[]));

      expect(diagnostics.map(({ summary, path }) => [summary, path])).toEqual(expected);
    });

    it("takes what is not known yet", async () => {
      const files: readonly Value[] = [text("/a", UNKNOWN), UNKNOWN, { ...text("/b", "x"), path: UNKNOWN }];

      expect(await here.drive.validate(config(files))).toEqual([]);
    });
  });
});
