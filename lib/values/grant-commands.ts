import type { Grant } from "./privileges";

/** Whom to grant something to. */
export interface Grantee {
  /** `name@realm`. */
  readonly user: string;
  readonly tokenName: string;
}

/**
 * The commands by which root makes user, roles and token on a node, and grants what is needed. The token's secret is
 * shown by the command that makes it, once, on that terminal.
 */
export function grantCommands(grants: readonly Grant[], { user, tokenName }: Grantee): readonly string[] {
  const needs = [...new Set(grants.map(({ need }) => need))];
  return [
    `pveum user add ${user}`,
    ...needs.map(({ role, uses }) => `pveum role add ${role} --privs "${Object.keys(uses).join(" ")}"`),
    tokenCommand({ user, tokenName }),
    ...grants.map(({ path, need }) => `pveum acl modify ${path} --users ${user} --roles ${need.role}`),
  ];
}

/** The command by which root makes the token. It has what its user has, and shows its secret, once. */
export function tokenCommand({ user, tokenName }: Grantee): string {
  return `pveum user token add ${user} ${tokenName} --privsep 0`;
}
