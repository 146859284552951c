import { failure } from "../framework/values";

/** Where an ISO lies, as an import names it. */
export interface ImportedIso {
  readonly node_name: string;
  readonly datastore_id: string;
  readonly file_name: string;
  readonly volume_id: string;
  /** First part of the file name. */
  readonly name: string;
}

const VOLUME = /^([A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]):iso\/(([a-z0-9][a-z0-9-]{0,62})-[0-9a-f]{16}\.iso)$/;

/**
 * Reads `<node>/<datastore>:iso/<name>-<16 hex digits>.iso`.
 *
 * @throws DiagnosticError if it is of another form: under another name no ISO of ours lies there
 */
export function importedIso(id: string): ImportedIso {
  const slash = id.indexOf("/");
  const node = id.slice(0, slash);
  const volume = id.slice(slash + 1);
  const [, datastore, fileName, name] = VOLUME.exec(volume) ?? [];
  if (slash > 0 && datastore !== undefined && fileName !== undefined && name !== undefined) {
    return { node_name: node, datastore_id: datastore, file_name: fileName, volume_id: volume, name };
  }
  throw failure(
    `Unable to import ISO "${id}"`,
    "The id has to be <node>/<datastore>:iso/<name>-<16 hex digits>.iso, as in pve1/local:iso/install-0123456789abcdef.iso: ISOs of another name were not made by this resource.",
  );
}

/** What an import cannot know, for the user to hear. */
export function contentUnread(what: string, { volume_id: volumeId }: ImportedIso) {
  return {
    summary: `The content of ${what} "${volumeId}" cannot be read back`,
    detail:
      "Proxmox lists ISOs by name and size only. The hash in the file's name stands for all inputs: where the configuration makes the same name, the file is taken for what the name says and stays, and where it makes another, the plan shows a replacement.",
  };
}
