import { configure } from "../../../lib/provider/configuration";
import { Session } from "../../../lib/provider/framework/session";
import { ResourceDriver } from "../../../lib/provider/framework/resource-driver";
import { resource } from "../../../lib/provider/resources/coreos-iso/resource";
import type { Client } from "../../../lib/provider/configuration";
import { withServer } from "./with-server";

/** Prints the seconds that the resource took to be made, or the most memory that the process had, in MB. */
const [, , measured, server = "", folder = "", url = "", sha256 = ""] = process.argv;
const nulls = (names: object): Record<string, null> =>
  Object.fromEntries(Object.keys(names).map((name) => [name, null]));

// Progress is no result.
console.info = console.error;

async function main(): Promise<void> {
  const seconds = await withServer(server, folder, async ({ endpoint, caFile }) => {
    const environment = {
      PROXMOX_VE_ENDPOINT: endpoint,
      PROXMOX_VE_CA_FILE: caFile,
      PROXMOX_VE_API_TOKEN: "bench@pve!bench=00000000-0000-0000-0000-000000000000",
      SLIPWAY_CACHE_DIR: folder,
    };
    const session = new Session<Client>();
    session.configured(await configure({}, environment), true);
    const driver = new ResourceDriver(resource, session, "slipway");
    const config = {
      ...nulls(resource.schema.attributes),
      node_name: "pve1",
      datastore_id: "local",
      name: "install",
      source: { url, sha256, signature: null, mirrors: null },
      kernel_arguments: ["coreos.liveiso.fromram"],
      ignition_wo: JSON.stringify({
        kind: "ignition",
        config: { storage: { files: [{ path: "/etc/hostname", contents: "install\n" }] } },
      }),
    };
    const { value } = await driver.plan(null, config);
    const { diagnostics } = await driver.apply(null, value.planned, config);
    if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  });
  process.stdout.write(String(measured === "seconds" ? seconds : (process.resourceUsage().maxRSS * 1024) / 1e6));
}

void main();
