output "web-server" {
  value = jsonencode({
    ignition = { version = "3.4.0" }
    passwd = {
      users = [
        {
          name              = "core"
          sshAuthorizedKeys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ops@example.com"]
        },
        {
          name   = "deploy"
          uid    = 2000
          groups = ["systemd-journal"]
        },
      ]
    }
    storage = {
      directories = [{
        path = "/var/srv/www"
        user = { name = "deploy" }
      }]
      files = [
        {
          path     = "/etc/hostname"
          contents = { source = "data:,www.example.com%0A" }
        },
        {
          path     = "/etc/containers/systemd/web.container"
          contents = { source = "data:,${replace(urlencode(file("web.container")), "+", "%20")}" }
        },
        {
          path     = "/etc/web/nginx.conf"
          contents = { source = "data:,${replace(urlencode(file("nginx.conf")), "+", "%20")}" }
        },
      ]
      links = [{
        path      = "/etc/localtime"
        target    = "../usr/share/zoneinfo/Europe/Zurich"
        overwrite = true
      }]
    }
    systemd = {
      units = [
        {
          name     = "backup.service"
          contents = file("backup.service")
        },
        {
          name     = "backup.timer"
          enabled  = true
          contents = file("backup.timer")
        },
        {
          name = "sshd.service"
          dropins = [{
            name     = "10-restart.conf"
            contents = "[Service]\nRestart=always\n"
          }]
        },
        {
          name    = "zincati.service"
          enabled = false
        },
      ]
    }
  })
}
