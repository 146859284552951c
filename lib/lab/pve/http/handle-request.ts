import type { IncomingMessage } from "node:http";
import type { Caller } from "../access/caller";
import { ApiError, parameterError, permissionError } from "../api-error";
import type { Cluster } from "../cluster";
import { checkParameters } from "../parameters/check-parameters";
import { findRoute } from "../routes/find-route";
import type { FoundRoute } from "../routes/find-route";
import type { Permission } from "../routes/route";
import { readForm } from "./form-body";
import { readUpload } from "./read-upload";
import type { StagedUpload } from "./staged-upload";

/** What became known of a request while it was handled, for the log. */
export interface RequestTrace {
  parameters: string[];
  caller?: Caller;
}

/** Answers one request: who, which call, which parameters, may they, do it. */
export async function handleRequest(
  cluster: Cluster,
  request: IncomingMessage,
  url: URL,
  path: string,
  trace: RequestTrace,
): Promise<unknown> {
  const caller = cluster.access.authenticate(request.headers.authorization);
  trace.caller = caller;
  const found = findRoute(request.method ?? "GET", path);
  const { given, upload } = await readParameters(cluster, request, url, found);
  trace.parameters = [...given.keys()];
  let taken = false;
  try {
    checkPermission(cluster, caller, found.route.permission, given);
    const values = checkParameters(found.route.parameters, given);
    taken = true;
    return await found.route.handle({ cluster, caller, values, ...(upload === undefined ? {} : { upload }) });
  } catch (error) {
    taken = false;
    throw error;
  } finally {
    if (!taken) {
      await upload?.discard();
    }
  }
}

/** Everything that was given, from the path, the query and the body. Twice the same is refused. */
async function readParameters(
  cluster: Cluster,
  request: IncomingMessage,
  url: URL,
  { route, placeholders }: FoundRoute,
): Promise<{ given: Map<string, string>; upload?: StagedUpload | undefined }> {
  const given = new Map(placeholders);
  if (route.upload !== true) {
    addAll(given, [...url.searchParams, ...(await readForm(request))]);
    return { given };
  }
  const upload = await readUpload(request, `${cluster.storages.directory}/staging`);
  try {
    addAll(given, [...url.searchParams, ...upload.fields]);
  } catch (error) {
    await upload.file?.discard();
    throw error;
  }
  return { given, upload: upload.file };
}

/** Clients of Proxmox repeat what is in the path already; only a different value is a contradiction. */
function addAll(given: Map<string, string>, entries: readonly (readonly [string, string])[]): void {
  for (const [name, value] of entries) {
    if (given.has(name) && given.get(name) !== value) {
      throw parameterError({ [name]: "duplicate parameter (already defined in URI) with conflicting values!" });
    }
    given.set(name, value);
  }
}

/** Before the parameters are checked, as Proxmox does: who may not do it learns nothing about how. */
function checkPermission(
  cluster: Cluster,
  caller: Caller,
  permission: Permission | undefined,
  given: ReadonlyMap<string, string>,
): void {
  if (permission === undefined) {
    return;
  }
  const { privileges, any = false } = permission;
  const path = permission.path.replace(/\{(\w+)\}/g, (_, name: string) => given.get(name) ?? "");
  if (!cluster.access.has(caller, path, privileges, any)) {
    throw permissionError(path, privileges, any);
  }
}

/** Turns whatever was thrown into a refusal. */
export function refusalOf(error: unknown): ApiError {
  return error instanceof ApiError
    ? error
    : new ApiError(500, error instanceof Error ? error.message : "unknown error");
}
