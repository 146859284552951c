# A machine that boots the rescue system, with a disk of its own.
resource "slipway_vm" "rescue" {
  vm_id      = 300
  name       = "rescue"
  node_name  = "pve1"
  boot_order = ["ide2"]

  # Half of its memory at least, and no more than one and a half cores' time.
  memory_mib         = 4096
  memory_minimum_mib = 2048
  cpu_limit          = 1.5

  cdrom = { volume_id = slipway_coreos_iso.rescue.volume_id }
  disks = [
    { interface = "virtio0", datastore_id = "local-lvm", size_gib = 16, serial = "scratch" },
  ]
  network_devices = [
    { bridge = "vmbr1", mac_address = "BC:24:11:00:01:2C", addresses = ["10.20.0.30"] },
  ]
  firewall = {}
}
