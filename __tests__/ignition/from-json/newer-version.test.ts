import { fromJson } from "../../../lib/ignition/from-json";
import { renderIgnition } from "../../../lib/ignition/render";
import { FILE, read, warning, withFile } from "./read";

describe("fromJson", () => {
  describe("with a newer version", () => {
    const newer = {
      ignition: { version: "3.8.0-experimental", sandbox: true },
      extensions: { a: [null, {}, 1.5] },
      storage: {
        files: [{ path: "/etc/a", mode: "u=rw", contents: { source: "data:,a", signature: "x" }, acl: [] }],
        filesystems: [{ device: "/dev/a", format: "bcachefs" }],
        volumes: null,
      },
    };

    it("keeps what it does not know, with a warning each", () => {
      expect(read(newer)).toEqual({
        config: {
          ignition: { newer: { version: "3.8.0-experimental", sandbox: true } },
          newer: { extensions: { a: [null, {}, 1.5] } },
          storage: {
            files: [
              {
                path: "/etc/a",
                contents: { source: "data:,a", newer: { signature: "x" } },
                newer: { mode: "u=rw", acl: [] },
              },
            ],
            filesystems: [{ device: "/dev/a", newer: { format: "bcachefs" } }],
            newer: { volumes: null },
          },
        },
        problems: [
          warning("unknown-key", ["ignition", "sandbox"]),
          warning("unknown-key", ["extensions"]),
          warning("unknown-key", [...FILE, "mode"]),
          warning("unknown-key", [...FILE, "contents", "signature"]),
          warning("unknown-key", [...FILE, "acl"]),
          warning("unknown-key", ["storage", "filesystems", 0, "format"]),
          warning("unknown-key", ["storage", "volumes"]),
        ],
      });
    });

    it("writes it as it stood", () => {
      expect(JSON.parse(renderIgnition(fromJson(JSON.stringify(newer)).config))).toEqual(newer);
    });

    it("reads the known as ever, even where nothing is new", () => {
      expect(read(withFile({ mode: 0o4755, contents: { source: "data:,a" } }, "3.7.0"))).toEqual({
        config: {
          ignition: { newer: { version: "3.7.0" } },
          storage: { files: [{ path: "/etc/a", mode: 0o4755, contents: "a" }] },
        },
        problems: [],
      });
    });
  });
});
