import type { ProxmoxApi } from "../../../../lib/provider/proxmox/api";
import { connectProxmox } from "../../../../lib/provider/proxmox/client";
import { type Answer, HttpsServer } from "../https-server";

export const apiToken = "slipway@pve!ci=0d8b6b3e-secret";

/** Starts a server that gives these answers in order, the last one again and again; "cut" ends the connection. */
export type Serving = (...answers: readonly (Answer | "cut")[]) => Promise<HttpsServer>;

/** For a `describe`: what its tests start ends with them. */
export function servingPve(): Serving {
  const running: HttpsServer[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });

  return async (...answers) => {
    let next = 0;
    const server = await HttpsServer.start(() => answers[Math.min(next++, answers.length - 1)] ?? {});
    running.push(server);
    return server;
  };
}

/** A client that trusts the server. */
export function clientOf({ endpoint, ca }: HttpsServer): ProxmoxApi {
  return connectProxmox({ endpoint, apiToken, caCertificate: ca });
}

/** The error of what has to fail. */
export function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: Error) => error,
  );
}
