import type { IncomingMessage } from "node:http";
import { ApiError } from "../api-error";

/** More than any call needs. */
const limit = 512 * 1024;

/** Reads the parameters of a form. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      throw new ApiError(413, "request entity too large");
    }
    chunks.push(chunk);
  }
  if (size > 0 && type !== "application/x-www-form-urlencoded") {
    throw new ApiError(415, `content type '${type}' is not understood here, only forms are`);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
