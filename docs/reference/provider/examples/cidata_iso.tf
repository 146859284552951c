# The config of a guest that boots Fedora CoreOS's proxmoxve image: no install VM, no network.
resource "slipway_cidata_iso" "web" {
  node_name    = "pve1"
  datastore_id = "local"
  name         = "web"

  ignition_wo = jsonencode({
    kind = "ignition"
    config = {
      passwd = {
        users = [{ name = "core", sshAuthorizedKeys = [var.ssh_public_key], passwordHash = var.password_hash }]
      }
    }
  })
}

# The guest: its disk is made of the image, which somebody has put on the node, and it is made anew with its config.
resource "slipway_vm" "web" {
  vm_id      = 312
  name       = "web"
  node_name  = slipway_cidata_iso.web.node_name
  memory_mib = 4096
  boot_order = ["virtio0"]

  disks = [{
    interface    = "virtio0"
    datastore_id = "local-lvm"
    size_gib     = 20
    import_from  = "local:import/fedora-coreos.qcow2"
  }]
  cdrom = { volume_id = slipway_cidata_iso.web.volume_id }
  rng   = {}

  lifecycle {
    replace_triggered_by = [slipway_cidata_iso.web.ignition_sha512]
  }
}
