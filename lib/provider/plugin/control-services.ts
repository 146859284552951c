import type { MethodDefinition } from "@grpc/grpc-js";
import { plugin } from "../rpc/generated/messages";
import { unary } from "../rpc/method";
import type { Served } from "./grpc-server";

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
export function controlServices(stop: () => void): readonly Served[] {
  const shutDown = (): Promise<plugin.Empty.$Properties> => {
    // The answer has to be on its way first.
    setImmediate(stop);
    return Promise.resolve({});
  };
  return [
    { method: shutdown, answer: shutDown },
    // We log on stderr, so the stream stays silent; it has to stay open all the same.
    { method: streamStdio, answer: "silence" },
    // Plugins of other kinds are called back through this one; a provider never is.
    { method: startStream, answer: "silence" },
  ];
}
