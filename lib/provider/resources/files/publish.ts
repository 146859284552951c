import { formatFileMode } from "../../../values/file-mode";
import { RemoteError } from "../../remote/failures";
import { Slots } from "../../sftp/slots";
import type { Content } from "./contents";
import { isSame, seen } from "./inspect";
import type { PublishedFile } from "./model";
import { refuseChanged } from "./since-plan";
import { type FileStat, type FileTransport, StepFailure } from "./transport";

/** A file as it shall be. */
export interface WantedFile {
  readonly path: string;
  readonly mode: string;
  readonly content: Content;
}

/** Says which file could not be brought into its state, and what is true of all of them now. */
export class PublishError extends Error {
  constructor(
    readonly path: string,
    readonly verb: "write" | "remove",
    readonly files: readonly PublishedFile[],
    override readonly cause: unknown,
  ) {
    super(`unable to ${verb} ${path}`);
  }
}

const READ_AT_ONCE = 16;

/**
 * Makes the server hold the wanted files: writes in order what is missing or differs, and then, in reverse order,
 * removes what had been there and is wanted no more. What somebody else has changed since the plan is left alone.
 *
 * @throws PublishError with what is true after a failure half-way
 */
export async function publish(
  transport: FileTransport,
  wanted: readonly WantedFile[],
  prior: readonly PublishedFile[],
): Promise<readonly PublishedFile[]> {
  const dropped = prior.filter(({ path }) => !wanted.some((file) => file.path === path));
  const done = await write(transport, wanted, prior, dropped);
  const left = dropped.toReversed();
  try {
    await refuseChangedAmong(transport, left);
    await transport.remove(
      left.map(({ path }) => path),
      () => dropped.pop(),
    );
  } catch (error) {
    throw notRemoved(error, left, [...done, ...dropped]);
  }
  return done;
}

async function write(
  transport: FileTransport,
  wanted: readonly WantedFile[],
  prior: readonly PublishedFile[],
  dropped: readonly PublishedFile[],
): Promise<readonly PublishedFile[]> {
  const before = new Map(prior.map((file) => [file.path, file]));
  const now: PublishedFile[] = wanted.map((file) => before.get(file.path) ?? missing(file));
  // What was not reached is whoever's it was: in a state it would be ours, and be removed with it.
  const ours = (failing?: number): readonly PublishedFile[] => [
    ...now.filter(({ path, sha512 }, index) => sha512 !== null || before.has(path) || index === failing),
    ...dropped,
  ];
  const stats = await transport.look(wanted.map(({ path }) => path)).catch((error: unknown) => {
    const { index, cause } = stepOf(error);
    throw new PublishError(wanted[index]?.path ?? "", "write", ours(), cause);
  });
  const areThere = await compare(transport, wanted, stats, before);
  for (const [index, file] of wanted.entries()) {
    if (areThere[index] === true) now[index] = factsOf(file, stats[index], before.get(file.path));
  }
  const open = [...wanted.keys()].filter((index) => areThere[index] !== true);
  try {
    await refuseChanged(
      transport,
      "write",
      open.map((index) => before.get((wanted[index] as WantedFile).path)),
      open.map((index) => stats[index]),
    );
    if (open.length > 0) await refuseAhead(transport, dropped, ours());
    const written = await transport.write(
      open.map((index) => newFile(wanted[index] as WantedFile, stats[index])),
      (step) => {
        const index = open[step] as number;
        now[index] = factsOf(wanted[index] as WantedFile, undefined);
      },
    );
    for (const [step, index] of open.entries()) now[index] = factsOf(wanted[index] as WantedFile, written[step]);
  } catch (error) {
    if (error instanceof PublishError) throw error;
    const { index, cause } = stepOf(error);
    const failing = open[index] as number;
    throw new PublishError(wanted[failing]?.path ?? "", "write", ours(failing), cause);
  }
  return now;
}

/** Of files that are to be removed once others are written, which shall not be written in vain. */
async function refuseAhead(
  transport: FileTransport,
  dropped: readonly PublishedFile[],
  files: readonly PublishedFile[],
): Promise<void> {
  const left = dropped.toReversed();
  try {
    await refuseChangedAmong(transport, left);
  } catch (error) {
    throw notRemoved(error, left, files);
  }
}

function notRemoved(error: unknown, left: readonly PublishedFile[], files: readonly PublishedFile[]): PublishError {
  const { index, cause } = stepOf(error);
  return new PublishError(left[index]?.path ?? "", "remove", files, cause);
}

/** Of files that are to be removed. Without a version there is nothing to compare with, and nothing to ask for. */
async function refuseChangedAmong(transport: FileTransport, files: readonly PublishedFile[]): Promise<void> {
  if (files.every(({ version }) => version === undefined)) return;
  await refuseChanged(transport, "remove", files, await transport.look(files.map(({ path }) => path)));
}

/** Which files are there as they are wanted. */
function compare(
  transport: FileTransport,
  wanted: readonly WantedFile[],
  stats: readonly (FileStat | undefined)[],
  before: ReadonlyMap<string, PublishedFile>,
): Promise<readonly boolean[]> {
  const slots = new Slots(READ_AT_ONCE);
  return Promise.all(
    wanted.map(async ({ path, mode, content }, index) => {
      const stat = stats[index];
      if (stat?.kind !== "file" || stat.size !== content.bytes.length) return false;
      if (stat.mode !== undefined && formatFileMode(stat.mode) !== mode) return false;
      const known = before.get(path);
      if (known?.sha512 === content.sha512 && isSame(known, stat)) return true;
      return slots.run(async () => {
        try {
          return (await transport.read(path, content.bytes.length))?.equals(content.bytes) === true;
        } catch (error) {
          // A file that cannot be read can be replaced, unless that is needed to tell whether it was changed since the plan.
          if (error instanceof RemoteError) return false;
          throw error;
        }
      });
    }),
  );
}

function newFile({ path, mode, content }: WantedFile, found: FileStat | undefined) {
  return { path, bytes: content.bytes, mode: parseInt(mode, 8), found };
}

/** What went wrong at which step; at the first, if it was none in particular. */
function stepOf(error: unknown): { readonly index: number; readonly cause: unknown } {
  return error instanceof StepFailure ? error : { index: 0, cause: error };
}

/** @param before what was known of it, if it has not been written */
function factsOf(
  { path, mode, content }: WantedFile,
  stat: FileStat | undefined,
  before?: PublishedFile,
): PublishedFile {
  const { sha512, nonce, bytes } = content;
  const known = stat === undefined ? { version: undefined } : seen(stat, before);
  return { path, mode, sha512, size: bytes.length, nonce, ...known };
}

/** What is known of a file that has no state: it may be missing. */
function missing({ path, mode }: WantedFile): PublishedFile {
  return { path, mode, sha512: null, size: null, nonce: null, version: undefined };
}
