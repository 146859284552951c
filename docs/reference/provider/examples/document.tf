# A unit, checked and rendered at plan.
data "slipway_document" "greeting" {
  document = jsonencode({
    kind = "unit"
    unit = {
      name    = "greeting.service"
      Service = { Type = "oneshot", ExecStart = [["/usr/bin/echo", "hello"]] }
      Install = { WantedBy = ["multi-user.target"] }
    }
  })
}

output "greeting" {
  value = data.slipway_document.greeting.text
}
