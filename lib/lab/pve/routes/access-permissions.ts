import { failure } from "../api-error";
import type { AccessControl, Acl } from "../access/access-control";
import type { Caller } from "../access/caller";
import { optionalText } from "../parameters/parameter";
import type { Call, Route } from "./route";

const roleid = { type: "string", format: "pve-roleid" } as const;
const userid = { type: "string", format: "pve-userid", maxLength: 64 } as const;

/** Names of realms and tokens, as a pattern. */
const realm = "[A-Za-z][A-Za-z0-9\\.\\-_]+";

/** What may be read about users, roles and grants. Changing them is not served. */
export const accessRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/access/permissions",
    parameters: {
      path: optionalText,
      userid: {
        type: "string",
        optional: true,
        pattern: `(?:^(?:[^\\s:/]+)\\@(?:${realm})(?:!(?:${realm}))?$)`,
      },
    },
    handle: listPermissions,
  },
  { method: "GET", path: "/access/roles", parameters: {}, handle: listRoles },
  {
    method: "GET",
    path: "/access/roles/{roleid}",
    parameters: { roleid },
    handle: ({ cluster, values }) => {
      const role = cluster.access.roles.get(values.text("roleid"));
      if (role === undefined) {
        throw failure(`role '${values.text("roleid")}' does not exist`);
      }
      return Object.fromEntries([...role].map((privilege) => [privilege, 1]));
    },
  },
  { method: "GET", path: "/access/acl", parameters: {}, handle: listAcl },
  { method: "GET", path: "/access/users/{userid}/token", parameters: { userid }, handle: listTokens },
];

/** Paths that are always looked at, beside those that somebody was granted something on. */
const wellKnownPaths = ["/", "/access", "/nodes", "/pool", "/sdn", "/storage", "/vms"];

/** Privileges by path, of the caller or of somebody else. */
function listPermissions({ cluster, caller, values }: Call): Record<string, Record<string, number>> {
  const subject = values.optionalText("userid") ?? caller.tokenId;
  if (subject !== caller.tokenId && subject !== caller.user) {
    cluster.access.check(caller, "/access", ["Sys.Audit"]);
  }
  const wanted = values.optionalText("path");
  const paths = wanted === undefined ? knownPaths(cluster.access) : [wanted];
  const granted = paths.map((path) => [path, privilegesAt(cluster.access, caller, subject, path)] as const);
  return Object.fromEntries(granted.filter(([, list]) => wanted !== undefined || Object.keys(list).length > 0));
}

function knownPaths(access: AccessControl): string[] {
  return [...new Set([...wellKnownPaths, ...access.acl.map(({ path }) => path)])].sort();
}

/** The number says whether what is below the path is covered, too. */
function privilegesAt(access: AccessControl, caller: Caller, subject: string, path: string): Record<string, number> {
  const who = subject.includes("!") ? { user: subject.split("!")[0] ?? "", tokenId: subject } : undefined;
  const granted = access.privileges(who ?? { ...caller, tokenId: subject }, path);
  const below = access.privileges(who ?? { ...caller, tokenId: subject }, `${path === "/" ? "" : path}/x`);
  return Object.fromEntries([...granted].sort().map((privilege) => [privilege, below.has(privilege) ? 1 : 0]));
}

function listRoles({ cluster }: Call): unknown[] {
  return [...cluster.access.roles].map(([id, granted]) => ({
    privs: [...granted].sort().join(","),
    roleid: id,
    special: cluster.access.custom.has(id) ? 0 : 1,
  }));
}

/** Only what is granted where the caller may look. */
function listAcl({ cluster, caller }: Call): unknown[] {
  const visible = ({ path }: Acl): boolean =>
    cluster.access.has(caller, path, ["Permissions.Modify", "Sys.Audit"], true);
  return cluster.access.acl.filter(visible).map(({ path, subject, role, propagate }) => ({
    path,
    propagate: propagate ? 1 : 0,
    roleid: role,
    type: subject.includes("!") ? "token" : "user",
    ugid: subject,
  }));
}

function listTokens({ cluster, caller, values }: Call): unknown[] {
  const id = values.text("userid");
  if (id !== caller.user) {
    cluster.access.check(caller, "/access/groups", ["User.Modify"]);
  }
  const user = cluster.access.users.get(id);
  if (user === undefined) {
    throw failure(`no such user ('${id}')`);
  }
  return [...user.tokens].map(([tokenid, { separated, expire }]) => ({ expire, privsep: separated ? 1 : 0, tokenid }));
}
