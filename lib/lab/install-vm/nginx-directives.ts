import { NginxError, type Directive } from "./nginx-config";

type Context = "main" | "events" | "http" | "server" | "location" | "if" | "limit_except" | "types" | "map";

const everywhere: readonly Context[] = ["http", "server", "location"];

/** The directives that the lab's nginx knows, and where they may stand. */
const contexts: Readonly<Record<string, readonly Context[]>> = {
  ...entries("daemon master_process pid user worker_processes worker_rlimit_nofile events http", ["main"]),
  ...entries("worker_connections multi_accept", ["events"]),
  error_log: ["main", ...everywhere],
  ...entries("log_format server map", ["http"]),
  ...entries("listen server_name", ["server"]),
  ...entries("location", ["server", "location"]),
  ...entries("alias limit_except internal", ["location"]),
  ...entries("return set", ["server", "location", "if"]),
  if: ["server", "location"],
  ...entries("allow deny", [...everywhere, "limit_except"]),
  ...entries("access_log root", [...everywhere, "if"]),
  ...entries(
    `absolute_redirect add_header autoindex charset client_body_buffer_size client_body_temp_path client_body_timeout
     client_header_buffer_size client_header_timeout client_max_body_size create_full_put_path dav_access dav_methods
     default_type directio disable_symlinks etag fastcgi_temp_path gzip keepalive_requests keepalive_timeout
     large_client_header_buffers limit_rate log_not_found merge_slashes min_delete_depth msie_padding open_file_cache
     output_buffers port_in_redirect proxy_temp_path reset_timedout_connection scgi_temp_path send_timeout sendfile
     sendfile_max_chunk server_name_in_redirect server_tokens tcp_nodelay tcp_nopush try_files types types_hash_max_size
     uwsgi_temp_path include max_ranges index`,
    everywhere,
  ),
};

const variablesOfNginx = new Set(
  `args binary_remote_addr body_bytes_sent bytes_sent connection content_length content_type document_root document_uri
   host hostname https is_args msec pid query_string realpath_root remote_addr remote_port remote_user request
   request_body_file request_completion request_filename request_id request_length request_method request_time
   request_uri scheme server_addr server_name server_port server_protocol status time_iso8601 time_local uri`.split(
    /\s+/,
  ),
);

/** Checks a whole configuration as nginx does when it starts. @throws NginxError */
export function checkDirectives(directives: readonly Directive[], file: string): void {
  const variables = new Set(variablesOfNginx);
  visit(directives, "main", (directive) => {
    for (const name of definedBy(directive)) variables.add(name);
  });
  visit(directives, "main", (directive, context) => {
    const where = `in ${file}:${directive.line}`;
    if (context === "types" || context === "map") return;
    const allowed = contexts[directive.name];
    if (allowed === undefined) throw new NginxError(`unknown directive "${directive.name}" ${where}`);
    if (!allowed.includes(context)) throw new NginxError(`"${directive.name}" directive is not allowed here ${where}`);
    if (isBlock(directive.name) !== (directive.block !== undefined)) {
      const problem = directive.block ? "is not terminated by" : "has no opening";
      throw new NginxError(`directive "${directive.name}" ${problem} "${directive.block ? ";" : "{"}" ${where}`);
    }
    for (const name of directive.words.flatMap(usedIn)) {
      const known = variables.has(name) || /^(\d|http_|arg_|sent_http_|cookie_)/.test(name);
      if (!known && !isPattern(directive)) throw new NginxError(`unknown "${name}" variable ${where}`);
    }
  });
}

function visit(
  directives: readonly Directive[],
  context: Context,
  see: (directive: Directive, context: Context) => void,
): void {
  for (const directive of directives) {
    see(directive, context);
    if (directive.block) visit(directive.block, contextInside(directive.name), see);
  }
}

function contextInside(name: string): Context {
  return isBlock(name) ? (name as Context) : "main";
}

function isBlock(name: string): boolean {
  return ["events", "http", "server", "location", "if", "limit_except", "types", "map"].includes(name);
}

function definedBy(directive: Directive): string[] {
  const named = directive.words.flatMap((word) => [...word.matchAll(/\(\?P?<(\w+)>/g)].map((match) => match[1] ?? ""));
  if (directive.name === "set") return [directive.words[0]?.slice(1) ?? "", ...named];
  if (directive.name === "map") return [directive.words[1]?.slice(1) ?? "", ...named];
  return named;
}

function usedIn(word: string): string[] {
  return [...word.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].map((match) => match[1] ?? match[2] ?? "");
}

/** `$` at the end of a pattern is no variable. */
function isPattern(directive: Directive): boolean {
  return directive.name === "location";
}

function entries(names: string, allowed: readonly Context[]): Record<string, readonly Context[]> {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, allowed]),
  );
}
