# A live system that lets one user in, and says so on the first serial port.
resource "slipway_coreos_iso" "rescue" {
  node_name    = "pve1"
  datastore_id = "local"
  name         = "rescue"

  source = {
    url       = data.slipway_coreos_stream.live.url
    sha256    = data.slipway_coreos_stream.live.sha256
    signature = data.slipway_coreos_stream.live.signature_url
  }

  ignition_wo = jsonencode({
    kind = "ignition"
    config = {
      passwd = {
        users = [{ name = "core", sshAuthorizedKeys = [var.ssh_public_key], passwordHash = var.password_hash }]
      }
    }
  })
  kernel_arguments = ["console=ttyS0,115200"]
}
