import { defineSchema } from "../../framework/schema";
import { server } from "./server";
import { webdav } from "./webdav";

export const schema = defineSchema({
  version: 0,
  description:
    "An ordered list of files on an SFTP or WebDAV server: written in that order, removed in reverse, each put in place by a rename. Contents are write-only: plan and state hold their sha512.",
  identity: {
    version: 0,
    attributes: {
      server: {
        type: "string",
        optional: true,
        description: "The attribute `server` as JSON, as `jsonencode` writes it. Exactly one of `server` and `webdav`.",
      },
      webdav: { type: "string", optional: true, description: "The attribute `webdav` as JSON." },
      root: { type: "string", optional: true, description: "The attribute `root`." },
      files: { type: { list: "string" }, description: "Paths of the files, in their order." },
    },
  },
  attributes: {
    server: { ...server, mode: "optional", description: "The SFTP server. Exactly one of `server` and `webdav`." },
    webdav,
    instance: {
      type: "string",
      mode: "optional",
      description:
        "Any value whose change means that the server may be another one, so that every file is checked and published again where it is missing.",
    },
    root: {
      type: "string",
      mode: "optional",
      description:
        "Folder on the server in which all paths lie. Symbolic links below it are not followed but refused; those that lead to it are. `/` if it is not set.",
    },
    verify: {
      type: "string",
      mode: "optional",
      description:
        "How a refresh looks for changes: `metadata` reads a file only if its size or its time of change is another one, `content` reads every file. `metadata` if it is not set.",
    },
    files: {
      nested: "list",
      mode: "required",
      description: "The files, in the order in which they are written.",
      attributes: {
        path: {
          type: "string",
          mode: "required",
          description: "Path on the server, as an SFTP client sees it: absolute. Missing parent folders are made.",
        },
        mode: {
          type: "string",
          mode: "optional-computed",
          default: "0644",
          description: "Permissions, four octal digits.",
        },
        content_wo: {
          type: "string",
          mode: "optional",
          writeOnly: true,
          description: "The content, as text. Exactly one of `content_wo` and `document_wo`.",
        },
        document_wo: {
          type: "string",
          mode: "optional",
          writeOnly: true,
          description:
            "The content, as a document's structure in JSON: checked and rendered before anything is written.",
        },
        sha512: { type: "string", mode: "computed", nullable: true, description: "sha512 of the content, in hex." },
        size: { type: "number", mode: "computed", nullable: true, description: "Size of the content, in bytes." },
        nonce: {
          type: "string",
          mode: "computed",
          nullable: true,
          description: "For an Ignition document: the 32 hex digits by which its guest reports. Null otherwise.",
        },
      },
    },
  },
});
