# A new image of the rescue system is a new file name: the machine boots it at once.
resource "slipway_reboot" "rescue" {
  vm_id = slipway_vm.rescue.vm_id
  name  = slipway_vm.rescue.name
  image = slipway_coreos_iso.rescue.volume_id
}
