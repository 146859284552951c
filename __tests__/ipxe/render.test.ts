import { bootScript } from "../../lib/ipxe/boot-script";
import { renderScript } from "../../lib/ipxe/render";
import { ticketScript } from "../../lib/ipxe/ticket-script";
import { Late } from "../../lib/values/late";
import { everyCommand } from "./fixtures";

const release = { release: "44.1.2", kernel: "kernel.x86_64", initramfs: "initramfs.img", rootfs: "rootfs.img" };

describe("bootScript", () => {
  const kernel = [
    "http://10.20.0.2/images/44.1.2/kernel.x86_64",
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
  ].join(" ");

  it("installs guests with an open ticket, boots the disk of all others, and tries again before it asks", () => {
    const script = bootScript({ serverAddress: "10.20.0.2", ...release, kernelArguments: ["console=ttyS0"] });

    expect(renderScript(script)).toBe(`#!ipxe
:install
set install-tries:int32 0
:install-try
chain --autofree http://10.20.0.2/tickets/\${128.2:string} || goto disk
isset \${nonce} || goto disk
isset \${uuid} || goto disk
imgfetch http://10.20.0.2/installed/\${vm_id}/\${nonce}/\${uuid} && goto disk ||
kernel ${kernel} console=ttyS0 || goto install-failed
initrd --name main http://10.20.0.2/images/44.1.2/initramfs.img || goto install-failed
initrd --name config http://10.20.0.2/config.cpio || goto install-failed
boot || goto install-failed
:install-failed
imgfree ||
echo slipway: the release is not there yet
inc install-tries
iseq \${install-tries} 1 && sleep 5 ||
iseq \${install-tries} 2 && sleep 10 ||
iseq \${install-tries} 3 && sleep 20 ||
iseq \${install-tries} 4 && sleep 40 ||
iseq \${install-tries} 5 && sleep 60 ||
iseq \${install-tries} 6 && sleep 60 ||
iseq \${install-tries} 7 && sleep 60 ||
iseq \${install-tries} 8 && goto choose ||
goto install-try
:choose
menu slipway: this machine is to be installed, but could not load the release
item --key r install Try again
item --key d disk Boot the disk
item --key s shell Shell of iPXE
item --key b restart Restart the machine
choose --default install --timeout 60000 menu-choice && goto \${menu-choice} || goto install
:shell
shell
goto choose
:restart
reboot || goto choose
:disk
sanboot --no-describe --drive 0x80 || exit
`);
  });

  it("boots nothing that is not signed, where signatures are named", () => {
    const url = "https://sign.example/";
    const signatures = { kernel: `${url}k.sig`, initramfs: `${url}i.sig`, config: `${url}c.sig` };

    const script = renderScript(bootScript({ serverAddress: "10.20.0.2", ...release, signatures }));

    expect(script.split("\n").slice(8, 15)).toEqual([
      `kernel --name kernel ${kernel} || goto install-failed`,
      "imgverify kernel https://sign.example/k.sig || goto install-failed",
      "initrd --name main http://10.20.0.2/images/44.1.2/initramfs.img || goto install-failed",
      "imgverify main https://sign.example/i.sig || goto install-failed",
      "initrd --name config http://10.20.0.2/config.cpio || goto install-failed",
      "imgverify config https://sign.example/c.sig || goto install-failed",
      "boot || goto install-failed",
    ]);
  });

  it("is not written while the address is late", () => {
    const script = bootScript({ serverAddress: Late.token("${address}"), ...release });

    expect(() => renderScript(script)).toThrow("ipxe/late-value at commands[0].steps[0].url[1]");
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
    expect(renderScript(everyCommand)).toBe(`#!ipxe
ifopen net0
ifclose net1 || goto start
dhcp ||
ifconf --configurator dhcp net0 net1
:start
set net0.next-server 10.\${x:ipv4}$5
set greeting good morning
clear greeting
show 128.2:string
read name
inc count
inc count 5
isset \${128.2:string}
iseq -- -a \${b}
cpuid --ext 29 && goto large ||
cpuid --ecx 0
echo -- - 64 bits are missing
:large
params --name login
param --params login user core
param --params login uuid \${uuid}
chain --autofree --replace --timeout 5000 http://a/b##params=login x ||
imgfetch --name motd tftp://a/motd
kernel --name k https://a/k console=ttyS0 dyndbg="file a.c +p"
imgargs k quiet opt=\${ip}
initrd --name i http://a/i /etc/extra mode=755
imgtrust
imgtrust --allow
imgtrust --permanent
imgverify --signer release.example k http://a/k.sig || goto choose
imgstat
imgfree i
imgfree
prompt --key b --timeout 3000 Press b for the menu && goto choose ||
sleep 3 ||
sanboot --drive 128 --keep iscsi:10.0.0.1::::iqn.2026-01.example:disk ||
:fetch
set fetch-tries:int32 0
:fetch-try
imgfetch http://a/one || goto fetch-failed
imgfetch http://a/two || goto choose
goto fetch-done
:fetch-failed
inc fetch-tries
iseq \${fetch-tries} 1 && sleep 1 ||
iseq \${fetch-tries} 2 && sleep 3 ||
iseq \${fetch-tries} 3 && sleep 7 ||
iseq \${fetch-tries} 4 && goto choose ||
goto fetch-try
:fetch-done
boot k || goto choose
:choose
menu What now?
item --gap -- ----- Choose -----
item fetch Again
item --key o off Power off
choose --default off --timeout 9000 menu-choice && goto \${menu-choice} || goto off
:off
poweroff ||
reboot --warm ||
exit 1
`);
  });
});
