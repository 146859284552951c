import type { Contents, IgnitionConfig } from "../../ignition/schema";
import type { Problem } from "../../values/config-error";
import { hasLate } from "../../values/late";
import { renderGrub, validateGrub } from "../grub-config";
import type { Grub } from "../schema";

/** What section `grub` stands for: lines for a file of the boot partition. Merge it below the rest of the config. */
export function grubUsers(grub: Grub): {
  readonly config: IgnitionConfig;
  readonly problems: readonly Problem[];
} {
  const { users = [] } = grub;
  const problems = validateGrub(grub).map((problem) => ({ ...problem, path: ["grub", ...problem.path] }));
  if (users.length === 0 || problems.length > 0) return { config: {}, problems };
  return {
    config: {
      storage: {
        filesystems: [{ device: "/dev/disk/by-label/boot", format: "ext4", path: "/boot" }],
        files: [{ path: "/boot/grub2/user.cfg", append: [lines({ users })] }],
      },
    },
    problems,
  };
}

/** A late value could be more than a hash: as a document it is checked by the same rules once it is there. */
function lines(grub: Grub): Contents {
  return hasLate(grub) ? { document: { kind: "grub", grub } } : renderGrub(grub);
}
