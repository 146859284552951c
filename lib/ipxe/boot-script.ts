import type { MaybeLate } from "../values/late";
import type { IpxeScript, Step } from "./schema";

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

  /**
   * URLs of signatures that what is booted has to have, in CMS, by a certificate that the guests' iPXE trusts.
   *
   * It takes an iPXE that was built with `IMAGE_TRUST_CMD`, which that of Debian is not.
   *
   * @default - nothing is verified before it is booted
   */
  readonly signatures?: BootSignatures;
}

/** Where the signature of each image is. */
export interface BootSignatures {
  readonly kernel: MaybeLate<string>;
  readonly initramfs: MaybeLate<string>;
  /** That of the small config of ours, which is on the install VM's HTTP server as well. */
  readonly config: MaybeLate<string>;
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
 * anew installs itself, whatever the one before it said.
 *
 * One that has to install waits until the server has the release, which takes a while after the install VM's first boot:
 * it tries eight times within a little more than four minutes, and reads its ticket anew each time. Then it shows a menu
 * and begins again after a minute, unless somebody chooses otherwise.
 */
export function bootScript(props: BootScriptProps): IpxeScript {
  return {
    commands: [
      {
        command: "retry",
        name: "install",
        attempts: 8,
        firstDelaySeconds: 5,
        longestDelaySeconds: 60,
        steps: installSteps(props),
        afterFailure: [{ command: "imgfree" }, { command: "echo", text: "slipway: the release is not there yet" }],
        onFailure: { goto: "choose" },
      },
      { command: "label", name: "choose" },
      {
        command: "menu",
        title: "slipway: this machine is to be installed, but could not load the release",
        items: [
          { label: "install", key: "r", text: "Try again" },
          { label: "disk", key: "d", text: "Boot the disk" },
          { label: "shell", key: "s", text: "Shell of iPXE" },
          { label: "restart", key: "b", text: "Restart the machine" },
        ],
        default: "install",
        timeoutSeconds: 60,
      },
      { command: "label", name: "shell" },
      { command: "shell" },
      { command: "goto", label: "choose" },
      { command: "label", name: "restart" },
      { command: "reboot", onFailure: { goto: "choose" } },
      { command: "label", name: "disk" },
      { command: "boot-disk" },
    ],
  };
}

function installSteps(props: BootScriptProps): readonly Step[] {
  const server = ["http://", props.serverAddress];
  const file = (name: MaybeLate<string>): readonly MaybeLate<string>[] => [
    ...server,
    "/images/",
    props.release,
    "/",
    name,
  ];
  const { signatures } = props;
  const verified = (image: string, signature: MaybeLate<string> | undefined): readonly Step[] =>
    signature === undefined ? [] : [{ command: "imgverify", image, signature }];
  return [
    {
      command: "chain",
      autofree: true,
      url: [...server, "/tickets/", IGNITION_FILE],
      onFailure: { goto: "disk" },
    },
    { command: "isset", setting: "nonce", onFailure: { goto: "disk" } },
    { command: "isset", setting: "uuid", onFailure: { goto: "disk" } },
    {
      command: "imgfetch",
      url: [...server, "/installed/", { setting: "vm_id" }, "/", { setting: "nonce" }, "/", MACHINE],
      onSuccess: { goto: "disk" },
    },
    {
      command: "kernel",
      ...(signatures === undefined ? {} : { name: "kernel" }),
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
    },
    ...verified("kernel", signatures?.kernel),
    { command: "initrd", name: "main", url: file(props.initramfs) },
    ...verified("main", signatures?.initramfs),
    { command: "initrd", name: "config", url: [...server, "/config.cpio"] },
    ...verified("config", signatures?.config),
    { command: "boot" },
  ];
}
