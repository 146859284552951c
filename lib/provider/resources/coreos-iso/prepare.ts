import { basename } from "node:path";
import { Readable } from "node:stream";
import { type Customisation, embedPlan, type Patch } from "../../../coreos/embed-plan";
import { withVerified } from "../../../coreos/download";
import { refuseCustomised } from "../../../coreos/customised";
import { gated } from "../../../coreos/gated";
import { withImageFile } from "../../../coreos/image-file";
import { readLiveIso } from "../../../coreos/live-iso";
import type { SignatureCheck } from "../../../coreos/openpgp/check";
import { patchedStream } from "../../../coreos/patched-stream";
import { type HashName, readDigests } from "../../../coreos/read-digests";
import { bringSignature, trustedKeys } from "../../../coreos/trusted-keys";
import type { Examined } from "../../../coreos/verified-use";
import { bareUrl } from "../../../values/bare-url";
import { ConfigError } from "../../../values/config-error";
import { Progress } from "../../framework/progress";
import type { IsoToSend } from "../../iso/upload";

/** What an ISO is made of. */
export interface Ingredients {
  readonly url: string;
  readonly mirrors: readonly string[];
  readonly sha256: string;

  /** Where its detached signature is; none is asked for if it is undefined. */
  readonly signature: string | undefined;

  /** Key files that may have signed it, beside Fedora's. */
  readonly signingKeys: readonly (string | Buffer)[];

  readonly cacheDirectory: string;
  readonly cacheLimitBytes: number;
  readonly customisation: Customisation;
}

/**
 * Brings the published ISO into the cache, works out what to change in it, and hands over what is to be sent.
 *
 * The file is read three times: for the sum of the bytes to come, which has to be said before they are sent, then to be
 * sent, and meanwhile to be verified as published. The last of it goes out only if it is the right file, signed by whom
 * it has to be; otherwise what has arrived is no whole upload, and is gone. Meanwhile it stays in the cache.
 *
 * @throws ConfigError if the ISO is not the one asked for, is not signed by a trusted key, or takes no such changes
 */
export async function withCustomIso<T>(
  ingredients: Ingredients,
  signal: AbortSignal,
  use: (iso: IsoToSend) => Promise<T>,
): Promise<T> {
  const { url, mirrors, sha256, cacheDirectory: directory, cacheLimitBytes, customisation } = ingredients;
  const check = await signatureOf(ingredients, signal);
  const done = new AbortController();
  const reading = AbortSignal.any([signal, done.signal]);
  const progress = new Progress(`download of ${basename(bareUrl(url))}`);
  const onProgress = (received: number, total: number | undefined): void => progress.bytes(received, total);
  return withVerified(
    { url, mirrors, sha256: sha256.toLowerCase(), directory, cacheLimitBytes, signal, onProgress },
    (path) => examine(path, check, customisation, reading),
    async (path, { plan }, verified) => {
      if (plan instanceof ConfigError) {
        await verified;
        throw plan;
      }
      const { patches, patchedSha256, size } = plan;
      const open = (): Readable => Readable.from(gated(patchedStream(path, patches), verified), { objectMode: false });
      return use({ size, sha256: patchedSha256, open, verified });
    },
  ).finally(() => done.abort());
}

async function signatureOf(
  { url, signature, signingKeys }: Ingredients,
  signal: AbortSignal,
): Promise<SignatureCheck | undefined> {
  if (signature === undefined) return undefined;
  return bringSignature(signature, bareUrl(url), trustedKeys(signingKeys), signal);
}

/** A published ISO that was read once. */
interface ReadIso extends Examined {
  /** What is to be changed in it, or why that cannot be: which counts only once it is known to be the right file. */
  readonly plan:
    { readonly patches: readonly Patch[]; readonly patchedSha256: string; readonly size: number } | ConfigError;
}

async function examine(
  path: string,
  check: SignatureCheck | undefined,
  customisation: Customisation,
  signal: AbortSignal,
): Promise<ReadIso> {
  const plan = await planOf(path, customisation);
  const patches = plan instanceof ConfigError ? {} : { patches: plan.patches };
  const names: readonly HashName[] = ["sha256", ...(check?.hashes ?? [])];
  const { hashes, patchedSha256 = "" } = await readDigests(path, { hashes: names, ...patches, signal });
  return {
    sha256: hashes.then((all) => all.get("sha256")?.copy().digest("hex") ?? ""),
    judge: async () => void check?.judge(await hashes),
    plan: plan instanceof ConfigError ? plan : { ...plan, patchedSha256 },
  };
}

async function planOf(
  path: string,
  customisation: Customisation,
): Promise<{ patches: readonly Patch[]; size: number } | ConfigError> {
  try {
    return await withImageFile(path, async (image) => {
      const iso = await readLiveIso(image);
      await refuseCustomised(image, iso);
      return { patches: embedPlan(iso, customisation), size: iso.size };
    });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
