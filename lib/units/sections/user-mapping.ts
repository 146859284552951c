import { words } from "../directives/lists";
import { integer, oneOf, text } from "../directives/scalar";
import { ID_MAP } from "./rules";

const USER_NAMESPACE = {
  pattern: /^(?:auto|host|keep-id|nomap|private|container|ns)(?::[A-Za-z0-9_./:=,@+-]+)?$/,
  allowed: "`auto`, `host`, `keep-id`, `nomap` or such with options",
};

/** Users of the container and of the host. */
export const userNamespace = { UserNS: text(USER_NAMESPACE) } as const;

/** Podman's older way, which the manual no longer recommends. Excludes all others. */
export const remap = {
  RemapUsers: oneOf("auto", "keep-id", "manual"),
  RemapUid: words(ID_MAP),
  RemapGid: words(ID_MAP),
  RemapUidSize: integer(1, 0xffffffff),
} as const;
