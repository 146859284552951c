# Every secret input of the provider, each with a canary of its own.

variable "canary" {
  type      = map(string)
  ephemeral = true
  sensitive = true
}

variable "server" {
  type = any
}

variable "image" {
  type = object({ url = string, sha256 = string })
}

provider "slipway" {
  api_token   = var.canary["provider.api_token"]
  seal_secret = var.canary["provider.seal_secret"]
}

ephemeral "slipway_document" "canary" {
  document = jsonencode({ kind = "text", text = var.canary["ephemeral.document.document"] })
}

resource "slipway_files" "canary" {
  server = var.server
  files = [
    { path = "/ignition/no-secret-control.txt", content_wo = var.canary["files.content_wo"] },
    {
      path        = "/ignition/canary.json"
      document_wo = jsonencode({ kind = "text", text = var.canary["files.document_wo"] })
    },
    { path = "/ignition/ephemeral.txt", content_wo = ephemeral.slipway_document.canary.text },
  ]
}

resource "slipway_coreos_iso" "canary" {
  node_name    = "pve1"
  datastore_id = "local"
  name         = "canary"
  source       = var.image
  ignition_wo = jsonencode({
    kind   = "ignition"
    config = { passwd = { users = [{ name = "core", passwordHash = var.canary["coreos_iso.ignition_wo"] }] } }
  })
  network_keyfiles_wo = {
    "vpn.nmconnection" = "[connection]\nid=vpn\ntype=wireguard\n\n[wireguard]\nprivate-key=${var.canary["coreos_iso.network_keyfiles_wo"]}\n"
  }
}

resource "slipway_cidata_iso" "canary" {
  node_name    = "pve1"
  datastore_id = "local"
  name         = "canary-config"
  ignition_wo = jsonencode({
    kind   = "ignition"
    config = { passwd = { users = [{ name = "core", passwordHash = var.canary["cidata_iso.ignition_wo"] }] } }
  })
}

resource "slipway_digest" "canary" {
  document_wo = jsonencode({ kind = "text", text = var.canary["digest.document_wo"] })
}
