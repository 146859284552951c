import type { ContainerQuadlet } from "./quadlet";

/** A container's service by the names that units call it: quadlets are named by their file or by their service. */
export function isCalled(container: ContainerQuadlet, name: string): boolean {
  return name === container.service || name === `${container.name}.container`;
}

/** The containers that start at boot, and those that they require, each after what it waits for. */
export function startOrder(containers: readonly ContainerQuadlet[]): ContainerQuadlet[] {
  const needed = new Set(containers.filter(({ wantedAtBoot }) => wantedAtBoot));
  for (const container of needed) {
    for (const name of container.requires) {
      const required = containers.find((other) => isCalled(other, name));
      if (required) needed.add(required);
    }
  }
  const ordered: ContainerQuadlet[] = [];
  const seen = new Set<ContainerQuadlet>();
  const visit = (container: ContainerQuadlet): void => {
    if (seen.has(container)) return;
    seen.add(container);
    for (const other of needed) {
      if (container.after.some((name) => isCalled(other, name))) visit(other);
    }
    ordered.push(container);
  };
  for (const container of needed) visit(container);
  return ordered;
}
