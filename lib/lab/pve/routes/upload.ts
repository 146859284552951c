import { mkdir, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { hostClock } from "../../clock";
import { failure, parameterError } from "../api-error";
import type { StagedUpload } from "../http/staged-upload";
import { node, optionalText, storage } from "../parameters/parameter";
import { fileKinds, isFileKind } from "../storage/file-kinds";
import { requireContent } from "../storage/storages";
import type { Call, Route } from "./route";

export const uploadRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/nodes/{node}/storage/{storage}/upload",
    parameters: {
      node,
      storage,
      content: { type: "string", enum: ["iso", "vztmpl", "import"] },
      filename: { type: "string", maxLength: 255 },
      checksum: { ...optionalText, requires: "checksum-algorithm" },
      "checksum-algorithm": {
        type: "string",
        optional: true,
        requires: "checksum",
        enum: ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"],
      },
    },
    permission: { path: "/storage/{storage}", privileges: ["Datastore.AllocateTemplate"] },
    upload: true,
    handle: takeUpload,
  },
];

/** Starts the task that checks the staged file and moves it to its place, over a file of the same name. */
function takeUpload({ cluster, caller, values, upload }: Call): string {
  const [kind, expected] = [values.text("content"), values.optionalText("checksum")?.toLowerCase()];
  const found = cluster.storages.find(cluster.node(values.text("node")).name, values.text("storage"));
  if (upload === undefined || !isFileKind(kind)) {
    throw parameterError({ filename: "the file is missing" });
  }
  requireContent(found, kind);
  const name = values
    .text("filename")
    .replace(/^.*[/\\]/, "")
    .replace(/[^-a-zA-Z0-9_.]/g, "_");
  if (!fileKinds[kind].ending.test(name)) {
    throw parameterError({ filename: "wrong file extension" });
  }
  if (upload.size > found.total - found.used) {
    throw failure(`storage '${found.id}' has room for ${found.total - found.used} bytes, ${upload.size} are needed`);
  }
  return cluster.tasks.start({
    node: found.node,
    type: "imgcopy",
    id: "",
    caller,
    abandon: () => upload.discard(),
    work: async (log) => {
      try {
        if (expected !== undefined) {
          await compare(upload, values.text("checksum-algorithm"), expected);
        }
        const path = cluster.storages.filePath(found, kind, name);
        await mkdir(dirname(path), { recursive: true });
        await rename(upload.path, path);
        found.addFile({ kind, name, path, size: upload.size, ctime: hostClock.seconds() });
        log(`target file is ${path}, ${upload.size} bytes`);
      } finally {
        await upload.discard();
      }
    },
  });
}

async function compare(upload: StagedUpload, algorithm: string, expected: string): Promise<void> {
  const checksum = await upload.checksum(algorithm);
  if (checksum !== expected) {
    throw failure(`checksum mismatch: got '${checksum}' != expect '${expected}'`);
  }
}
