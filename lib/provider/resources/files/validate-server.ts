import { type AttributePath, type Diagnostic, type Value, type ValueObject } from "../../framework/values";
import { isList, isObject } from "../../framework/walk";
import { isAbout, readHostKeyLine } from "../../sftp/host-keys";

/** What is wrong with the attribute `server` itself; values that are not known yet pass. */
export function validateServer(server: Value | undefined): readonly Diagnostic[] {
  if (!isObject(server)) return [];
  return [
    ...endpointProblems(server, ["server"]),
    ...(isObject(server.bastion) ? endpointProblems(server.bastion, ["server", "bastion"]) : []),
    ...bastionsProblems(server),
    ...judge(server.connect_timeout, isSeconds, ["server", "connect_timeout"], "0 or more seconds"),
    ...judge(server.answer_timeout, isAnswerTime, ["server", "answer_timeout"], "1 to 3600 seconds"),
    ...judge(server.keep_alive, isSeconds, ["server", "keep_alive"], "0 or more seconds"),
  ];
}

function bastionsProblems({ bastion, bastions }: ValueObject): readonly Diagnostic[] {
  if (!isList(bastions)) return [];
  const each = bastions.flatMap((one, index) =>
    isObject(one) ? endpointProblems(one, ["server", "bastions", index]) : [],
  );
  if (bastion === null || bastion === undefined) return each;
  return [...each, refusal(["server", "bastions"], "bastion as well", "one of the two: bastions takes any number")];
}

function endpointProblems(endpoint: ValueObject, above: AttributePath): readonly Diagnostic[] {
  const keys = endpoint.host_keys;
  return [
    ...judge(endpoint.host, isHost, [...above, "host"], "a name or an address"),
    ...certificateProblems(endpoint, above),
    ...judge(endpoint.port, isPort, [...above, "port"], "a whole number from 1 to 65535"),
    ...(isList(keys) && keys.length === 0
      ? [refusal([...above, "host_keys"], "none", "at least one key: a server that is not known is not talked to")]
      : []),
    ...(isList(keys) ? keyProblems(keys, endpoint, [...above, "host_keys"]) : []),
  ];
}

function keyProblems(keys: readonly Value[], { host, port }: ValueObject, above: AttributePath): readonly Diagnostic[] {
  const lines = keys.map((key) => (typeof key === "string" ? readHostKeyLine(key) : undefined));
  const wrong = lines.flatMap((line, index) =>
    typeof line === "string" ? [refusal([...above, index], JSON.stringify(keys[index]).slice(0, 60), line)] : [],
  );
  const number = port ?? 22;
  if (wrong.length > 0 || typeof host !== "string" || typeof number !== "number" || lines.length === 0) return wrong;
  const server = { host, port: number };
  const isKnown = lines.some((line) => typeof line !== "object" || (line.kind !== "revoked" && isAbout(line, server)));
  const got = "only what is revoked, or authorities of other hosts";
  return isKnown ? [] : [refusal(above, got, `an authority for ${host}, or its own key`)];
}

function certificateProblems(endpoint: ValueObject, above: AttributePath): readonly Diagnostic[] {
  const isSet = (value: Value | undefined): boolean => value !== null && value !== undefined;
  if (!isSet(endpoint.certificate_file) || isSet(endpoint.identity_file)) return [];
  return [
    refusal([...above, "certificate_file"], "no identity_file", "a certificate beside the key that it certifies"),
  ];
}

function judge(
  value: Value | undefined,
  holds: (value: string | number) => boolean,
  path: AttributePath,
  allowed: string,
): readonly Diagnostic[] {
  if ((typeof value !== "string" && typeof value !== "number") || holds(value)) return [];
  return [refusal(path, JSON.stringify(value).slice(0, 60), allowed)];
}

function refusal(path: AttributePath, got: string, allowed: string): Diagnostic {
  const detail = `got: ${got}\nallowed: ${allowed}`;
  return { severity: "error", summary: "Unable to accept the SFTP server", detail, path };
}

const isHost = (value: string | number): boolean => /^[A-Za-z0-9:._%-]{1,253}$/.test(String(value));
const isPort = (value: string | number): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
const isAnswerTime = (value: string | number): boolean => Number(value) >= 1 && Number(value) <= 3600;
const isSeconds = (value: string | number): boolean => Number(value) >= 0;
