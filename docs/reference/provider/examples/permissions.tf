# Stops the plan at once if the token may not do what the machines below it need, and says what is missing.
data "slipway_permissions" "token" {
  vm_ids          = [300, 310]
  iso_datastores  = ["local"]
  disk_datastores = ["local-lvm"]
  bridges         = ["vmbr1"]
  fail_if_missing = true
}
