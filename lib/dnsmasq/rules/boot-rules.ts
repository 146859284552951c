import { shorten } from "../../values/check";
import type { Problem } from "../../values/config-error";
import { OWN_TAGS, subnetTag } from "../client-architecture";
import type { Boot, DnsmasqConfig } from "../schema";
import { known } from "./known";

const FILES = ["bios", "uefi", "uefi32", "uefiArm64"] as const;

/** What is wrong with what firmware loads. */
export function bootProblems(config: DnsmasqConfig): readonly Problem[] {
  const { boot } = config;
  if (boot === undefined) return [];
  return [...emptyProblems(boot), ...(config.mode === "proxy" ? suffixProblems(boot) : [])];
}

function emptyProblems({ tftp, http }: Boot): readonly Problem[] {
  return Object.entries({ tftp, http }).flatMap(([key, files]): readonly Problem[] => {
    if (files === undefined || FILES.some((name) => name in files && files[name as never] !== undefined)) return [];
    return [
      {
        code: "dnsmasq/nothing-to-boot",
        severity: "error",
        path: ["boot", key],
        what: "there is nothing to load for any firmware",
        allowed: FILES.join(", "),
        fix: `name what one of them loads, or leave ${key} out`,
      },
    ];
  });
}

/** The menu of PXE counts files: where a name has no dot, dnsmasq appends the number of the first one. */
function suffixProblems({ tftp }: Boot): readonly Problem[] {
  return FILES.flatMap((name): readonly Problem[] => {
    const file = known(tftp?.[name]);
    if (file === undefined || file.includes(".")) return [];
    return [
      {
        code: "dnsmasq/boot-file-without-dot",
        severity: "error",
        path: ["boot", "tftp", name],
        what: `beside another server, firmware would ask for ${shorten(`${file}.0`)}`,
        got: shorten(file),
        fix: "give the file a name with a dot",
      },
    ];
  });
}

/** dnsmasq sets the name of the interface that a request came by as a tag, among our own. */
export function interfaceProblems({ interfaces }: DnsmasqConfig): readonly Problem[] {
  return interfaces.flatMap((pattern, index): readonly Problem[] => {
    const name = known(pattern);
    if (name === undefined || (!OWN_TAGS.includes(name) && !name.startsWith(subnetTag("")))) return [];
    return [
      {
        code: "dnsmasq/interface-is-tag",
        severity: "error",
        path: ["interfaces", index],
        what: "dnsmasq would take everything that comes by this interface for something that it is not",
        got: shorten(name),
        allowed: `no name that begins with ${subnetTag("")}, and none of ${OWN_TAGS.join(", ")}`,
        fix: "rename the interface",
      },
    ];
  });
}
