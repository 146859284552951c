import type { Storage } from "../schema";
import { disk, filesystem, luks, raid } from "./disks";
import { withNewer } from "./minimal";
import { directory, file, links } from "./nodes";
import { sorted } from "./scalars";

/** Of no list but that of hard links the order means anything: Ignition waits for all devices before it makes one. */
export function storage(section: Storage | undefined): object {
  return withNewer(section, {
    disks: sorted(section?.disks?.map(disk), "device"),
    raid: sorted(section?.raid?.map(raid), "name"),
    luks: sorted(section?.luks?.map(luks), "name"),
    filesystems: sorted(section?.filesystems?.map(filesystem), "device"),
    directories: sorted(section?.directories?.map(directory), "path"),
    files: sorted(section?.files?.map(file), "path"),
    links: links(section?.links),
  });
}
