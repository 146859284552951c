# Waits for the guest that installs itself as VM 101, and knows its host keys afterwards.
resource "slipway_installation" "db" {
  name        = "db"
  vm_id       = 101
  mac_address = "BC:24:11:00:00:65"
  address     = "10.20.0.11"
  server      = var.server
  nonce       = var.installed.nonce
  machine     = var.installed.machine
  timeout     = 900
}

output "known_hosts" {
  value = [for key in slipway_installation.db.ssh_host_keys : "10.20.0.11 ${key}"]
}
