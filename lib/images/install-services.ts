import { type DnsmasqServiceProps, dnsmasqService } from "./dnsmasq/dnsmasq";
import { type DownloaderServiceProps, downloaderService } from "./downloader/downloader";
import type { ServiceImage } from "./files";
import { type HttpServiceProps, httpService } from "./http/http";
import { volumeSetup } from "./setup/volume-setup";
import { type SftpServiceProps, sftpService } from "./sftp/sftp";
import { volumeUnits } from "./volumes";

/** Properties of {@link installServices}. */
export interface InstallServicesProps {
  readonly dnsmasq: DnsmasqServiceProps;
  readonly http: HttpServiceProps;
  readonly sftp: SftpServiceProps;
  readonly downloader: DownloaderServiceProps;
}

/** Everything that the install VM runs in containers. */
export function installServices(props: InstallServicesProps): readonly ServiceImage[] {
  return [
    { buildContext: [], files: [], units: volumeUnits() },
    volumeSetup(),
    sftpService(props.sftp),
    httpService(props.http),
    dnsmasqService(props.dnsmasq),
    downloaderService(props.downloader),
  ];
}
