output "fleet-agent" {
  value = jsonencode({
    ignition = { version = "3.4.0" }
    passwd = {
      users = [{
        name              = "core"
        sshAuthorizedKeys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ops@example.com"]
      }]
    }
    storage = {
      files = [
        {
          path     = "/etc/fleet-agent/key-ring.bin"
          mode     = 416
          contents = { source = "data:;base64,${filebase64("key-ring.bin")}" }
        },
        {
          path     = "/etc/fleet-agent/rules.yaml"
          contents = { source = "data:,${replace(urlencode(file("rules.yaml")), "+", "%20")}" }
        },
        {
          path = "/usr/local/bin/fleet-agent"
          mode = 493
          contents = {
            source       = "https://files.example.com/fleet-agent-2.4.1"
            verification = { hash = "sha256-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }
          }
        },
      ]
    }
    systemd = {
      units = [{
        name     = "fleet-agent.service"
        enabled  = true
        contents = file("fleet-agent.service")
      }]
    }
  })
}
