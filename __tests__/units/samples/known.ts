import { kinds } from "../../../lib/units/schema";

/** Podman 5.6's own sections and every key that its generator takes there, in the order of the alphabet. */
export const PODMAN_KEYS = {
  Build: `Annotation Arch AuthFile ContainersConfModule DNS DNSOption DNSSearch Environment File ForceRM GlobalArgs GroupAdd
    ImageTag Label Network PodmanArgs Pull Retry RetryDelay Secret ServiceName SetWorkingDirectory TLSVerify Target Variant
    Volume`,
  Container: `AddCapability AddDevice AddHost Annotation AutoUpdate CgroupsMode ContainerName ContainersConfModule DNS
    DNSOption DNSSearch DropCapability Entrypoint Environment EnvironmentFile EnvironmentHost Exec ExposeHostPort GIDMap
    GlobalArgs Group GroupAdd HealthCmd HealthInterval HealthLogDestination HealthMaxLogCount HealthMaxLogSize
    HealthOnFailure HealthRetries HealthStartPeriod HealthStartupCmd HealthStartupInterval HealthStartupRetries
    HealthStartupSuccess HealthStartupTimeout HealthTimeout HostName IP IP6 Image Label LogDriver LogOpt Mask Memory Mount
    Network NetworkAlias NoNewPrivileges Notify PidsLimit Pod PodmanArgs PublishPort Pull ReadOnly ReadOnlyTmpfs ReloadCmd
    ReloadSignal RemapGid RemapUid RemapUidSize RemapUsers Retry RetryDelay Rootfs RunInit SeccompProfile Secret
    SecurityLabelDisable SecurityLabelFileType SecurityLabelLevel SecurityLabelNested SecurityLabelType ServiceName ShmSize
    StartWithPod StopSignal StopTimeout SubGIDMap SubUIDMap Sysctl Timezone Tmpfs UIDMap Ulimit Unmask User UserNS
    VolatileTmp Volume WorkingDir`,
  Image: `AllTags Arch AuthFile CertDir ContainersConfModule Creds DecryptionKey GlobalArgs Image ImageTag OS PodmanArgs
    Policy Retry RetryDelay ServiceName TLSVerify Variant`,
  Kube: `AutoUpdate ConfigMap ContainersConfModule ExitCodePropagation GlobalArgs KubeDownForce LogDriver LogOpt Network
    PodmanArgs PublishPort RemapGid RemapUid RemapUidSize RemapUsers ServiceName SetWorkingDirectory UserNS Yaml`,
  Network: `ContainersConfModule DNS DisableDNS Driver Gateway GlobalArgs IPAMDriver IPRange IPv6 InterfaceName Internal
    Label NetworkDeleteOnStop NetworkName Options PodmanArgs ServiceName Subnet`,
  Pod: `AddHost ContainersConfModule DNS DNSOption DNSSearch ExitPolicy GIDMap GlobalArgs HostName IP IP6 Label Network
    NetworkAlias PodName PodmanArgs PublishPort RemapGid RemapUid RemapUidSize RemapUsers ServiceName ShmSize SubGIDMap
    SubUIDMap UIDMap UserNS Volume`,
  Volume: `ContainersConfModule Copy Device Driver GlobalArgs Group Image Label Options PodmanArgs ServiceName Type User
    VolumeName`,
  Quadlet: "DefaultDependencies",
} as const;

/** Since which version systemd knows a directive, of those that came after 252. */
export const SINCE: Readonly<Record<string, number>> = {
  ...since(253, "LogFilterPatterns MemoryZSwapMax OpenFile ReloadSignal UpheldBy"),
  ...since(
    254,
    `DelegateSubgroup DefaultStartupMemoryLow ExtensionImagePolicy FileDescriptorStorePreserve ImportCredential MemoryKSM
     MemoryPressureThresholdSec MemoryPressureWatch MountImagePolicy RestartMaxDelaySec RestartMode RestartSteps
     RootEphemeral RootImagePolicy StartupMemoryHigh StartupMemoryLow StartupMemoryMax StartupMemorySwapMax
     StartupMemoryZSwapMax`,
  ),
  ...since(
    255,
    "CoredumpReceive NFTSet PollLimitBurst PollLimitIntervalSec SetLoginEnvironment SurviveFinalKillSignal",
  ),
  ...since(256, "MemoryZSwapWriteback PassFileDescriptorsToExec WantsMountsFor"),
  ...since(257, "BindLogSockets DeferReactivation ManagedOOMMemoryPressureDurationSec PassPIDFD PrivatePIDs"),
};

function since(version: number, names: string): Readonly<Record<string, number>> {
  return Object.fromEntries(wordsIn(names).map((name) => [name, version]));
}

/**
 * What systemd reads for the sake of old files: older names of other directives, and what belongs to control groups of
 * version 1.
 */
export const LEGACY: ReadonlySet<string> = new Set(
  wordsIn(`BindTo PropagateReloadTo PropagateReloadFrom RequiresOverridable RequisiteOverridable OnFailureIsolate
    StartLimitInterval ReadWriteDirectories ReadOnlyDirectories InaccessibleDirectories PermissionsStartOnly
    CPUAccounting CPUShares StartupCPUShares MemoryLimit BlockIOAccounting BlockIOWeight StartupBlockIOWeight
    BlockIODeviceWeight BlockIOReadBandwidth BlockIOWriteBandwidth`),
);

/** Directives of `[Unit]` that `[Service]` takes too, as it did before they moved. */
export const MOVED: ReadonlySet<string> = new Set(
  wordsIn("StartLimitBurst StartLimitAction FailureAction RebootArgument"),
);

/** What systemd reads of sockets and mounts, and then says that it does not support there. */
export const UNSUPPORTED: ReadonlySet<string> = new Set(
  wordsIn(`Delegate DelegateSubgroup ManagedOOMSwap ManagedOOMMemoryPressure ManagedOOMMemoryPressureLimit
    ManagedOOMMemoryPressureDurationSec`),
);

export function wordsIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** The directives that we have for a section, in the order of the alphabet. */
export function ourDirectives(section: string): readonly string[] {
  const kind = { Unit: "service", Install: "service", Quadlet: "container" }[section] ?? section.toLowerCase();
  const sections: Readonly<Record<string, object>> = kinds[kind as keyof typeof kinds];
  return Object.keys(sections[section] ?? {}).sort();
}
