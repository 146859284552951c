output "dnsmasq" {
  value = jsonencode({
    ignition = { version = "3.4.0" }
    storage = {
      files = [{
        path     = "/etc/containers/systemd/dnsmasq.container"
        contents = { source = "data:,${replace(urlencode(file("dnsmasq.container")), "+", "%20")}" }
      }]
    }
  })
}
