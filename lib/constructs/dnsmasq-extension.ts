import type { FilesFiles } from "@slipway/provider-slipway/lib/files";
import { Construct } from "constructs";
import { checkDocument, type Document } from "../documents";
import { checkLater } from "./app-check";
import { attributeText, documentJson } from "./structure";
import { toLateDeep } from "./tokens";

/** Properties of {@link DnsmasqExtension}. All of them may be tokens. */
export interface DnsmasqExtensionProps {
  readonly vmId: number;

  /** Ethernet address by which dnsmasq knows the guest. */
  readonly macAddress: string;

  /** IPv4 address that the guest is given. */
  readonly address: string;

  readonly hostname: string;

  /** Disk to install on, such as `/dev/disk/by-path/pci-0000:00:0a.0`. */
  readonly installDisk: string;
}

/** What dnsmasq on the install VM has to know about one guest: its reservation, its Ignition file, its disk. */
export class DnsmasqExtension extends Construct {
  private readonly extension: Extract<Document, { kind: "dnsmasq-extension" }>["extension"];
  private readonly vmId: number;

  constructor(scope: Construct, id: string, props: DnsmasqExtensionProps) {
    super(scope, id);
    const { vmId, macAddress: mac, address, hostname, installDisk } = props;
    this.vmId = vmId;
    this.extension = toLateDeep({ mac, address, hostname, ignitionFile: `${vmId}.ign`, installDisk });
    checkLater(this, () => checkDocument(this.document));
  }

  /** Both parts as one file of dnsmasq's `conf-dir`, for a dnsmasq that has no watched folders. */
  get document(): Document {
    return { kind: "dnsmasq-extension", extension: this.extension };
  }

  /** The files in the order in which they are published: with the host, which comes last, the guest is live. */
  get files(): readonly FilesFiles[] {
    return [
      this.file(`/dhcp/options/${this.vmId}`, { kind: "dnsmasq-options", extension: this.extension }),
      this.file(`/dhcp/hosts/${this.vmId}`, { kind: "dnsmasq-host", extension: this.extension }),
    ];
  }

  private file(path: string, document: Document): FilesFiles {
    return { path: attributeText(path), documentWo: documentJson(document) };
  }
}
