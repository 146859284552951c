# A unit, checked and rendered at plan.
data "slipway_document" "greeting" {
  document = jsonencode({
    kind = "unit"
    unit = {
      name    = "greeting.service"
      service = { type = "oneshot", execStart = ["/usr/bin/echo hello"] }
      install = { wantedBy = ["multi-user.target"] }
    }
  })
}

output "greeting" {
  value = data.slipway_document.greeting.text
}
