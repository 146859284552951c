import type { Example } from "./example";
import { bootLuksExamples } from "./examples/boot-luks";
import { bootMirrorExamples } from "./examples/boot-mirror";
import { bootS390xExamples } from "./examples/boot-s390x";
import { contentsExamples } from "./examples/contents";
import { disksExamples } from "./examples/disks";
import { grubExamples } from "./examples/grub";
import { mountUnitsExamples } from "./examples/mount-units";
import { passwdExamples } from "./examples/passwd";
import { settingsExamples } from "./examples/settings";
import { systemdExamples } from "./examples/systemd";
import { treesExamples } from "./examples/trees";
import { yamlExamples } from "./examples/yaml";

/** Documents of all that Butane's variant fcos has. */
export const examples: readonly Example[] = [
  ...settingsExamples,
  ...passwdExamples,
  ...systemdExamples,
  ...contentsExamples,
  ...disksExamples,
  ...mountUnitsExamples,
  ...treesExamples,
  ...bootLuksExamples,
  ...bootMirrorExamples,
  ...bootS390xExamples,
  ...grubExamples,
  ...yamlExamples,
];
