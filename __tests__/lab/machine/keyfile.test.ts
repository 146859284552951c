import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";
import { staticAddress } from "../../../lib/lab/machine/keyfile";

const nics = [
  { key: "net0", name: "ens18", mac: "bc:24:11:00:00:01", bridge: "vmbr0" },
  { key: "net1", name: "ens19", mac: "bc:24:11:00:00:02", bridge: "vmbr1" },
];

function address(keyfile: string, mode = 0o600): { found: string; log: string[] } {
  const view = new FileView(newDirectory());
  view.makeDirectories("/etc/NetworkManager/system-connections");
  view.write("/etc/NetworkManager/system-connections/a.nmconnection", Buffer.from(keyfile), mode);
  const log: string[] = [];
  const found = staticAddress(view, nics, (line) => log.push(line));
  return { found: found ? `${found.nic.name} ${found.address}` : "none", log };
}

const manual = "[ipv4]\nmethod=manual\naddress1=10.20.0.2/24,10.20.0.1\n";

describe("staticAddress", () => {
  it.each([
    ["a manual address on any card", manual, "ens18 10.20.0.2"],
    ["a card by name", `[connection]\ninterface-name=ens19\n${manual}`, "ens19 10.20.0.2"],
    ["a card by MAC address", `[ethernet]\nmac-address=BC:24:11:00:00:02\n${manual}`, "ens19 10.20.0.2"],
    ["cards by pattern", `[match]\ninterface-name=eth*;ens*;\n${manual}`, "ens18 10.20.0.2"],
    ["a card that is not there", `[connection]\ninterface-name=eth0\n${manual}`, "none"],
    ["DHCP", "[ipv4]\nmethod=auto\n", "none"],
    ["no address", "[ipv4]\nmethod=manual\n", "none"],
  ])("understands %s", (_name, keyfile, found) => {
    expect(address(keyfile).found).toBe(found);
  });

  it("ignores a file that others may read, and says so", () => {
    expect(address(manual, 0o644)).toEqual({
      found: "none",
      log: ["NetworkManager: a.nmconnection: permissions are too open, the connection is ignored"],
    });
  });
});
