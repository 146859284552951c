import { randomBytes } from "node:crypto";
import type { Upload } from "./api";
import { SourceError } from "./errors";

/** A form with one file, ready to be sent. */
export interface MultipartBody {
  readonly contentType: string;
  readonly contentLength: number;
  /** The bytes, produced as fast as they are taken. */
  readonly bytes: AsyncIterable<Buffer>;
}

/**
 * Frames an upload as Proxmox wants it: all fields first, then the file, in a part that is called `filename`.
 *
 * The stream has to deliver exactly `size` bytes; otherwise the request breaks off and Proxmox keeps nothing.
 */
export function multipartBody(upload: Upload): MultipartBody {
  // `"` and line ends would end the header early; the callers' names hold neither, and this refuses what does.
  if (/["\r\n\\]/.test(upload.fileName)) throw new Error(`"${upload.fileName}" is not a file name for an upload`);
  const boundary = `slipway-${randomBytes(16).toString("hex")}`;
  const fields = {
    content: upload.content,
    ...(upload.sha256 === undefined ? {} : { "checksum-algorithm": "sha256", checksum: upload.sha256 }),
  };
  const head = Buffer.from(
    [
      ...Object.entries(fields).map(
        ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
      `--${boundary}\r\nContent-Disposition: form-data; name="filename"; filename="${upload.fileName}"\r\n`,
      "Content-Type: application/octet-stream\r\n\r\n",
    ].join(""),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: head.length + upload.size + tail.length,
    bytes: framed(head, upload, tail),
  };
}

async function* framed(head: Buffer, { stream, size, onProgress }: Upload, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  let sent = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sent += chunk.length;
      if (sent > size) break;
      onProgress?.(sent);
      yield chunk;
    }
  } catch (cause) {
    throw new SourceError("the file cannot be read", { cause });
  }
  if (sent !== size) {
    throw new SourceError(`the file was announced with ${size} bytes and has ${sent > size ? "more" : sent}`);
  }
  yield tail;
}
