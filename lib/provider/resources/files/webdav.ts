import type { Attribute } from "../../framework/schema";
import type { Diagnostic, Value, ValueObject } from "../../framework/values";
import { isObject } from "../../framework/walk";
import { FINGERPRINT_FORM, parseFingerprint } from "../../tls/fingerprint";

const file = (description: string): Attribute => ({ type: "string", mode: "optional", description });

/** The attribute `webdav`, in place of `server`. */
export const webdav: Attribute = {
  nested: "single",
  mode: "optional",
  description:
    "The WebDAV server, in place of `server`. Secrets are read from files or from the environment, so that plan and state hold none.",
  attributes: {
    url: {
      type: "string",
      mode: "required",
      description: "URL of the folder that the paths of the files are below, such as `https://files.example/site`.",
    },
    username: {
      type: "string",
      mode: "optional",
      description: "Name to log in as, with the password of `password_file` or SLIPWAY_WEBDAV_PASSWORD.",
    },
    password_file: file("Path of a file that holds the password, on the machine that runs OpenTofu."),
    token_file: file("Path of a file that holds a bearer token, in place of a name. Or SLIPWAY_WEBDAV_TOKEN."),
    client_certificate_file: file("Path of a client certificate in PEM, for a server that asks for one."),
    client_key_file: file("Path of its key in PEM, if it is not in the same file."),
    ca_certificate: file(
      "PEM of the authorities that may sign the server's certificate, if they are none that the system knows.",
    ),
    fingerprint: file(
      "sha256 of the certificate that the server shows, in hex, with or without colons: any other is refused.",
    ),
    connect_timeout: {
      type: "number",
      mode: "optional-computed",
      default: 300,
      description: "Seconds to wait, on create and update, for a server that is still booting.",
    },
  },
};

/** What is wrong with where the files are to go; values that are not known yet pass. */
export function validateWebdav({ server, webdav: dav }: ValueObject): readonly Diagnostic[] {
  const set = [server, dav].filter((value) => value !== null && value !== undefined).length;
  if (set !== 1) {
    const detail = `Give exactly one of server (SFTP) and webdav; ${set === 0 ? "neither" : "both"} is set.`;
    return [{ severity: "error", summary: "Files without one server", detail, path: set === 0 ? [] : ["webdav"] }];
  }
  return isObject(dav) ? problemsOf(dav) : [];
}

function problemsOf(dav: ValueObject): readonly Diagnostic[] {
  const isSet = (name: string): boolean => dav[name] !== null && dav[name] !== undefined;
  return [
    ...refusals("url", dav.url, isFolderUrl, "https://host/path, without a name, a query or a fragment"),
    ...refusals("username", dav.username, (text) => /^[^:\0-\x1f\x7f]+$/.test(text), "a name without a colon"),
    ...refusals("fingerprint", dav.fingerprint, (text) => parseFingerprint(text) !== undefined, FINGERPRINT_FORM),
    ...(isSet("username") && isSet("token_file")
      ? [refusal("token_file", "a name is set as well: keep one of them")]
      : []),
    ...needs(isSet("password_file") && !isSet("username"), "password_file", "username"),
    ...needs(
      isSet("client_key_file") && !isSet("client_certificate_file"),
      "client_key_file",
      "client_certificate_file",
    ),
    ...(typeof dav.connect_timeout === "number" && dav.connect_timeout < 0
      ? [refusal("connect_timeout", "it has to be 0 or more seconds")]
      : []),
  ];
}

function refusals(
  name: string,
  value: Value | undefined,
  holds: (text: string) => boolean,
  allowed: string,
): readonly Diagnostic[] {
  if (typeof value !== "string" || holds(value)) return [];
  return [refusal(name, `it has to be ${allowed}`)];
}

function needs(isWithout: boolean, name: string, other: string): readonly Diagnostic[] {
  return isWithout ? [refusal(name, `it is of no use without ${other}`)] : [];
}

/** What was given is not quoted: a URL may hold a password. */
function refusal(name: string, why: string): Diagnostic {
  const detail = `${name}: ${why}`;
  return { severity: "error", summary: "Unable to accept the WebDAV server", detail, path: ["webdav", name] };
}

function isFolderUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return protocol === "https:" && [username, password, search, hash].every((part) => part === "");
}
