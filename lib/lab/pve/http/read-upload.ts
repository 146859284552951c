import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ApiError } from "../api-error";
import { boundaryOf, MultipartParser } from "./multipart-parser";
import type { PartEvent, PartHeader } from "./multipart-parser";
import type { StagedUpload } from "./staged-upload";

export interface Upload {
  /** Fields in the order in which they came; `filename` is the name of the file part. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: StagedUpload | undefined;
}

/** Fields are short; only the file may be long. */
const fieldLimit = 4096;

/** Reads a multipart body; its file goes to the staging folder as it comes. Nothing stays there if the body breaks off. */
export async function readUpload(request: IncomingMessage, stagingDirectory: string): Promise<Upload> {
  const boundary = boundaryOf(request.headers["content-type"]);
  if (boundary === undefined) {
    throw new ApiError(400, "an upload is multipart/form-data with a boundary");
  }
  if (request.headers["content-length"] === undefined) {
    throw new ApiError(501, "chunked transfer encoding not supported");
  }
  await mkdir(stagingDirectory, { recursive: true });
  const reader = new UploadReader(join(stagingDirectory, `pveupload-${randomBytes(16).toString("hex")}`));
  const parser = new MultipartParser(boundary);
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      for (const event of parser.push(chunk)) {
        await reader.take(event);
      }
    }
    if (!parser.finished) {
      throw new ApiError(400, "the upload broke off before its last boundary");
    }
    return await reader.finish();
  } catch (error) {
    await reader.abort();
    throw error;
  }
}

class UploadReader {
  private readonly fields = new Map<string, string>();
  private part: PartHeader = { name: "" };
  private text = "";
  private handle: FileHandle | undefined;
  private fileName: string | undefined;
  private size = 0;

  constructor(private readonly path: string) {}

  async take(event: PartEvent): Promise<void> {
    switch (event.kind) {
      case "header":
        return this.begin(event.header);
      case "data":
        return this.add(event.data);
      case "end":
        return this.end();
    }
  }

  async finish(): Promise<Upload> {
    await this.handle?.close();
    const { path, size, fileName } = this;
    const file: StagedUpload | undefined =
      fileName === undefined
        ? undefined
        : { fileName, path, size, checksum: (algorithm) => checksum(path, algorithm), discard: () => remove(path) };
    return { fields: this.fields, file };
  }

  async abort(): Promise<void> {
    await this.handle?.close().catch(() => undefined);
    await remove(this.path);
  }

  private async begin(part: PartHeader): Promise<void> {
    this.part = part;
    this.text = "";
    if (this.fileName !== undefined) {
      throw new ApiError(400, "the file has to be the last part of an upload");
    }
    if (part.fileName !== undefined) {
      this.fileName = part.fileName;
      this.handle = await open(this.path, "wx", 0o600);
    }
  }

  private async add(data: Buffer): Promise<void> {
    if (this.handle !== undefined) {
      this.size += data.length;
      await this.handle.writeFile(data);
      return;
    }
    this.text += data.toString("utf8");
    if (this.text.length > fieldLimit) {
      throw new ApiError(400, `field '${this.part.name}' is too long`);
    }
  }

  private end(): void {
    const { name, fileName } = this.part;
    this.fields.set(name, fileName ?? this.text);
  }
}

async function checksum(path: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function remove(path: string): Promise<void> {
  await rm(path, { force: true });
}
