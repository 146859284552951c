import { z } from "zod";
import type { BinaryContents, Contents, HttpHeader, Verification } from "../../ignition/schema";
import { choose, has } from "../../ignition/rules";
import type { Text } from "../../values/late";

/** What may be said of contents besides what they are. */
interface ContentsOptions {
  /** A hash that the contents must have, which is looked at here already. */
  readonly verification?: Verification | undefined;

  /** `gzip` says that the contents are compressed already. @default - compressed where that is shorter */
  readonly compression?: "gzip" | undefined;

  readonly httpHeaders?: readonly HttpHeader[] | undefined;
}

/** Contents of a file of the files directory. */
export interface LocalContents extends ContentsOptions {
  /** Relative to the files directory, with forward slashes. */
  readonly local: string;
}

/** Contents written down as text, which Butane calls inline. A plain text does as well. */
export interface InlineContents extends ContentsOptions {
  readonly inline: Text | BinaryContents;
}

/** Contents as Ignition has them, or as Butane does. */
export type SugaredContents = Contents | LocalContents | InlineContents;

const local = z.looseObject({ local: z.string().optional() });

/** Butane's part of any {@link SugaredContents}; the rest is Ignition's to judge. */
export const sugaredContents = choose<SugaredContents>((value) => (has(value, "local") ? local : z.unknown()));
