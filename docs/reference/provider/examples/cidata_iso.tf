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
