import { timingSafeEqual } from "node:crypto";
import { hostClock } from "../../clock";
import { ApiError, permissionError } from "../api-error";
import type { AclEntry, PveOptions, TokenOptions } from "../types";
import type { Caller } from "./caller";
import { builtInRoles, privileges } from "./roles";

export interface Token {
  secret: string;
  separated: boolean;
  comment?: string;
  expire: number;
}

export interface User {
  readonly id: string;
  readonly tokens: Map<string, Token>;
  readonly properties: Map<string, string | number>;
}

export interface Acl {
  readonly path: string;
  readonly subject: string;
  readonly role: string;
  readonly propagate: boolean;
}

/** Pools that a VM or a storage belongs to: what is granted on the pool counts for them too. */
export type PoolOf = (path: string) => string | undefined;

/** Users, tokens, roles and access control lists. */
export class AccessControl {
  readonly users = new Map<string, User>();
  readonly roles = new Map<string, ReadonlySet<string>>();
  readonly custom = new Set<string>();
  acl: Acl[] = [];

  constructor(
    options: Pick<PveOptions, "users" | "roles" | "acl">,
    private readonly poolOf: PoolOf,
  ) {
    for (const [name, granted] of Object.entries({ ...builtInRoles, ...options.roles })) {
      this.setRole(name, granted);
    }
    for (const user of options.users) {
      this.addUser(user.id);
      user.tokens?.forEach((token) => this.addToken(user.id, token));
    }
    options.acl?.forEach((entry) => this.grant(entry));
  }

  setRole(name: string, granted: readonly string[]): void {
    const unknown = granted.filter((privilege) => !privileges.includes(privilege));
    if (unknown.length > 0) {
      throw new ApiError(500, `invalid privilege '${unknown.join("', '")}'`);
    }
    this.roles.set(name, new Set(granted));
    if (!Object.hasOwn(builtInRoles, name)) {
      this.custom.add(name);
    }
  }

  addUser(id: string): User {
    const user: User = { id, tokens: new Map(), properties: new Map() };
    this.users.set(id, user);
    return user;
  }

  addToken(user: string, token: TokenOptions): void {
    const separated = token.separated ?? true;
    this.users.get(user)?.tokens.set(token.id, { secret: token.secret, separated, expire: token.expire ?? 0 });
  }

  /** @param at seconds since 1970; 0 for never */
  expireToken(tokenId: string, at: number): void {
    const [user = "", name = ""] = tokenId.split("!");
    const token = this.users.get(user)?.tokens.get(name);
    if (token === undefined) {
      throw new Error(`there is no token ${tokenId}`);
    }
    token.expire = at;
  }

  grant({ path, subject, role, propagate = true }: AclEntry): void {
    if (!this.roles.has(role)) {
      throw new ApiError(500, `role '${role}' does not exist`);
    }
    this.revoke(path, subject, role);
    this.acl.push({ path, subject, role, propagate });
  }

  revoke(path: string, subject: string, role?: string): void {
    this.acl = this.acl.filter(
      (entry) => entry.path !== path || entry.subject !== subject || (role !== undefined && entry.role !== role),
    );
  }

  /** Reads `PVEAPIToken=user@realm!token=secret`; everything else is refused with 401. */
  authenticate(authorization: string | undefined): Caller {
    const match = /^PVEAPIToken=(([^\s:/!]+@[^\s:/!=]+)!([^\s:/!=]+))=(\S+)$/.exec(authorization ?? "");
    if (!match) {
      throw new ApiError(401, authorization === undefined ? "No ticket" : "no such token or ticket");
    }
    const [, tokenId = "", user = "", name = "", secret = ""] = match;
    const token = this.users.get(user)?.tokens.get(name);
    if (token === undefined) {
      throw new ApiError(401, `no such token '${name}' for user '${user}'`);
    }
    if (token.expire > 0 && token.expire <= hostClock.seconds()) {
      throw new ApiError(401, "token expired");
    }
    if (!sameText(token.secret, secret)) {
      throw new ApiError(401, "invalid token value!");
    }
    return { user, tokenId };
  }

  /** Refuses with 403 unless the caller has the privileges on the path: all of them, or any. */
  check(caller: Caller, path: string, wanted: readonly string[], any = false): void {
    if (!this.has(caller, path, wanted, any)) {
      throw permissionError(path, wanted, any);
    }
  }

  has(caller: Caller, path: string, wanted: readonly string[], any = false): boolean {
    const granted = this.privileges(caller, path);
    const test = (privilege: string): boolean => granted.has(privilege);
    return any ? wanted.some(test) : wanted.every(test);
  }

  /** What the caller may do at a path. A separated token has no more than its user. */
  privileges({ user, tokenId }: Caller, path: string): Set<string> {
    const ofUser = user === "root@pam" ? new Set(privileges) : this.privilegesOf(user, path);
    if (!this.isSeparated(user, tokenId)) {
      return ofUser;
    }
    return new Set([...this.privilegesOf(tokenId, path)].filter((privilege) => ofUser.has(privilege)));
  }

  private isSeparated(user: string, tokenId: string): boolean {
    return this.users.get(user)?.tokens.get(tokenId.slice(user.length + 1))?.separated ?? true;
  }

  private privilegesOf(subject: string, path: string): Set<string> {
    const roles = this.rolesOf(subject, path);
    const pool = this.poolOf(path);
    const inherited = pool === undefined ? [] : this.rolesOf(subject, `/pool/${pool}`);
    return new Set([...roles, ...inherited].flatMap((role) => [...(this.roles.get(role) ?? [])]));
  }

  /** The entries nearest to the path win over those above. */
  private rolesOf(subject: string, path: string): string[] {
    let roles: string[] = [];
    for (const level of levels(path)) {
      const here = this.acl.filter(
        (entry) => entry.subject === subject && entry.path === level && (entry.propagate || level === path),
      );
      roles = here.length === 0 ? roles : here.map((entry) => entry.role);
    }
    return roles.includes("NoAccess") ? [] : roles;
  }
}

/** `/`, `/vms`, `/vms/100` for `/vms/100`. */
function levels(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)];
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
