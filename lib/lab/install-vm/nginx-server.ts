import { hostClock } from "../clock";
import { superuser } from "../machine/file-tree";
import type { FileView } from "../machine/file-view";
import { NginxError, parseNginx, type Directive } from "./nginx-config";
import { checkDirectives } from "./nginx-directives";
import { checkRegex, conditionHolds, expand, matchPattern, type Variables } from "./nginx-expressions";
import { putFile, serveFile, type Answer } from "./nginx-files";

export type { Answer } from "./nginx-files";

export interface NginxRequest {
  readonly method: string;

  /** Path and query as sent. */
  readonly target: string;
  readonly body: Buffer;
  readonly remoteAddress: string;
  readonly serverAddress: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const file = "/etc/nginx/nginx.conf";

/** `nginx` of nginx's own images. */
const nginxUser = { uid: 101, gid: 101 };

/** A running nginx: one server, as its configuration says. */
export interface Nginx {
  readonly port: number;
  answer(request: NginxRequest): Answer;
}

/** Starts nginx from the configuration in its container. @throws NginxError if nginx would not start */
export function startNginx(view: FileView): Nginx {
  const text = view.text(file);
  if (text === undefined) throw new NginxError(`open() "${file}" failed (2: No such file or directory)`);
  const main = parseNginx(text, file);
  checkDirectives(main, file);
  const http = main.find(({ name }) => name === "http")?.block;
  if (http === undefined || !main.some(({ name }) => name === "events")) {
    throw new NginxError(`no "${http ? "events" : "http"}" section in configuration`);
  }
  const servers = http.filter(({ name }) => name === "server");
  const server = servers[0]?.block;
  if (server === undefined) throw new NginxError(`no "server" section in ${file}`);
  locationsBelow(server).forEach(checkRegex);
  checkBodyFolder(view, [...server, ...http]);
  const worker = main.find(({ name }) => name === "user")?.words[0] ?? "nginx";
  // Root opens the log and answers to the port; the workers, which answer requests, are somebody else.
  const site = new Site({ view, workerView: view.as(worker === "root" ? superuser : nginxUser), http, server });
  return { port: portOf(server), answer: (request) => site.answer(request) };
}

interface SiteOptions {
  readonly view: FileView;
  readonly http: readonly Directive[];
  readonly server: readonly Directive[];
  readonly workerView: FileView;
}

class Site {
  constructor(private readonly options: SiteOptions) {}

  answer(request: NginxRequest): Answer {
    const variables = variablesFor(request, this.options.http);
    const answer = this.decide(request, variables);
    variables.set("status", String(answer.status));
    variables.set("body_bytes_sent", String(request.method === "HEAD" ? 0 : answer.body.length));
    this.log(variables);
    return answer;
  }

  private decide(request: NginxRequest, variables: Variables): Answer {
    const uri = decodedUri(request.target);
    if (uri === undefined) return plain(400);
    variables.set("uri", uri);
    variables.set("document_uri", uri);
    const { server, http, workerView: view } = this.options;
    const early = rewrite(server, variables, view);
    if (early) return early;
    const location = findLocation(server, uri, variables);
    const scopes = [...(location?.scopes ?? []), server, http];
    const here = location?.scopes[0] ?? [];
    const limit = sizeOf(setting(scopes, "client_max_body_size")?.words[0] ?? "1m");
    if (limit > 0 && request.body.length > limit) return plain(413);
    const rewritten = location && rewrite(here, variables, view);
    if (rewritten) return rewritten;
    if (!isAllowed(here, request, scopes)) return plain(403);
    const path = pathOf(location, scopes, uri, variables);
    const files = { view, path, scopes };
    if ((setting(scopes, "dav_methods")?.words ?? []).includes(request.method) && request.method === "PUT") {
      return putFile(files, request.body, setting(scopes, "create_full_put_path")?.words[0] === "on");
    }
    if (request.method !== "GET" && request.method !== "HEAD") return plain(405);
    return serveFile(files, setting(scopes, "default_type")?.words[0] ?? "text/plain");
  }

  private log(variables: Variables): void {
    const { server, http, view } = this.options;
    const [path, format = "combined"] = setting([server, http], "access_log")?.words ?? ["off"];
    if (path === undefined || path === "off") return;
    const [, ...parts] = http.find(({ name, words }) => name === "log_format" && words[0] === format)?.words ?? [];
    const pattern = parts.filter((part) => !part.startsWith("escape=")).join("") || combined;
    const present = view.find(path);
    const line = Buffer.from(`${expand(pattern, variables)}\n`);
    if (present?.kind === "file") present.data = Buffer.concat([present.data, line]);
    else view.write(path, line);
  }
}

const combined =
  '$remote_addr - - [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

interface Location {
  readonly directive: Directive;

