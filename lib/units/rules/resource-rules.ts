import type { Problem } from "../../values/config-error";
import { knownText, type UnitText } from "../text";
import { countOf, error, isSet, sectionOf, warning, type Given } from "./given";
import { userMapping } from "./user-mapping";

/** What podman's generator demands of volumes, networks, builds, pods and .kube files beyond single directives. */
export function resourceRules(unit: object): readonly Problem[] {
  const [volume, network, build] = ["Volume", "Network", "Build"].map((name) => sectionOf(unit, name));
  return [
    ...(volume === undefined ? [] : volumeRules(volume)),
    ...(network === undefined ? [] : networkRules(network)),
    ...(build === undefined ? [] : buildRules(build, sectionOf(unit, "Service") ?? {})),
    ...["Pod", "Kube"].flatMap((name) => {
      const section = sectionOf(unit, name);
      return section === undefined ? [] : userMapping(name, section);
    }),
  ];
}

function volumeRules(volume: Given): readonly Problem[] {
  const driver = textOf(volume["Driver"]);
  if (driver === "image")
    return volume["Image"] === undefined
      ? [error("quadlet/no-volume-image", ["Volume", "Driver"], "a volume of an image names none", "set Image")]
      : [];
  return [
    ...(driver === undefined && isSet(volume, "Image")
      ? [
          warning(
            "quadlet/image-of-other-driver",
            ["Volume", "Image"],
            "only the driver `image` looks at this",
            'set Driver to "image"',
          ),
        ]
      : []),
    ...(volume["Device"] === undefined ? ["Type", "Options"] : [])
      .filter((name) => isSet(volume, name))
      .slice(0, 1)
      .map((name) =>
        error(
          "quadlet/no-device",
          ["Volume", name],
          "this says how a device is mounted, but there is no Device",
          "set Device, or leave this out",
        ),
      ),
  ];
}

function networkRules(network: Given): readonly Problem[] {
  const subnets = countOf(network, "Subnet");
  return ["Gateway", "IPRange"]
    .filter((name) => countOf(network, name) > subnets)
    .map((name) =>
      error("quadlet/no-subnet", ["Network", name, subnets], `each ${name} belongs to a Subnet`, "set Subnet too", {
        allowed: `at most ${subnets}, one for each Subnet`,
      }),
    );
}

function buildRules(build: Given, service: Given): readonly Problem[] {
  const { File, SetWorkingDirectory } = build;
  const directory = textOf(SetWorkingDirectory)?.toLowerCase();
  if (directory === "yaml")
    return [
      error(
        "quadlet/no-build-context",
        ["Build", "SetWorkingDirectory"],
        "only a .kube file has a YAML",
        "use `file` or `unit`",
      ),
    ];
  if (
    File === undefined &&
    (directory === "file" || (SetWorkingDirectory === undefined && !isSet(service, "WorkingDirectory")))
  )
    return [
      error("quadlet/no-build-context", ["Build"], "nothing says what is to be built", CONTEXT_FIX, {
        allowed: "File or SetWorkingDirectory",
      }),
    ];
  const file = textOf(File);
  const relative = file !== undefined && !/^(?:\/|(?:https?|git):\/\/|github\.com\/)/.test(file);
  if (!relative || SetWorkingDirectory !== undefined || isSet(service, "WorkingDirectory")) return [];
  return [
    error("quadlet/no-build-context", ["Build", "File"], "nothing says where this relative path begins", CONTEXT_FIX),
  ];
}

const CONTEXT_FIX = "set SetWorkingDirectory to the folder that holds the Containerfile";

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : knownText(value as UnitText);
}
