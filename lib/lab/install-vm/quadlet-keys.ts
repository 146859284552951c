/** What Podman 5.6 knows in the sections that are its own. Any other key there stops the conversion of the file. */
export const knownKeys: Readonly<Record<string, ReadonlySet<string>>> = {
  Container: words(`
    AddCapability AddDevice AddHost Annotation AutoUpdate CgroupsMode ContainerName ContainersConfModule DNS DNSOption
    DNSSearch DropCapability Entrypoint Environment EnvironmentFile EnvironmentHost Exec ExposeHostPort GIDMap GlobalArgs
    Group GroupAdd HealthCmd HealthInterval HealthLogDestination HealthMaxLogCount HealthMaxLogSize HealthOnFailure
    HealthRetries HealthStartPeriod HealthStartupCmd HealthStartupInterval HealthStartupRetries HealthStartupSuccess
    HealthStartupTimeout HealthTimeout HostName IP IP6 Image Label LogDriver LogOpt Mask Memory Mount Network NetworkAlias
    NoNewPrivileges Notify PidsLimit Pod PodmanArgs PublishPort Pull ReadOnly ReadOnlyTmpfs ReloadCmd ReloadSignal Retry
    RetryDelay Rootfs RunInit SeccompProfile Secret SecurityLabelDisable SecurityLabelFileType SecurityLabelLevel
    SecurityLabelNested SecurityLabelType ServiceName ShmSize StartWithPod StopSignal StopTimeout SubGIDMap SubUIDMap
    Sysctl Timezone Tmpfs UIDMap Ulimit Unmask User UserNS Volume WorkingDir
  `),
  Volume: words(`
    ContainersConfModule Copy Device Driver GlobalArgs Group Image Label Options PodmanArgs ServiceName Type User VolumeName
  `),
  Image: words(`
    AllTags Arch AuthFile CertDir ContainersConfModule Creds DecryptionKey GlobalArgs Image ImageTag OS PodmanArgs Policy
    Retry RetryDelay ServiceName TLSVerify Variant
  `),
  Build: words(`
    Annotation Arch AuthFile BuildArg ContainersConfModule DNS DNSOption DNSSearch Environment File ForceRM GlobalArgs
    GroupAdd IgnoreFile ImageTag Label Network PodmanArgs Pull Retry RetryDelay Secret ServiceName SetWorkingDirectory
    Target TLSVerify Variant Volume
  `),
  Network: words(`
    ContainersConfModule DNS DisableDNS Driver Gateway GlobalArgs IPAMDriver IPRange IPv6 InterfaceName Internal Label
    NetworkDeleteOnStop NetworkName Options PodmanArgs ServiceName Subnet
  `),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
