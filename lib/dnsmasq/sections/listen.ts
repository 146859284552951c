import { z } from "zod";
import { late } from "../../values/late";
import { interfaceName, interfacePattern, path } from "../plain";

/** Where dnsmasq listens, and where it keeps what it knows. Both kinds of server have this. */
export const listenShape = {
  /** Interfaces that are served, and none other; a `*` may end a name. */
  interfaces: z.array(late(interfacePattern)).min(1).max(32).readonly(),

  /** Interfaces that are not served although a name with `*` fits them. */
  exceptInterfaces: z.array(late(interfaceName)).min(1).max(32).readonly().optional(),

  /**
   * `dynamic` serves interfaces that appear later as well; `static` needs all of them at the start.
   *
   * @default "dynamic"
   */
  binding: late(z.enum(["dynamic", "static"])).optional(),

  /** File that leases are kept in. dnsmasq opens it even where it lends nothing. */
  leaseFile: late(path),

  /**
   * File that the log goes to.
   *
   * @default - the system's log
   */
  logFile: late(path).optional(),
};
