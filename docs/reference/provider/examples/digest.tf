# The hash of a config that holds a secret, for another config that merges it.
resource "slipway_digest" "accounts" {
  document_wo = jsonencode({
    kind   = "ignition"
    config = { passwd = { users = [{ name = "core", passwordHash = var.password_hash }] } }
  })
}

output "verification" {
  value = "sha512-${slipway_digest.accounts.sha512}"
}
