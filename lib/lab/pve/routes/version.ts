import type { Route } from "./route";

const version = { console: undefined, release: "9.1", repoid: "42db4a6cf33dac83", version: "9.1.1" };

export const versionRoutes: readonly Route[] = [
  { method: "GET", path: "/version", parameters: {}, handle: () => version },
];
