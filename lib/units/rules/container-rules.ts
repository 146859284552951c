import type { Problem } from "../../values/config-error";
import { isLate } from "../../values/late";
import { isReference, isWhole } from "../reference";
import { error, isSet, sectionOf, warning, type Given } from "./given";
import { userMapping } from "./user-mapping";

/** What podman and its generator demand of a container beyond single directives. */
export function containerRules(unit: object): readonly Problem[] {
  const container = sectionOf(unit, "Container");
  if (container === undefined) return [];
  return [
    ...imageOrRootfs(container),
    ...user(container),
    ...reloads(container),
    ...userMapping("Container", container),
    ...inPod(container),
    ...sharedNetworks(container),
    ...health(container),
  ];
}

function imageOrRootfs(container: Given): readonly Problem[] {
  const { Image, Rootfs } = container;
  if (Image === undefined && Rootfs === undefined)
    return [
      error("quadlet/missing-directive", ["Container", "Image"], "[Container] needs Image or Rootfs", "set Image", {
        allowed: "Image or Rootfs",
      }),
    ];
  if (Image === undefined || Rootfs === undefined) return [];
  return [
    error(
      "quadlet/image-and-rootfs",
      ["Container", "Rootfs"],
      "a container runs either an image or a root file system",
      "keep one of Image and Rootfs",
    ),
  ];
}

function user(container: Given): readonly Problem[] {
  if (container["Group"] === undefined || container["User"] !== undefined) return [];
  return [
    error(
      "quadlet/group-without-user",
      ["Container", "Group"],
      "a container has a Group only beside a User",
      "set User too",
    ),
  ];
}

function reloads(container: Given): readonly Problem[] {
  if (!isSet(container, "ReloadCmd") || container["ReloadSignal"] === undefined) return [];
  return [
    error(
      "quadlet/two-reloads",
      ["Container", "ReloadSignal"],
      "ReloadCmd and ReloadSignal exclude each other",
      "keep one of them",
    ),
  ];
}

/** Podman refuses to start a container of a pod that has any of these itself. */
const OF_POD = ["Network", "PublishPort", "AddHost", "IP", "IP6", "NetworkAlias", "HostName", "UserNS"];

function inPod(container: Given): readonly Problem[] {
  if (container["Pod"] === undefined)
    return container["StartWithPod"] === undefined
      ? []
      : [
          warning(
            "quadlet/no-pod",
            ["Container", "StartWithPod"],
            "this container is in no pod",
            "set Pod, or leave StartWithPod out",
          ),
        ];
  return OF_POD.filter((name) => isSet(container, name)).map((name) =>
    error(
      "quadlet/set-by-pod",
      ["Container", name],
      `${name} is the pod's: a container in a pod cannot have its own`,
      `set ${name} in the pod`,
    ),
  );
}

/** The generator has to know the other container's name before systemd expands specifiers. */
function sharedNetworks(container: Given): readonly Problem[] {
  const networks = Array.isArray(container["Network"]) ? (container["Network"] as readonly unknown[]) : [];
  return networks.flatMap((network, index) => {
    if (typeof network !== "object" || network === null || isLate(network) || !("container" in network)) return [];
    const other = network.container;
    if (!isReference(other) || !isWhole(other) || hasPlainName(other.name, sectionOf(other, "Container") ?? {}))
      return [];
    return [
      error(
        "quadlet/unknown-container-name",
        ["Container", "Network", index, "container"],
        `the name of the container of "${other.name}" is not known before it runs`,
        "give that container a ContainerName without specifiers",
      ),
    ];
  });
}

function hasPlainName(file: string, container: Given): boolean {
  const name = container["ContainerName"];
  if (name === undefined) return !file.includes("@");
  return !(typeof name === "object" && name !== null && "withSpecifiers" in name);
}

/** Podman looks at these only beside a command, unless the image brings one. */
const OF_HEALTH = ["HealthInterval", "HealthTimeout", "HealthRetries", "HealthStartPeriod"];
const OF_STARTUP = ["HealthStartupInterval", "HealthStartupRetries", "HealthStartupSuccess", "HealthStartupTimeout"];

function health(container: Given): readonly Problem[] {
  const asked = [
    ...OF_HEALTH.filter((name) => isSet(container, name)),
    ...(container["Notify"] === "healthy" ? ["Notify"] : []),
    ...(isSet(container, "HealthOnFailure") && container["HealthOnFailure"] !== "none" ? ["HealthOnFailure"] : []),
  ];
  return [
    ...(container["HealthCmd"] === undefined ? asked : []).map((name) => noCommand(name, "HealthCmd")),
    ...(container["HealthStartupCmd"] === undefined ? OF_STARTUP.filter((name) => isSet(container, name)) : []).map(
      (name) => noCommand(name, "HealthStartupCmd"),
    ),
  ];
}

function noCommand(name: string, command: string): Problem {
  return warning(
    "quadlet/no-health-command",
    ["Container", name],
    `without ${command} this says nothing, unless the image has a health check`,
    `set ${command}`,
  );
}
