import { FileError, parentPath } from "../machine/file-tree";
import type { FileView } from "../machine/file-view";
import type { Directive } from "./nginx-config";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface FileRequest {
  /** The container's files, as the worker processes see them. */
  readonly view: FileView;
  readonly path: string;
  readonly scopes: readonly (readonly Directive[])[];
}

/** Answers GET and HEAD with a file. */
export function serveFile(request: FileRequest, defaultType: string): Answer {
  const { view, path } = request;
  const node = view.find(path);
  if (node === undefined) return status(404);
  if (!view.mayRead(path)) return status(403);
  if (node.kind === "directory") return status(path.endsWith("/") ? 403 : 301);
  if (node.kind === "link" || path.endsWith("/")) return status(404);
  return {
    status: 200,
    headers: {
      "content-type": typeOf(path, request.scopes) ?? defaultType,
      "last-modified": new Date(node.modified).toUTCString(),
      "accept-ranges": "bytes",
    },
    body: node.data,
  };
}

/** Answers PUT as nginx's DAV module does. */
export function putFile({ view, path }: FileRequest, body: Buffer, createFolders: boolean): Answer {
  if (path.endsWith("/") || view.isDirectory(path)) return status(409);
  const present = view.isFile(path);
  try {
    if (createFolders) view.makeDirectories(parentPath(path));
    if (!view.isDirectory(parentPath(path))) return status(409);
    view.write(path, body);
  } catch (error) {
    if (error instanceof FileError) return status(error.code === "EACCES" ? 403 : 500);
    throw error;
  }
  return status(present ? 204 : 201);
}

function typeOf(path: string, scopes: readonly (readonly Directive[])[]): string | undefined {
  const extension = /\.([^./]+)$/.exec(path)?.[1];
  for (const scope of scopes) {
    const types = scope.find(({ name }) => name === "types");
    if (types) return types.block?.find(({ words }) => extension !== undefined && words.includes(extension))?.name;
  }
  return undefined;
}

function status(code: number): Answer {
  return { status: code, headers: { "content-type": "text/html" }, body: Buffer.from("") };
}
