# A node for a machine, and the machine there. Whatever becomes of the load, it stays.
resource "slipway_placement" "queue" {
  name       = "queue"
  memory_mib = 2048
  cores      = 2
  datastores = ["local-lvm"]
}

resource "slipway_vm" "queue" {
  vm_id      = 311
  name       = "queue"
  node_name  = slipway_placement.queue.node_name
  memory_mib = slipway_placement.queue.memory_mib
  started    = false
  boot_order = ["virtio0"]
  disks      = [{ interface = "virtio0", datastore_id = "local-lvm", size_gib = 16 }]
}
