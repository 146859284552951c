import { sha512 } from "../../../values/hash";
import { RemoteError } from "../../remote/failures";
import type { PublishedFile } from "./model";
import { type FileStat, type FileTransport, StepFailure } from "./transport";

/**
 * Refuses to touch what is not any more what the plan was made for: whoever has changed it since has not been asked.
 *
 * Only files count that the plan has seen, with a version. One that is gone is no loss, and one whose time alone is
 * another is what it was. The same time proves nothing while it is too young: then the content does.
 *
 * @param verb for messages
 * @throws StepFailure naming the first file that somebody else has changed, or that cannot be read to tell
 */
export async function refuseChanged(
  transport: FileTransport,
  verb: "write" | "remove",
  planned: readonly (PublishedFile | undefined)[],
  stats: readonly (FileStat | undefined)[],
): Promise<void> {
  for (const [index, file] of planned.entries()) {
    const stat = stats[index];
    if (file === undefined || stat?.kind !== "file") continue;
    const isOther = await isChanged(transport, file, stat).catch((error: unknown) => {
      throw new StepFailure(index, error);
    });
    if (!isOther) continue;
    const why = new Error("somebody else has changed it since the plan: plan again and look at what has changed");
    throw new StepFailure(index, new RemoteError(`${verb} ${file.path}`, why, undefined));
  }
}

async function isChanged(transport: FileTransport, file: PublishedFile, stat: FileStat): Promise<boolean> {
  if (file.sha512 === null || file.version === undefined) return false;
  if (stat.size !== file.size) return true;
  if (stat.version === file.version && file.youngSince === undefined) return false;
  const bytes = await transport.read(file.path, stat.size);
  return bytes !== undefined && sha512(bytes) !== file.sha512;
}
