export type { FromButane } from "./butane/from-butane";
export type { LocalEntry, LocalFiles } from "./butane/files";
export type { SugaredConfig } from "./butane/schema";
export type { ConfigSource } from "./constructs/config-source";
export type { IgnitionConfigOptions, QuadletSource } from "./constructs/ignition-config";
export type { DriverName, Bastion, ProxmoxProps } from "./constructs/proxmox";
export type { ContainerProps } from "./constructs/container";
export type { DataDiskProps } from "./constructs/data-disk";
export type { DnsmasqExtensionProps } from "./constructs/dnsmasq-extension";
export type { Environment } from "./constructs/environment";
export type { GuestVmProps, InstallDisk } from "./constructs/guest-vm-props";
export type { ImagePin, InstallImages, InstallVmProps } from "./constructs/install-vm-props";
export type { SubnetProps } from "./constructs/subnet";
export type {
  VmDisk,
  VmDiskLimits,
  VmDisplay,
  VmHa,
  VmNetworkDevice,
  VmRng,
  VmSpec,
  VmStartup,
  VmTpm,
  VmWatchdog,
} from "./constructs/vm-spec";
export type { CoreosRelease } from "./coreos/stream";
export type { DnsmasqConfig, GuestExtension } from "./dnsmasq/schema";
export type { Document, RenderedDocument } from "./documents";
export type { ReadConfig } from "./ignition/from-json";
export type { IgnitionConfig as IgnitionData } from "./ignition/schema";
export type { SpecVersion } from "./ignition/version";
export type { IpxeScript } from "./ipxe/schema";
export type { BuildUnit, ContainerUnit, ImageUnit, KubeUnit, NetworkUnit, PodUnit, VolumeUnit } from "./units/schema";
export type { MountUnit, PathUnit, ServiceUnit, SocketUnit, TargetUnit, TimerUnit } from "./units/schema";
export type { Quadlet, Unit } from "./units/schema";
export type { Path, Problem } from "./values/config-error";
export type { MaybeLate, Text } from "./values/late";

export { desugar } from "./butane/desugar";
export { fromButane } from "./butane/from-butane";
export { localFiles } from "./butane/local-files";
export { checkBastion, parseProxmoxEnvironment, proxmoxEnvironment, proxmoxProps } from "./constructs/environment";
export { Container } from "./constructs/container";
export { DataDisk } from "./constructs/data-disk";
export { DnsmasqExtension } from "./constructs/dnsmasq-extension";
export { GuestVm } from "./constructs/guest-vm";
export { IgnitionConfig } from "./constructs/ignition-config";
export { InstallVm } from "./constructs/install-vm";
export { PROVIDER_ADDRESS } from "./constructs/provider-address";
export { Proxmox } from "./constructs/proxmox";
export { readRelease } from "./constructs/release";
export { documentJson, structureJson } from "./constructs/structure";
export { Subnet } from "./constructs/subnet";
export { validateVmSpec } from "./constructs/vm-spec";
export { checkDocument, renderDocument } from "./documents";
export { fromJson } from "./ignition/from-json";
export { mergeAll, mergeConfigs } from "./ignition/merge";
export { renderIgnition } from "./ignition/render";
export { validateIgnition } from "./ignition/validate";
export { lowestVersion, SPEC_VERSIONS, versionOf } from "./ignition/version";
export { renderUnit } from "./units/render";
export { validateUnit } from "./units/validate";
export { ByteSize } from "./values/byte-size";
export { ConfigError, formatProblem } from "./values/config-error";
export { Late } from "./values/late";
