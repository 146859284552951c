import type { MethodDefinition, ServerDuplexStream, ServerWritableStream } from "@grpc/grpc-js";
import { plugin } from "../rpc/generated/messages";
import { handle, unary } from "../rpc/method";

const shutdown = unary<plugin.Empty.$Properties, plugin.Empty.$Properties>(
  "/plugin.GRPCController/Shutdown",
  plugin.Empty,
  plugin.Empty,
);

const streamStdio: MethodDefinition<plugin.Empty.$Properties, plugin.StdioData.$Properties> = {
  ...unary<plugin.Empty.$Properties, plugin.StdioData.$Properties>(
    "/plugin.GRPCStdio/StreamStdio",
    plugin.Empty,
    plugin.StdioData,
  ),
  responseStream: true,
};

const startStream: MethodDefinition<plugin.ConnInfo.$Properties, plugin.ConnInfo.$Properties> = {
  ...unary<plugin.ConnInfo.$Properties, plugin.ConnInfo.$Properties>(
    "/plugin.GRPCBroker/StartStream",
    plugin.ConnInfo,
    plugin.ConnInfo,
  ),
  requestStream: true,
  responseStream: true,
};

/** The three services of go-plugin itself, by which OpenTofu holds and ends a plugin. */
export const controlMethods = {
  controller: { Shutdown: shutdown },
  stdio: { StreamStdio: streamStdio },
  broker: { StartStream: startStream },
};

/** @param stop what to do when OpenTofu is done; without it, OpenTofu waits two seconds and kills the plugin */
export function controlImplementation(stop: () => void) {
  return {
    controller: {
      Shutdown: handle<plugin.Empty, plugin.Empty.$Properties>(async () => {
        // The answer has to be on its way first.
        setImmediate(stop);
        return {};
      }),
    },
    // We log on stderr, so the stream stays silent; it has to stay open all the same.
    stdio: { StreamStdio: (call: ServerWritableStream<plugin.Empty, plugin.StdioData>): void => void call },
    // Plugins of other kinds are called back through this one; a provider never is.
    broker: {
      StartStream: (call: ServerDuplexStream<plugin.ConnInfo, plugin.ConnInfo>): void => {
        call.on("data", () => undefined);
        call.on("end", () => call.end());
      },
    },
  };
}
