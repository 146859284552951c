# The same on a WebDAV server: what a monitoring system reads of the guests, in a folder that goes with its last file.
resource "slipway_files" "monitoring" {
  webdav = {
    url            = var.webdav.url
    username       = "operator"
    password_file  = var.webdav.password_file
    ca_certificate = var.webdav.ca_certificate
  }

  files = [
    { path = "/guests/cache.json", content_wo = jsonencode({ address = "10.20.0.31", port = 6379 }) },
    { path = "/index.json", content_wo = jsonencode(["guests/cache.json"]) },
  ]
}