  /** Innermost first. */
  readonly scopes: readonly (readonly Directive[])[];
}

/** Exact, then the longest prefix, then patterns in order, as nginx chooses. */
function findLocation(block: readonly Directive[], uri: string, variables: Variables): Location | undefined {
  const locations = block.filter(({ name }) => name === "location");
  const inside = (directive: Directive): Location => {
    const own = directive.block ?? [];
    const nested = findLocation(own, uri, variables);
    return nested ? { directive: nested.directive, scopes: [...nested.scopes, own] } : { directive, scopes: [own] };
  };
  const exact = locations.find(({ words }) => words[0] === "=" && words[1] === uri);
  if (exact) return inside(exact);
  const prefix = locations
    .filter(({ words }) => (words.length === 1 || words[0] === "^~") && uri.startsWith(words.at(-1) ?? "\0"))
    .sort((a, b) => (b.words.at(-1)?.length ?? 0) - (a.words.at(-1)?.length ?? 0))[0];
  if (prefix?.words[0] === "^~") return inside(prefix);
  for (const directive of locations) {
    const [modifier, pattern = ""] = directive.words;
    if (modifier !== "~" && modifier !== "~*") continue;
    if (matchPattern(pattern, uri, modifier === "~*", variables)) return inside(directive);
  }
  return prefix && inside(prefix);
}

/** Runs `set`, `if` and `return` in the order in which they stand. */
function rewrite(block: readonly Directive[], variables: Variables, view: FileView): Answer | undefined {
  for (const directive of block) {
    if (directive.name === "set") {
      variables.set(directive.words[0]?.slice(1) ?? "", expand(directive.words[1] ?? "", variables));
    }
    if (directive.name === "return") {
      const [status = "200", text] = directive.words;
      return plain(Number(status), text === undefined ? undefined : expand(text, variables));
    }
    if (directive.name === "if" && conditionHolds(directive.words, variables, view)) {
      const answer = rewrite(directive.block ?? [], variables, view);
      if (answer) return answer;
    }
  }
  return undefined;
}

function isAllowed(
  here: readonly Directive[],
  request: NginxRequest,
  scopes: readonly (readonly Directive[])[],
): boolean {
  const limit = here.find(({ name }) => name === "limit_except");
  const methods = limit?.words.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])) ?? [];
  const rules =
    limit && !methods.includes(request.method)
      ? (limit.block ?? [])
      : (scopes.find((scope) => scope.some(isRule)) ?? []);
  for (const rule of rules.filter(isRule)) {
    const [who = "all"] = rule.words;
    if (who === "all" || who === request.remoteAddress || isInside(request.remoteAddress, who))
      return rule.name === "allow";
  }
  return true;
}

const isRule = ({ name }: Directive): boolean => name === "allow" || name === "deny";

function isInside(address: string, network: string): boolean {
  const [base = "", bits] = network.split("/");
  if (bits === undefined) return false;
  const number = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

function pathOf(
  location: Location | undefined,
  scopes: readonly (readonly Directive[])[],
  uri: string,
  variables: Variables,
): string {
  const alias = location?.scopes[0]?.find(({ name }) => name === "alias")?.words[0];
  if (alias === undefined)
    return `${expand(setting(scopes, "root")?.words[0] ?? "/usr/share/nginx/html", variables)}${uri}`;
  const [first = "", second] = location?.directive.words ?? [];
  const isRegex = first === "~" || first === "~*";
  return expand(alias, variables) + (isRegex ? "" : uri.slice((second ?? first).length));
}

/** The innermost setting of that name. */
function setting(scopes: readonly (readonly Directive[])[], name: string): Directive | undefined {
  for (const scope of scopes) {
    const found = scope.find((directive) => directive.name === name);
    if (found) return found;
  }
  return undefined;
}

function locationsBelow(block: readonly Directive[]): Directive[] {
  return block.flatMap((directive) =>
    directive.name === "location" ? [directive, ...locationsBelow(directive.block ?? [])] : [],
  );
}

function portOf(server: readonly Directive[]): number {
  const listen = server.find(({ name }) => name === "listen")?.words[0] ?? "80";
  return Number(/(\d+)$/.exec(listen)?.[1] ?? 80);
}

/** nginx makes the folder for bodies of requests when it starts. */
function checkBodyFolder(view: FileView, directives: readonly Directive[]): void {
  const path =
    directives.find(({ name }) => name === "client_body_temp_path")?.words[0] ?? "/var/cache/nginx/client_temp";
  try {
    view.makeDirectories(path);
  } catch {
    throw new NginxError(`mkdir() "${path}" failed (30: Read-only file system)`);
  }
}

function sizeOf(text: string): number {
  const [, number = "0", unit = ""] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return Number(number) * ({ k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1);
}

/** The path without query, percent escapes, double slashes and dots; undefined if it is not sound. */
function decodedUri(target: string): string | undefined {
  const raw = target.split(/[?#]/)[0] ?? "";
  let decoded: string;
  try {
    decoded = decodeURIComponent(raw);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith("/") || decoded.includes("\0")) return undefined;
  const parts: string[] = [];
  for (const part of decoded.replace(/\/+/g, "/").slice(1).split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function variablesFor(request: NginxRequest, http: readonly Directive[]): Variables {
  const now = new Date(hostClock.now());
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [`http_${name.toLowerCase().replaceAll("-", "_")}`, value ?? ""] as const,
  );
  return new Map([
    ...headers,
    ["args", request.target.split("?")[1] ?? ""],
    ["content_length", request.headers["content-length"] ?? ""],
    ["host", request.headers["host"] ?? ""],
    ["msec", (now.getTime() / 1000).toFixed(3)],
    ["remote_addr", request.remoteAddress],
    ["request", `${request.method} ${request.target} HTTP/1.1`],
    ["request_length", String(request.body.length)],
    ["request_method", request.method],
    ["request_time", "0.000"],
    ["request_uri", request.target],
    ["scheme", "http"],
    ["server_addr", request.serverAddress],
    ["server_name", http.length > 0 ? "_" : ""],
    ["server_protocol", "HTTP/1.1"],
    ["time_iso8601", now.toISOString().replace(/\.\d+Z$/, "+00:00")],
    ["time_local", now.toISOString()],
  ]);
}

function plain(status: number, text?: string): Answer {
  return { status, headers: { "content-type": "text/plain" }, body: Buffer.from(text ?? "") };
}
