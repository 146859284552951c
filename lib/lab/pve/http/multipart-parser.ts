import { ApiError } from "../api-error";

/** One part as its headers announce it. */
export interface PartHeader {
  readonly name: string;

  /** There for a file. */
  readonly fileName?: string;
}

/** What the parser finds, in order: a header, its bytes in any number of pieces, the end. */
export type PartEvent =
  | { readonly kind: "header"; readonly header: PartHeader }
  | { readonly kind: "data"; readonly data: Buffer }
  | { readonly kind: "end" };

/** Headers of one part, at most. */
const headerLimit = 16 * 1024;

/** Takes a multipart/form-data body apart, piece by piece, and keeps no more than a boundary of it. */
export class MultipartParser {
  private readonly delimiter: Buffer;
  private buffer: Buffer;
  private state: "preamble" | "header" | "data" | "done" = "preamble";

  constructor(boundary: string) {
    this.delimiter = Buffer.from(`\r\n--${boundary}`);
    // The first boundary has no line end before it.
    this.buffer = Buffer.from("\r\n");
  }

  get finished(): boolean {
    return this.state === "done";
  }

  /** Takes the next piece of the body and gives what can be told from it. */
  *push(chunk: Buffer): Generator<PartEvent> {
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk]);
    let events = this.step();
    while (events !== undefined) {
      yield* events;
      events = this.step();
    }
  }

  /** Nothing when more bytes are needed. */
  private step(): PartEvent[] | undefined {
    switch (this.state) {
      case "preamble":
        return this.skipTo();
      case "header":
        return this.readHeader();
      case "data":
        return this.readData();
      case "done":
        this.buffer = Buffer.alloc(0);
        return undefined;
    }
  }

  private skipTo(): PartEvent[] | undefined {
    const at = this.buffer.indexOf(this.delimiter);
    if (at < 0) {
      this.buffer = this.buffer.subarray(Math.max(0, this.buffer.length - this.delimiter.length));
      return undefined;
    }
    return this.afterDelimiter(at, []);
  }

  private readData(): PartEvent[] | undefined {
    const at = this.buffer.indexOf(this.delimiter);
    if (at >= 0) {
      const data: PartEvent[] = at > 0 ? [{ kind: "data", data: this.buffer.subarray(0, at) }] : [];
      return this.afterDelimiter(at, [...data, { kind: "end" }]);
    }
    const safe = this.buffer.length - this.delimiter.length;
    if (safe <= 0) {
      return undefined;
    }
    const data = this.buffer.subarray(0, safe);
    this.buffer = this.buffer.subarray(safe);
    return [{ kind: "data", data }, ...(this.readData() ?? [])];
  }

  /** After a boundary comes `--` at the very end, or a line end and the next part. */
  private afterDelimiter(at: number, events: PartEvent[]): PartEvent[] | undefined {
    const rest = this.buffer.subarray(at + this.delimiter.length);
    if (rest.length < 2) {
      return undefined;
    }
    const mark = rest.subarray(0, 2).toString("latin1");
    if (mark !== "--" && mark !== "\r\n") {
      throw new ApiError(400, "malformed multipart body: a boundary without line end");
    }
    this.state = mark === "--" ? "done" : "header";
    this.buffer = rest.subarray(mark === "--" ? 2 : 0);
    return events;
  }

  private readHeader(): PartEvent[] | undefined {
    const end = this.buffer.indexOf("\r\n\r\n");
    if (end < 0) {
      if (this.buffer.length > headerLimit) {
        throw new ApiError(400, "malformed multipart body: endless headers");
      }
      return undefined;
    }
    const header = parseHeader(this.buffer.subarray(0, end).toString("utf8"));
    this.buffer = this.buffer.subarray(end + 4);
    this.state = "data";
    return [{ kind: "header", header }];
  }
}

/** The boundary that a content type names. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const match = /^multipart\/form-data\s*;.*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? "");
  return match?.[1] ?? match?.[2];
}

function parseHeader(text: string): PartHeader {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(text)?.[1] ?? "";
  const name = /(?:^|[\s;])name="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1];
  const fileName = /(?:^|[\s;])filename="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1];
  if (name === undefined) {
    throw new ApiError(400, "malformed multipart body: a part without name");
  }
  return { name, ...(fileName === undefined ? {} : { fileName }) };
}
