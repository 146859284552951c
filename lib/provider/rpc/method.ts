import type { MethodDefinition } from "@grpc/grpc-js";

/** A generated message class, which writes what has its properties and reads what has all of them. */
export interface Message<Written, Read extends Written> {
  encode(message: Written): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Read;
}

/** A call with one request and one response, as grpc-js describes it. The client's half is for tests. */
export function unary<Request, Response>(
  path: string,
  request: Message<Request, Request>,
  response: Message<Response, Response>,
): MethodDefinition<Request, Response> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: (message) => bytesOf(request.encode(message)),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: (message) => bytesOf(response.encode(message)),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}

/** A view of what was written, without a copy. */
export function bytesOf(writer: { finish(): Uint8Array }): Buffer {
  const bytes = writer.finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
