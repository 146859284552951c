import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/files/resource";
import { filesOf, onAServer, sha512, text } from "./on-a-server";

describe("slipway_files", () => {
  const here = onAServer();
  const { client, config, served } = here;
  const { identityFile, root } = served;

  describe("import", () => {
    const idOf = (changes: Readonly<Record<string, unknown>> = {}): string => {
      const { host, port, user, hostKeys } = served.server.endpoint;
      const address = { host, port, user, host_keys: hostKeys, identity_file: identityFile };
      return JSON.stringify({ server: address, files: ["/a", "/b"], ...changes });
    };
    const imported = async (id: string): Promise<ValueObject> =>
      (await resource.importState?.(id, {
        client,
        signal: new AbortController().signal,
        warn: () => undefined,
      })) as ValueObject;

    it("finds mode, size and hash of what is there, so that the same contents need no change", async () => {
      writeFileSync(join(root, "a"), "one", { mode: 0o644 });
      writeFileSync(join(root, "b"), "two", { mode: 0o600 });

      here.drive.state = await imported(idOf());
      const diagnostics = await here.drive.refresh();

      expect(diagnostics).toEqual([]);
      expect(filesOf(here.drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0600", sha512("two"), 3],
      ]);
      const server = { ...served.attribute(), connect_timeout: null };
      const { value } = await here.drive.plan(config([text("/a", "one"), text("/b", "two", "0600")], { server }));
      expect(value).toEqual({ planned: here.drive.state, replace: [] });
    });

    it("starts from the identity that a state has, too", async () => {
      const call = { client, signal: new AbortController().signal, warn: () => undefined };
      const state = await imported(idOf({ root: "/a" }).replace('"/b"', '"/a/b"').replace('"/a",', '"/a/c",'));

      const identity = resource.identity?.of?.(state) ?? null;

      expect(identity).toMatchObject({ webdav: null, root: "/a", files: ["/a/c", "/a/b"] });
      expect(await resource.identity?.toState?.(identity as ValueObject, call)).toEqual(state);
      expect(resource.identity?.of?.({ ...state, files: [{ path: UNKNOWN }] })).toBeNull();
      expect(resource.identity?.of?.({ ...state, files: [{ path: "/b", sha512: UNKNOWN }] })).not.toBeNull();
      await expect(
        resource.identity?.toState?.({ ...(identity as ValueObject), server: "10.20.0.2" }, call),
      ).rejects.toThrow("server is no JSON object: write server = jsonencode({ … }).");
    });

    it.each([
      ["what is no JSON", "10.20.0.2:/a", "The id is no JSON object."],
      ["another attribute", { secret: 1 }, '"secret" is none of server, webdav, instance, root, verify, files.'],
      ["no files", { files: [] }, "files is no list of paths."],
      ["files that are no paths", { files: [1] }, "files is no list of paths."],
      ["a server that is none", { server: "host" }, "server is no object."],
      ["an unknown attribute of the server", { server: { hots: "x" } }, "There is no server.hots."],
      ["a port that is text", { server: { port: "22" } }, "server.port is no number."],
      ["no server", { server: null }, "Neither server nor webdav is there."],
      ["a path that is none", { files: ["a"] }, '"a" is not absolute'],
    ])("refuses %s", async (_name, changes, expected) => {
      await expect(imported(typeof changes === "string" ? changes : idOf(changes))).rejects.toThrow(expected);
    });
  });
});
