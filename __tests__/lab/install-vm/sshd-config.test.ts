import { readSshdConfig } from "../../../lib/lab/install-vm/sshd-config";
import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";
import { sshdConfig } from "../world/install-config";

function files(config: string, keyMode = 0o600): FileView {
  const view = new FileView(newDirectory());
  view.makeDirectories("/etc/slipway");
  view.makeDirectories("/srv/sftp");
  view.write("/etc/slipway/sshd_config", Buffer.from(config));
  view.write("/etc/slipway/ssh_host_ed25519_key", Buffer.from("KEY"), keyMode);
  return view;
}

const read = (view: FileView): unknown => readSshdConfig(view, "/etc/slipway/sshd_config");

describe("readSshdConfig", () => {
  it("reads the configuration of an SFTP server", () => {
    expect(read(files(sshdConfig))).toEqual({
      port: 2222,
      hostKeys: ["KEY"],
      allowUsers: ["terraform_ignition"],
      authorizedKeysFile: "/etc/slipway/authorized_keys",
      chrootDirectory: "/srv/sftp",
      publicKeys: true,
      sftpOnly: true,
      sftp: true,
      umask: 0o022,
      forwarding: false,
    });
  });

  it.each([
    ["an unknown keyword", "Prot 22\n", "line 1: Bad configuration option: Prot"],
    ["a keyword without value", "Port\n", "line 1: missing argument"],
    ["no host key", "HostKey /etc/none\n", "no hostkeys available -- exiting."],
    ["a chroot that is not there", sshdConfig.replace("/srv/sftp", "/srv/none"), "No such file or directory"],
  ])("refuses %s", (_name, config, message) => {
    expect(() => read(files(config))).toThrow(message);
  });

  it("refuses a host key that others may read", () => {
    expect(() => read(files(sshdConfig, 0o644))).toThrow(
      "Permissions 0644 for '/etc/slipway/ssh_host_ed25519_key' are too open",
    );
  });

  it("refuses a chroot that somebody else may write", () => {
    const view = files(sshdConfig);
    view.directory("/srv").owner = { uid: 101, gid: 101 };

    expect(() => read(view)).toThrow('bad ownership or modes for chroot directory "/srv"');
  });
});
