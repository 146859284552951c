import type { Client } from "../../configuration";
import type { ValueObject } from "../../framework/values";
import type { UseOptions } from "../../sftp/pool";
import { decodeServer, labelOf } from "../../sftp/server-config";
import { SftpTransport } from "../../sftp/transport";
import { isObject } from "../../framework/walk";
import { decodeWebdav, labelOfWebdav, type WebdavConfig } from "../../webdav/server-config";
import type { FileTransport } from "./transport";

/** Where the files of a resource are, and how to get there. */
export interface FileServer {
  /** For messages, such as `user@host:port`. */
  readonly label: string;

  /** Equal for addresses of one server. */
  readonly place: string;

  /** Seconds to wait for it while it is still booting. */
  readonly connectTimeout: number;

  /**
   * Gives `work` the server's files, once it can be had.
   *
   * @throws ServerUnreachable if it does not answer in time; DiagnosticError if it must not be talked to
   */
  use<T>(client: Client, options: UseOptions, work: (files: FileTransport) => Promise<T>): Promise<T>;
}

/** The server of a state or plan; its attributes must be wholly known. */
export function fileServerOf(object: ValueObject): FileServer {
  if (isObject(object.webdav)) return webdavServer(decodeWebdav(object.webdav));
  const server = decodeServer(object.server);
  const root = typeof object.root === "string" ? object.root : "/";
  return {
    label: labelOf(server),
    place: `${server.host} ${server.port}`,
    connectTimeout: server.connectTimeout,
    use: (client, options, work) =>
      client.sftp.use(server, options, (session) => work(new SftpTransport(session, root))),
  };
}

function webdavServer(server: WebdavConfig): FileServer {
  return {
    label: labelOfWebdav(server),
    place: server.url.href,
    connectTimeout: server.connectTimeout,
    async use(client, options, work) {
      // Who has none need not load what talks to one.
      const { useWebdav } = await import("../../webdav/use");
      return useWebdav(server, client.webdav ?? {}, options, work);
    },
  };
}
