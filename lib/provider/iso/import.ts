import type { Call, IdentityRules } from "../framework/resource";
import { failure, type ValueObject } from "../framework/values";

/** Where an ISO lies, as an import names it. */
interface ImportedIso {
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
function importedIso(id: string): ImportedIso {
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

/** Import by {@link isoIdentity}, which ends as one by id does. */
export const isoIdentityRules: IdentityRules<unknown> = {
  toState: ({ node_name: node, datastore_id: datastore, file_name: fileName }, call) =>
    importIso(`${String(node)}/${String(datastore)}:iso/${String(fileName)}`, call),
};

/** The state that an import begins with; the read that follows finds whether the file is there, and how large it is. */
export function importIso(id: string, call: Pick<Call<unknown>, "warn">): Promise<ValueObject> {
  const iso = importedIso(id);
  call.warn(contentUnread(iso));
  return Promise.resolve({ ...iso });
}

/** What an import cannot know, for the user to hear. */
function contentUnread({ volume_id: volumeId }: ImportedIso) {
  return {
    summary: `The content of ISO "${volumeId}" cannot be read back`,
    detail:
      "Proxmox lists ISOs by name and size only. The hash in the file's name stands for all inputs: where the configuration makes the same name, the file is taken for what the name says and stays, and where it makes another, the plan shows a replacement.",
  };
}
