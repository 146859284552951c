import type { Quadlet, Unit } from "../../../lib/units/schema";
import { built } from "../fixtures";
import * as quadlets from "./quadlets";
import * as units from "./units";

/** A unit that has one directive, besides what it cannot do without. */
export interface OneDirective<U extends Unit = Unit> {
  readonly section: string;
  readonly directive: string;
  readonly unit: U;
}

type Section = Readonly<Record<string, unknown>>;

function each(
  section: string,
  sample: object,
  unit: (given: Section, name: string) => object,
): readonly OneDirective[] {
  return Object.entries(sample).map(([directive, value]: [string, unknown]) => ({
    section,
    directive,
    unit: unit({ [directive]: value }, `${section}-${directive}`) as Unit,
  }));
}

/** What a directive means nothing without, or does not stand beside. */
function besides(table: Readonly<Record<string, object>>, given: Section): object {
  const [directive = ""] = Object.keys(given);
  return table[directive] ?? {};
}

const image = "quay.io/example/app:1";
const subnet = quadlets.NETWORK.Subnet;
const device = quadlets.VOLUME.Device;
const manual = { RemapUid: { RemapUsers: "manual" }, RemapGid: { RemapUsers: "manual" } };
const auto = { RemapUid: { RemapUsers: "auto" }, RemapGid: { RemapUsers: "auto" } };

/** Every directive of podman's own sections, each in a quadlet of its own. */
export const quadletOfEach = [
  ...each("Container", quadlets.CONTAINER, (given, name) => ({
    name: `${name}.container`,
    Container: { Image: image, ...besides(quadlets.CONTAINER_ALONE, given), ...given },
  })),
  ...each("Container", { Image: built }, (given, name) => ({ name: `${name}.container`, Container: given })),
  ...each("Container", { Rootfs: "/srv/root:O" }, (given, name) => ({ name: `${name}.container`, Container: given })),
  ...each("Pod", quadlets.POD, (given, name) => ({
    name: `${name}.pod`,
    Pod: { ...besides(manual, given), ...given },
  })),
  ...each("Kube", quadlets.KUBE, (given, name) => ({
    name: `${name}.kube`,
    Kube: { Yaml: "/etc/stack.yaml", ...besides(auto, given), ...given },
  })),
  ...each("Volume", quadlets.VOLUME, (given, name) => ({
    name: `${name}.volume`,
    Volume: {
      ...besides(
        {
          Driver: { Image: image },
          Image: { Driver: "image" },
          Type: { Device: device },
          Options: { Device: device },
        },
        given,
      ),
      ...given,
    },
  })),
  ...each("Network", quadlets.NETWORK, (given, name) => ({
    name: `${name}.network`,
    Network: { ...besides({ Gateway: { Subnet: subnet }, IPRange: { Subnet: subnet } }, given), ...given },
  })),
  ...each("Image", quadlets.IMAGE, (given, name) => ({ name: `${name}.image`, Image: { Image: image, ...given } })),
  ...each("Build", quadlets.BUILD, (given, name) => ({
    name: `${name}.build`,
    Build: { ImageTag: ["localhost/web:1"], SetWorkingDirectory: "/etc/build/web", ...given },
  })),
] as readonly OneDirective<Quadlet>[];

const start = [["/usr/bin/true"]];
const service = (given: Section, name: string): object => ({
  name: `${name}.service`,
  Service: {
    ...besides(
      {
        Type: { NotifyAccess: "main" },
        RuntimeRandomizedExtraSec: { RuntimeMaxSec: "1h" },
        RestartSteps: { RestartMaxDelaySec: 60 },
        RestartMaxDelaySec: { RestartSteps: 5 },
        USBFunctionDescriptors: { USBFunctionStrings: "/srv/strings" },
        USBFunctionStrings: { USBFunctionDescriptors: "/srv/usb" },
      },
      given,
    ),
    ExecStart: start,
    ...given,
  },
});

/** Every directive of systemd's sections, each in a unit of its own. */
export const unitOfEach = [
  ...each("Unit", units.UNIT, (Unit, name) => ({ name: `${name}.service`, Unit, Service: { ExecStart: start } })),
  ...each("Service", units.SERVICE, service),
  ...each("Socket", units.SOCKET, (given, name) => ({
    name: `${name}.socket`,
    Socket: {
      ...besides({ Symlinks: { ListenStream: ["/run/one"] } }, given),
      Service: units.task,
      ...(Object.keys(given).some((key) => /^(?:Listen|Symlinks)/.test(key)) ? {} : { ListenDatagram: ["8081"] }),
      ...given,
    },
  })),
  ...each("Mount", units.MOUNT, (given, name) => ({
    name: given["Where"] === undefined ? `srv-${name.replace("-", "")}.mount` : "srv-data.mount",
    ...(["PrivateTmp", "LogNamespace"].some((key) => key in given) ? { Unit: { DefaultDependencies: false } } : {}),
    Mount: { What: "/dev/vda", Where: `/srv/${name.replace("-", "")}`, ...given },
  })),
  ...each("Timer", units.TIMER, (given, name) => ({
    name: `${name}.timer`,
    Timer: { OnBootSec: 60, Unit: units.task, ...given },
  })),
  ...each("Path", units.PATH, (given, name) => ({
    name: `${name}.path`,
    Path: {
      ...(Object.keys(given).some((key) => /^(?:Path|Directory)/.test(key) && key !== "DirectoryMode")
        ? {}
        : { PathExists: ["/run/a"] }),
      Unit: units.task,
      ...given,
    },
  })),
  ...each("Install", units.INSTALL, (Install, name) => ({
    name: `${name}@.service`,
    Service: { ExecStart: start },
    Install,
  })),
] as readonly OneDirective[];
