import type { MaybeLate } from "../values/late";
import type { IpxeScript } from "./schema";

/** Properties of {@link bootScript}. */
export interface BootScriptProps {
  /** IPv4 address of the install VM's HTTP server. */
  readonly serverAddress: MaybeLate<string>;

  /** Fedora CoreOS release, which names the folder of its files. */
  readonly release: MaybeLate<string>;

  /** Names of the release's files, as the stream metadata gives them. */
  readonly kernel: MaybeLate<string>;
  readonly initramfs: MaybeLate<string>;
  readonly rootfs: MaybeLate<string>;

  /**
   * Further arguments of the live system's kernel, such as its console.
   *
   * @default - none
   */
  readonly kernelArguments?: readonly MaybeLate<string>[];
}

/** DHCP options of the guest's extension, as iPXE names them. */
const IGNITION_FILE = { setting: "128.2:string" };
const INSTALL_DISK = { setting: "128.3:string" };

/** The machine's SMBIOS UUID, which Proxmox makes anew for every VM. */
const MACHINE = { setting: "uuid" };

/**
 * The script that every netbooting guest runs.
 *
 * A guest with an open ticket that has not reported yet installs itself; any other boots its disk. So nothing installs
 * by accident, and nothing installs twice. What was reported counts for the machine that reported it: a VM that was made
 * anew installs itself, whatever the one before it said. One that has to install waits until the server has the release,
 * which takes a while after the install VM's first boot.
 */
export function bootScript(props: BootScriptProps): IpxeScript {
  const server = ["http://", props.serverAddress];
  const file = (name: MaybeLate<string>): readonly MaybeLate<string>[] => [
    ...server,
    "/images/",
    props.release,
    "/",
    name,
  ];
  return {
    commands: [
      { command: "label", name: "start" },
      { command: "run", url: [...server, "/tickets/", IGNITION_FILE], onFailure: { goto: "disk" } },
      { command: "require", setting: "nonce", onFailure: { goto: "disk" } },
      { command: "require", setting: "uuid", onFailure: { goto: "disk" } },
      {
        command: "if-there",
        url: [...server, "/installed/", { setting: "vm_id" }, "/", { setting: "nonce" }, "/", MACHINE],
        goto: "disk",
      },
      {
        command: "kernel",
        url: file(props.kernel),
        arguments: [
          "initrd=main",
          "initrd=config",
          ["coreos.live.rootfs_url=", ...file(props.rootfs)],
          "ignition.firstboot",
          "ignition.platform.id=metal",
          ["coreos.inst.install_dev=", INSTALL_DISK],
          ["slipway.ignition=", ...server, "/ignition/", IGNITION_FILE],
          ["slipway.sha512=", { setting: "sha512" }],
          ["slipway.vm_id=", { setting: "vm_id" }],
          ["slipway.nonce=", { setting: "nonce" }],
          ["slipway.machine=", MACHINE],
          ["slipway.server=", ...server],
          ...(props.kernelArguments ?? []),
        ],
        onFailure: { goto: "wait" },
      },
      { command: "initrd", name: "main", url: file(props.initramfs), onFailure: { goto: "wait" } },
      { command: "initrd", name: "config", url: [...server, "/config.cpio"], onFailure: { goto: "wait" } },
      { command: "boot", onFailure: { goto: "wait" } },
      { command: "label", name: "wait" },
      { command: "echo", words: ["slipway:", "the", "release", "is", "not", "there", "yet"] },
      { command: "free-images" },
      { command: "sleep", seconds: 15 },
      { command: "goto", label: "start" },
      { command: "label", name: "disk" },
      { command: "boot-disk" },
    ],
  };
}
