import { filesystemOn } from "./disk-layout";
import type { FileView } from "./file-view";
import type { Drive } from "./hardware";
import { readUnitFile, valueOf } from "./unit-file";

const directory = "/etc/systemd/system";

/** Mounts what the machine's mount units say. What cannot be mounted comes back as lines for the console. */
export function failedMounts(view: FileView, drives: readonly Drive[]): string[] {
  const failures: string[] = [];
  for (const name of view.list(directory).filter((file) => file.endsWith(".mount"))) {
    const unit = readUnitFile(view.text(`${directory}/${name}`) ?? "");
    const what = valueOf(unit, "Mount", "What") ?? "";
    const where = valueOf(unit, "Mount", "Where") ?? "";
    const filesystem = filesystemOn(drives, what);
    if (!what.startsWith("/dev/") || !where.startsWith("/")) continue;
    if (filesystem === undefined) failures.push(`[FAILED] Failed to mount ${where}: ${what}: no such device`);
    else if ((valueOf(unit, "Mount", "Type") ?? filesystem.format) !== filesystem.format) {
      failures.push(`[FAILED] Failed to mount ${where}: wrong fs type, ${what} holds ${filesystem.format}`);
    } else view.mount({ target: where, node: filesystem.root, readOnly: false });
  }
  return failures;
}
