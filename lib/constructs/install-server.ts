import { DataSlipwaySealedKey } from "@slipway/provider-slipway/lib/data-slipway-sealed-key";
import type { FilesServer, FilesServerBastion } from "@slipway/provider-slipway/lib/files";
import { TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { SFTP_USER } from "../images/owner";
import { SFTP_PORT } from "../images/sftp/sshd-config";
import { defined } from "./defined";
import type { Bastion, Proxmox } from "./proxmox";
import { sharedId } from "./shared-id";
import { attributeText } from "./structure";

/** The SFTP server of an install VM. */
export interface InstallServer extends IConstruct {
  readonly proxmox: Proxmox;

  /** Name that its sealed host key belongs to. */
  readonly hostname: string;
  readonly address: string;
  readonly hostKeyGeneration: number;
}

/**
 * How the provider reaches an install VM from the stack of whoever asks.
 *
 * Each stack has the host key from the provider itself, which derives it, and not from another stack's state.
 */
export function sftpServer(scope: Construct, server: InstallServer): FilesServer {
  const { bastion, ...props } = server.proxmox.props;
  const identityFile = props.identityFile === undefined ? undefined : attributeText(props.identityFile);
  return defined({
    host: server.address,
    port: SFTP_PORT,
    user: SFTP_USER,
    hostKeys: [hostKey(scope, server).publicKey],
    identityFile,
    bastion: bastion === undefined ? undefined : bastionServer(bastion, identityFile),
  });
}

function bastionServer({ host, port, user, hostKeys }: Bastion, identityFile: string | undefined): FilesServerBastion {
  return defined({
    host: attributeText(host),
    port,
    user: user === undefined ? undefined : attributeText(user),
    hostKeys: hostKeys.map(attributeText),
    identityFile,
  });
}

function hostKey(scope: Construct, server: InstallServer): DataSlipwaySealedKey {
  const { proxmox, hostname, hostKeyGeneration } = server;
  const stack = TerraformStack.of(scope);
  const id = sharedId(server, "host-key");
  const existing = stack.node.tryFindChild(id) as DataSlipwaySealedKey | undefined;
  if (existing !== undefined) return existing;
  const provider = proxmox.slipway(stack);
  return new DataSlipwaySealedKey(stack, id, { ...provider, name: hostname, generation: hostKeyGeneration });
}
