import { ByteSize, ImageVm, type ImageVmProps } from "../../lib";
import { ForeignResource } from "./foreign";
import { aProxmox, aSubnet, only, problems, refusals, synthesizeStack, type Synthesized } from "./synth";

const IMAGE = "local:import/fedora-coreos.qcow2";

function anImageVm(driver: "bpg" | "native", props: Partial<ImageVmProps> = {}): Synthesized {
  return synthesizeStack((stack) => {
    const proxmox = aProxmox(stack, { driver });
    new ImageVm(stack, "web", { proxmox, subnet: aSubnet(stack), image: IMAGE, ...props });
  });
}

describe("ImageVm", () => {
  const stack = anImageVm("native");

  it("puts its config on a CD, and hands it over as what no state keeps", () => {
    const { ignition_wo: config, ...iso } = only(stack, "slipway_cidata_iso");

    expect(iso).toEqual({
      datastore_id: "local",
      lifecycle: { create_before_destroy: true },
      name: "web",
      node_name: "pve3",
    });
    expect(JSON.parse(String(config))).toEqual({
      kind: "ignition",
      config: {
        passwd: {
          users: [{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops"] }],
        },
        storage: {
          files: [
            { path: "/etc/hostname", mode: 0o644, contents: "web\n" },
            {
              path: "/etc/NetworkManager/system-connections/slipway.nmconnection",
              mode: 0o600,
              contents:
                "[connection]\nid=slipway\ntype=ethernet\nautoconnect-priority=1\n\n[ipv4]\nmethod=manual\naddress1=10.20.0.11/24,10.20.0.1\ndns=10.20.0.1;\n\n[ipv6]\nmethod=disabled\n",
            },
          ],
        },
      },
    });
  });

  it("boots from a disk that is made of the image, and is replaced with its config", () => {
    expect(only(stack, "terraform_data")).toEqual({ input: "${slipway_cidata_iso.web_iso_D76A7BEA.ignition_sha512}" });
    expect(only(stack, "slipway_vm")).toEqual({
      bios: "seabios",
      boot_order: ["virtio0"],
      cdrom: { interface: "ide2", volume_id: "${slipway_cidata_iso.web_iso_D76A7BEA.volume_id}" },
      cores: 2,
      cpu_type: "x86-64-v2-AES",
      disks: [
        {
          backup: true,
          datastore_id: "local-lvm",
          discard: true,
          import_from: IMAGE,
          interface: "virtio0",
          iothread: true,
          serial: "system",
          size_gib: 20,
        },
      ],
      firewall: {
        dhcp: true,
        enabled: true,
        input_policy: "ACCEPT",
        ip_filter: true,
        mac_filter: true,
        output_policy: "ACCEPT",
      },
      lifecycle: { replace_triggered_by: ["terraform_data.web_config_21585CBA"] },
      memory_mib: 4096,
      name: "web",
      network_devices: [
        {
          addresses: ["10.20.0.11"],
          bridge: "vmbr1",
          firewall: true,
          mac_address: "BC:24:11:00:00:65",
          model: "virtio",
        },
      ],
      node_name: "pve3",
      on_boot: true,
      protection: false,
      rng: { source: "/dev/urandom" },
      scsi_hardware: "virtio-scsi-single",
      serial_ports: 1,
      started: true,
      tags: ["guest", "slipway"],
      vm_id: 101,
    });
  });

  it("needs neither an install VM nor its files", () => {
    expect(Object.keys(stack.resource ?? {}).sort()).toEqual(["slipway_cidata_iso", "slipway_vm", "terraform_data"]);
  });

  it("is made by bpg/proxmox too, its CD by Slipway's provider", () => {
    const vm = only(anImageVm("bpg"), "proxmox_virtual_environment_vm");

    expect(vm).toMatchObject({
      boot_order: ["virtio0"],
      cdrom: { file_id: "${slipway_cidata_iso.web_iso_D76A7BEA.volume_id}", interface: "ide2" },
      disk: [{ import_from: IMAGE, interface: "virtio0", size: 20 }],
      lifecycle: { ignore_changes: ["node_name"], replace_triggered_by: ["terraform_data.web_config_21585CBA"] },
    });
  });

  it("stays as it is when its config changes, if that is wanted", () => {
    const ignoring = anImageVm("native", { onIgnitionChange: "ignore" });

    expect(only(ignoring, "slipway_vm")).not.toHaveProperty("lifecycle");
    expect(Object.keys(ignoring.resource ?? {})).not.toContain("terraform_data");
  });

  it("is on a node that other machines have no say in, or on the first where its id comes late", () => {
    const nodes = (...ids: readonly string[]) => {
      const { resource } = synthesizeStack((stack) => {
        const proxmox = aProxmox(stack);
        const subnet = aSubnet(stack);
        const late = new ForeignResource(stack, "lease").getNumberAttribute("id");
        const vmIds: Readonly<Record<string, number>> = { db: 120, web: 121, mail: 122 };
        for (const id of ids) {
          const address = `10.20.0.${20 + ids.indexOf(id)}`;
          const macAddress = `BC:24:11:00:01:0${ids.indexOf(id)}`;
          new ImageVm(stack, id, { proxmox, subnet, image: IMAGE, vmId: vmIds[id] ?? late, address, macAddress });
        }
      });
      const isos = Object.values(resource?.["slipway_cidata_iso"] ?? {});
      return Object.fromEntries(isos.map(({ name, node_name }) => [name, node_name]));
    };

    expect(nodes("db", "web", "mail", "late")).toEqual({ db: "pve1", web: "pve2", mail: "pve3", late: "pve1" });
    expect(nodes("mail")).toEqual({ mail: "pve3" });
  });

  it("takes an image, a node and an address that others tell, and data disks", () => {
    const { resource } = synthesizeStack((stack) => {
      const lease = new ForeignResource(stack, "lease");
      const vm = new ImageVm(stack, "web", {
        proxmox: aProxmox(stack),
        subnet: aSubnet(stack),
        image: lease.getStringAttribute("image"),
        nodeName: lease.getStringAttribute("node"),
        address: lease.getStringAttribute("address"),
        startup: { order: 3 },
        ha: { maxRestart: 2 },
      });
      vm.addDataDisk("data", { size: ByteSize.gib(8), mountAt: "/var/lib/data" });
    });

    const [vm] = Object.values(resource?.["slipway_vm"] ?? {});
    const [iso] = Object.values(resource?.["slipway_cidata_iso"] ?? {});
    expect(vm).toMatchObject({
      node_name: "${ipam_lease.lease.node}",
      startup: { order: 3 },
      ha: { max_restart: 2 },
      disks: [
        { interface: "virtio0", import_from: "${ipam_lease.lease.image}" },
        { interface: "virtio1", serial: "data", size_gib: 8 },
      ],
    });
    expect(vm?.["disks"]).not.toMatchObject([{}, { import_from: expect.anything() as unknown }]);
    expect(iso).toMatchObject({ node_name: "${ipam_lease.lease.node}" });
    expect(String(iso?.["ignition_wo"])).toContain("address1=${ipam_lease.lease.address}/24,10.20.0.1");
  });

  it("refuses all that is wrong with it at once", () => {
    expect(
      refusals((stack) => {
        const vm = new ImageVm(stack, "web", {
          proxmox: aProxmox(stack),
          subnet: aSubnet(stack),
          image: "local:import/${x}.qcow2",
          address: "10.21.0.9",
          memoryMiB: 1024,
          memoryMinimumMiB: 2048,
          systemDisk: ByteSize.gib(8),
          tags: ["Upper"],
        });
        vm.ignition.addFile({ path: "etc/relative", contents: "x" });
        vm.addDataDisk("no name", { size: ByteSize.gib(1), mountAt: "/var/x" });
      }),
    ).toEqual([
      ["ignition/relative-path", "stack/web/ignition/storage.files.2.path"],
      ["subnet/not-a-host", "stack/web/address"],
      ["vm/invalid-format", "stack/web/tags.0"],
      ["vm/invalid-format", "stack/web/disks.0.importFrom"],
      ["vm/invalid-format", "stack/web/disks.1.serial"],
      ["vm/minimum-above-memory", "stack/web/memoryMinimumMiB"],
      ["image-vm/system-disk-too-small", "stack/web/systemDisk"],
      ["data-disk/name", "stack/web/dataDisks.no name"],
    ]);
  });

  it("takes as little memory as it is given, since no live system installs it", () => {
    expect(
      refusals((stack) => {
        const few = { proxmox: aProxmox(stack), subnet: aSubnet(stack), image: IMAGE, memoryMiB: 1024 };
        new ImageVm(stack, "web", { ...few, memoryMinimumMiB: 512 });
      }),
    ).toEqual([]);
  });

  it.each([
    "fedora-coreos.qcow2",
    "local:import/fedora-coreos.qcow2.xz",
    "local:import/",
    "local:iso/fedora-coreos.iso",
    "local:vztmpl/debian.tar.zst",
    "local:backup/vzdump-qemu-100.vma.zst",
    "local:snippets/a.raw",
    "/var/lib/vz/import/a.raw",
  ])("refuses to be made from %s", (image) => {
    const found = refusals(
      (stack) => new ImageVm(stack, "web", { proxmox: aProxmox(stack), subnet: aSubnet(stack), image }),
    );

    expect(found).toContainEqual(["image-vm/image", "stack/web/image"]);
  });

  it.each(["local:import/a.raw", "nas-1:import/a.vmdk", "ceph:vm-9000-disk-0"])("is made from %s", (image) => {
    expect(
      refusals((stack) => new ImageVm(stack, "web", { proxmox: aProxmox(stack), subnet: aSubnet(stack), image })),
    ).toEqual([]);
  });

  it("says what is wrong with a disk that is smaller than the image", () => {
    expect(
      problems(
        (stack) =>
          new ImageVm(stack, "web", {
            proxmox: aProxmox(stack),
            subnet: aSubnet(stack),
            image: IMAGE,
            systemDisk: ByteSize.gib(8),
          }),
      ),
    ).toEqual([
      "image-vm/system-disk-too-small at stack/web/systemDisk\n  the disk in Fedora CoreOS's image is larger, and none can be made smaller\n  got: 8 GiB\n  allowed: 10 GiB or more\n  fix: set systemDisk to ByteSize.gib(10)",
    ]);
  });
});
