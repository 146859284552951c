import { file, FILE, type Row } from "./wrong-row";

/** Mistakes in files, folders and links. */
export const wrongNodes: readonly Row[] = [
  ["an unknown key", { storage: { file: [] } }, false, "unrecognized-keys", ["storage"]],
  ["a list that is none", { storage: { files: {} } }, true, "invalid-type", ["storage", "files"]],
  ["a relative path", file({ path: "a" }), true, "relative-path", [...FILE, "path"]],
  ["an empty path", file({ path: "" }), true, "empty", [...FILE, "path"]],
  ["no path", { storage: { files: [{}] } }, true, "invalid-type", [...FILE, "path"]],
  ["a path with an empty part", file({ path: "/a//b" }), true, "unclean-path", [...FILE, "path"]],
  ["a path that goes up", file({ path: "/a/../b" }), true, "unclean-path", [...FILE, "path"]],
  ["a path that ends in a slash", file({ path: "/a/" }), true, "unclean-path", [...FILE, "path"]],
  ["a path with a NUL", file({ path: "/a\u0000b" }), false, "unsafe-value", [...FILE, "path"]],
  ["a path with a line end", file({ path: "/a\nb" }), false, "unsafe-value", [...FILE, "path"]],
  ["a mode written in decimal", file({ mode: 644 }), false, "decimal-mode", [...FILE, "mode"]],
  ["a mode that is too large", file({ mode: 0o10000 }), true, "mode-out-of-range", [...FILE, "mode"]],
  ["a mode that is a text", file({ mode: "0644" }), true, "invalid-type", [...FILE, "mode"]],
  ["an owner by number and name", file({ user: { id: 0, name: "root" } }), true, "id-or-name", [...FILE, "user"]],
  ["an owner by nothing", file({ group: {} }), false, "id-or-name", [...FILE, "group"]],
  ["a negative owner", file({ user: { id: -1 } }), false, "out-of-range", [...FILE, "user", "id"]],
  ["a file removed for nothing", file({ overwrite: true }), true, "overwrite-without-contents", [...FILE, "overwrite"]],
  [
    "a path twice",
    { storage: { files: [{ path: "/a" }], directories: [{ path: "/a" }] } },
    true,
    "duplicate-path",
    ["storage", "files", 0, "path"],
  ],
  [
    "a file below a link",
    { storage: { files: [{ path: "/l/a" }], links: [{ path: "/l", target: "/b" }] } },
    true,
    "below-link",
    [...FILE, "path"],
  ],
  [
    "a folder below a link",
    { storage: { directories: [{ path: "/l/a" }], links: [{ path: "/l", target: "/b" }] } },
    true,
    "below-link",
    ["storage", "directories", 0, "path"],
  ],
  [
    "a link below a link",
    {
      storage: {
        links: [
          { path: "/l", target: "/b" },
          { path: "/l/m/n", target: "/c" },
        ],
      },
    },
    true,
    "below-link",
    ["storage", "links", 1, "path"],
  ],
  [
    "a file below a file",
    { storage: { files: [{ path: "/f" }, { path: "/f/a" }] } },
    false,
    "below-file",
    ["storage", "files", 1, "path"],
  ],
  [
    "a link without a target",
    { storage: { links: [{ path: "/l" }] } },
    true,
    "invalid-type",
    ["storage", "links", 0, "target"],
  ],
  [
    "a link with an empty target",
    { storage: { links: [{ path: "/l", target: "" }] } },
    true,
    "empty",
    ["storage", "links", 0, "target"],
  ],
  [
    "a hard link to a folder",
    { storage: { directories: [{ path: "/d" }], links: [{ path: "/l", target: "/d", hard: true }] } },
    true,
    "hard-link-to-directory",
    ["storage", "links", 0, "target"],
  ],
  [
    "a folder with a mode that is too large",
    { storage: { directories: [{ path: "/a", mode: 0o10000 }] } },
    true,
    "mode-out-of-range",
    ["storage", "directories", 0, "mode"],
  ],
  [
    "a group of a link by number and name",
    { storage: { links: [{ path: "/a", target: "/b", group: { id: 0, name: "root" } }] } },
    true,
    "id-or-name",
    ["storage", "links", 0, "group"],
  ],
  [
    "a link twice",
    {
      storage: {
        links: [
          { path: "/a", target: "/b" },
          { path: "/a", target: "/c" },
        ],
      },
    },
    true,
    "duplicate-path",
    ["storage", "links", 1, "path"],
  ],
];
