import type { FileView } from "./file-view";
import { readUnitFile, wordsOf } from "./unit-file";

/** Whether a unit is on the machine and something starts it: a preset enables it, and its file says where it belongs. */
export function isEnabled(view: FileView, name: string, presets: readonly string[]): boolean {
  const text = view.text(`/etc/systemd/system/${name}`);
  if (text === undefined || text === "") return false;
  const unit = readUnitFile(text);
  const wanted = [...wordsOf(unit, "Install", "WantedBy"), ...wordsOf(unit, "Install", "RequiredBy")];
  return wanted.length > 0 && presets.includes(name);
}
