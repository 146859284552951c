import type { Value, ValueObject } from "../framework/values";

/** A WebDAV server, how to know it, and how to log in to it. */
export interface WebdavConfig {
  /** The folder that paths are below; its own path ends with a slash. */
  readonly url: URL;
  readonly username: string | undefined;

  /** Files on this machine: nothing of what they hold gets into plan or state. */
  readonly passwordFile: string | undefined;
  readonly tokenFile: string | undefined;
  readonly clientCertificateFile: string | undefined;
  readonly clientKeyFile: string | undefined;

  /** In PEM. */
  readonly caCertificate: string | undefined;

  /** sha256 of the server's certificate, in any form. */
  readonly fingerprint: string | undefined;

  /** Seconds to wait for a server that is still booting. */
  readonly connectTimeout: number;
}

/** Reads the attribute `webdav`. It must be wholly known. */
export function decodeWebdav(value: Value | undefined): WebdavConfig {
  const server = value as ValueObject;
  const text = (name: string): string | undefined => {
    const found = server[name];
    return typeof found === "string" ? found : undefined;
  };
  const url = new URL(text("url") ?? "");
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return {
    url,
    username: text("username"),
    passwordFile: text("password_file"),
    tokenFile: text("token_file"),
    clientCertificateFile: text("client_certificate_file"),
    clientKeyFile: text("client_key_file"),
    caCertificate: text("ca_certificate"),
    fingerprint: text("fingerprint"),
    connectTimeout: typeof server.connect_timeout === "number" ? server.connect_timeout : 300,
  };
}

/** For messages. */
export function labelOfWebdav({ url, username }: WebdavConfig): string {
  return `${username === undefined ? "" : `${username}@`}${url.host}${url.pathname}`;
}

/** What the environment knows of WebDAV servers, for those whose resource names no file. */
export interface WebdavSecrets {
  readonly password?: string | undefined;
  readonly token?: string | undefined;
}
