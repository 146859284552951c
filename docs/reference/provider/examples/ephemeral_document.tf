# A config with the machine's private host key, on its way through a write-only attribute: in no plan and no state.
ephemeral "slipway_document" "gateway" {
  document = jsonencode({
    kind = "ignition"
    config = {
      storage = {
        files = [{
          path     = "/etc/ssh/ssh_host_ed25519_key"
          mode     = 384
          contents = { "$late" = { from = "sealed-key", name = "gateway", generation = 1, part = "private" } }
        }]
      }
    }
  })
}

resource "slipway_files" "gateway" {
  server = var.server
  files  = [{ path = "/ignition/gateway.ign", mode = "0600", content_wo = ephemeral.slipway_document.gateway.text }]
}
