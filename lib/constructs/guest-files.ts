import { Files } from "@slipway/provider-slipway/lib/files";
import type { Construct } from "constructs";
import { ticketScript } from "../ipxe/ticket-script";
import { Late } from "../values/late";
import type { DnsmasqExtension } from "./dnsmasq-extension";
import type { IgnitionConfig } from "./ignition-config";
import type { InstallVm } from "./install-vm";
import type { GuestIdentity } from "./machine-props";
import { attributeText, documentJson } from "./structure";
import { toLate } from "./tokens";

/**
 * Publishes what a guest is installed from: first its config, then the ticket that opens the install, last what makes
 * dnsmasq answer it. In this order no guest finds half of it.
 */
export function guestFiles(
  scope: Construct,
  id: string,
  guest: GuestIdentity,
  install: InstallVm,
  ignition: IgnitionConfig,
  extension: DnsmasqExtension,
): Files {
  const { vmId, address, proxmox } = guest;
  const config = attributeText(`/ignition/${vmId}.ign/${address}`);
  const ticket = ticketScript({ vmId: toLate(`${vmId}`), nonce: Late.nonce(config), sha512: Late.sha512(config) });
  return new Files(scope, id, {
    ...proxmox.slipway(scope),
    server: install.server(scope),
    instance: install.boot,
    files: [
      { path: config, documentWo: ignition.json },
      {
        path: attributeText(`/tickets/${vmId}.ign/${address}`),
        documentWo: documentJson({ kind: "ipxe", script: ticket }),
      },
      ...extension.files,
    ],
  });
}
