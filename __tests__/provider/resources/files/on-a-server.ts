import { createHash } from "node:crypto";
import type { Client } from "../../../../lib/provider/configuration";
import { UNKNOWN, type Value, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/files/resource";
import { Drive } from "../../sftp/drive";
import { type ServedFolder, servedFolder } from "../../sftp/served-folder";

/** `slipway_files` on a server that each test has for itself. */
export interface FilesOnAServer {
  readonly served: ServedFolder;
  readonly client: Client;

  /** Takes the resource through its life. */
  readonly drive: Drive<Client>;

  /** The whole configuration of a resource with these files. */
  readonly config: (files: readonly Value[], changes?: ValueObject) => ValueObject;

  /** What has come or gone in sight, in order: the requests to rename and to remove. */
  readonly written: () => readonly string[];
}

/** For a `describe`. */
export function onAServer(): FilesOnAServer {
  const served = servedFolder();
  const client: Client = {
    sftp: served.pool,
    proxmox: () => {
      throw new Error("no Proxmox here");
    },
    seal: {
      sealedKey: (name, generation) => ({
        privateKey: `private ${name} ${generation}`,
        publicKey: `public ${name} ${generation}`,
        fingerprint: "",
      }),
    },
    cacheDirectory: served.folder,
    cacheLimitBytes: 0,
    signingKeys: [],
  };
  let drive: Drive<Client>;
  beforeEach(() => {
    drive = new Drive(resource, client);
  });

  return {
    served,
    client,
    get drive() {
      return drive;
    },
    config: (files, changes = {}) => ({ server: served.attribute(), instance: null, files, ...changes }),
    written: () => served.server.requests.filter((request) => /^(?:RENAME|REMOVE \/(?!.*\/\.))/.test(request)),
  };
}

/** A file that has a content. */
export function text(path: string, content: Value, mode: Value = null): ValueObject {
  return { path, mode, content_wo: content, document_wo: null, sha512: null, size: null, nonce: null };
}

/** A file that has a document. */
export function document(path: string, structure: unknown): ValueObject {
  return {
    ...text(path, null),
    document_wo: typeof structure === "symbol" ? UNKNOWN : JSON.stringify(structure),
  };
}

/** Path, mode, sha512 and size of each file. */
export function filesOf(state: ValueObject | null): unknown {
  return (state?.files as readonly ValueObject[]).map(({ path, mode, sha512: hash, size }) => [path, mode, hash, size]);
}

export const sha512 = (content: string): string => createHash("sha512").update(content).digest("hex");
