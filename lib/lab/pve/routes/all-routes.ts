import { accessRoutes } from "./access-permissions";
import { clusterRoutes } from "./cluster-resources";
import { firewallRuleRoutes } from "./firewall-rules";
import { firewallRoutes } from "./firewall";
import { haRoutes } from "./ha-resources";
import { haRuleRoutes } from "./ha-rules";
import { nodeRoutes } from "./nodes";
import { poolRoutes } from "./pools";
import { configRoutes } from "./qemu-config";
import { createRoutes } from "./qemu-create";
import { migrateRoutes } from "./qemu-migrate";
import { resizeRoutes } from "./qemu-resize";
import { statusRoutes } from "./qemu-status";
import type { Route } from "./route";
import { storageRoutes } from "./storage-content";
import { taskRoutes } from "./tasks";
import { uploadRoutes } from "./upload";
import { versionRoutes } from "./version";

/** Every call that is served. */
export const allRoutes: readonly Route[] = [
  ...versionRoutes,
  ...clusterRoutes,
  ...haRoutes,
  ...haRuleRoutes,
  ...nodeRoutes,
  ...storageRoutes,
  ...uploadRoutes,
  ...taskRoutes,
  ...createRoutes,
  ...configRoutes,
  ...statusRoutes,
  ...resizeRoutes,
  ...migrateRoutes,
  ...firewallRoutes,
  ...firewallRuleRoutes,
  ...poolRoutes,
  ...accessRoutes,
];
