import { ApiError } from "../api-error";
import { allRoutes } from "./all-routes";
import type { Route } from "./route";

export interface FoundRoute {
  readonly route: Route;

  /** What stands in the path for each placeholder. */
  readonly placeholders: ReadonlyMap<string, string>;
}

const compiled = allRoutes.map((route) => ({ route, pattern: compile(route) }));

/** Finds the call for a decoded path, or refuses with what was asked for: so a gap of the lab is found in one run. */
export function findRoute(method: string, path: string): FoundRoute {
  for (const { route, pattern } of compiled) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match !== null) {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      return { route, placeholders: new Map(names.map((name, index) => [name, match[index + 1] ?? ""])) };
    }
  }
  throw new ApiError(501, `Method '${method} ${path}' not implemented`);
}

function compile({ path, greedy }: Route): RegExp {
  const parts = path.split("/").map((part, index, all) => {
    const rest = greedy === true && index === all.length - 1;
    return part.startsWith("{") ? (rest ? "(.+)" : "([^/]+)") : part.replaceAll(".", "\\.");
  });
  return new RegExp(`^${parts.join("/")}$`);
}
