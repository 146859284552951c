import { bootScript } from "../../lib/ipxe/boot-script";
import { renderScript } from "../../lib/ipxe/render";
import { ticketScript } from "../../lib/ipxe/ticket-script";
import { Late } from "../../lib/values/late";

const release = { release: "44.1.2", kernel: "kernel.x86_64", initramfs: "initramfs.img", rootfs: "rootfs.img" };

describe("bootScript", () => {
  it("installs guests with an open ticket, and boots the disk of all others", () => {
    const script = bootScript({ serverAddress: "10.20.0.2", ...release, kernelArguments: ["console=ttyS0"] });

    expect(renderScript(script)).toBe(`#!ipxe
:start
chain --autofree http://10.20.0.2/tickets/\${128.2:string} || goto disk
isset \${nonce} || goto disk
isset \${uuid} || goto disk
imgfetch http://10.20.0.2/installed/\${vm_id}/\${nonce}/\${uuid} && goto disk ||
${[
  "kernel http://10.20.0.2/images/44.1.2/kernel.x86_64",
  "initrd=main",
  "initrd=config",
  "coreos.live.rootfs_url=http://10.20.0.2/images/44.1.2/rootfs.img",
  "ignition.firstboot",
  "ignition.platform.id=metal",
  "coreos.inst.install_dev=${128.3:string}",
  "slipway.ignition=http://10.20.0.2/ignition/${128.2:string}",
  "slipway.sha512=${sha512}",
  "slipway.vm_id=${vm_id}",
  "slipway.nonce=${nonce}",
  "slipway.machine=${uuid}",
  "slipway.server=http://10.20.0.2",
  "console=ttyS0",
  "|| goto wait",
].join(" ")}
initrd --name main http://10.20.0.2/images/44.1.2/initramfs.img || goto wait
initrd --name config http://10.20.0.2/config.cpio || goto wait
boot || goto wait
:wait
echo slipway: the release is not there yet
imgfree
sleep 15
goto start
:disk
sanboot --no-describe --drive 0x80 || exit
`);
  });

  it("is not written while the address is late", () => {
    const script = bootScript({ serverAddress: Late.token("${address}"), ...release });

    expect(() => renderScript(script)).toThrow("ipxe/late-value at commands[1].url[1]");
  });
});

describe("ticketScript", () => {
  it("names the guest, its nonce and the hash of its config", () => {
    const script = ticketScript({ vmId: "102", nonce: "0f".repeat(16), sha512: "ab".repeat(64) });

    expect(renderScript(script)).toBe(`#!ipxe
set vm_id 102
set nonce ${"0f".repeat(16)}
set sha512 ${"ab".repeat(64)}
`);
  });

  it("waits for what the provider fills in", () => {
    const script = ticketScript({ vmId: "102", nonce: Late.nonce("/ignition/102.ign/10.20.0.12"), sha512: "ab" });

    expect(() => renderScript(script)).toThrow("ipxe/late-value at commands[1].value");
  });
});

describe("renderScript", () => {
  it("writes every command", () => {
    const script = renderScript({
      commands: [
        { command: "dhcp", onFailure: "continue" },
        { command: "set", name: "net0.next-server", value: ["10.", { setting: "x:ipv4" }, "$5"] },
        { command: "require", setting: "128.2:string" },
        { command: "goto", label: "end" },
        { command: "run", url: "http://a/b", onFailure: "continue" },
        { command: "label", name: "end" },
        { command: "boot" },
      ],
    });

    expect(script).toBe(`#!ipxe
dhcp ||
set net0.next-server 10.\${x:ipv4}$5
isset \${128.2:string}
goto end
chain --autofree http://a/b ||
:end
boot
`);
  });
});
