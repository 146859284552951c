import { parseBoundedJson } from "../values/bounded-json";
import { fetchSmall, NotThere } from "./fetch-small";
import { FEDORA_ORIGIN, onMirror } from "./mirror";
import { refusal } from "./problem";

/** What {@link readStreamMetadata} is to read. */
export interface StreamQuestion {
  /** `stable`, `testing` or `next`; a mirror may have others. */
  readonly stream: string;

  /**
   * Base of a mirror laid out as Fedora's is: `https:`, `http:`, `file:` or a folder of this machine.
   *
   * @default - Fedora itself
   */
  readonly mirror?: string | undefined;

  /**
   * Address of the folder that holds `<stream>.json`.
   *
   * @default - `streams` on the mirror
   */
  readonly streams?: string | undefined;

  readonly signal?: AbortSignal | undefined;
}

/** Fedora's is 250 KB and 9 deep. */
const BOUNDS = { length: 8 * 1024 * 1024, depth: 24 };

/** Reads a stream's metadata as Fedora, or a mirror, publishes it: JSON of any shape, of bounded size and depth. */
export async function readStreamMetadata({ stream, mirror, streams, signal }: StreamQuestion): Promise<unknown> {
  const folder = streams ?? onMirror(mirror ?? FEDORA_ORIGIN, "/streams");
  const url = onMirror(folder, `/${stream}.json`);
  try {
    const bytes = await fetchSmall({ url, limit: BOUNDS.length, signal });
    return json(bytes, url);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error && error.name === "ConfigError") throw error;
    throw refusal("stream-metadata", ["stream"], {
      what: error instanceof Error ? error.message : String(error),
      got: stream,
      ...(error instanceof NotThere ? { allowed: "stable, testing, next" } : {}),
      fix: "check the name of the stream, the mirror and the network",
    });
  }
}

function json(bytes: Buffer, url: string): unknown {
  try {
    return parseBoundedJson(bytes.toString("utf8"), BOUNDS);
  } catch (error) {
    throw new Error(`${url} is no stream metadata: ${error instanceof Error ? error.message : String(error)}`);
  }
}
