# A guest's Ignition config and a file beside it. The config is checked before anything is written.
resource "slipway_files" "cache" {
  server = var.server

  files = [
    {
      path = "/ignition/310.ign/10.20.0.31"
      mode = "0640"
      document_wo = jsonencode({
        kind = "ignition"
        config = {
          passwd  = { users = [{ name = "core", sshAuthorizedKeys = [var.ssh_public_key] }] }
          storage = { files = [{ path = "/etc/hostname", contents = "cache\n" }] }
        }
      })
    },
    { path = "/ignition/310.txt", content_wo = "The guest cache.\n" },
  ]
}

output "nonce" {
  value = slipway_files.cache.files[0].nonce
}
