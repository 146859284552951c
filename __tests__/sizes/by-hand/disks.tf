output "disks" {
  value = jsonencode({
    ignition = { version = "3.4.0" }
    passwd = {
      users = [{
        name              = "core"
        sshAuthorizedKeys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ops@example.com"]
      }]
    }
    storage = {
      disks = [{
        device    = "/dev/disk/by-id/virtio-data"
        wipeTable = true
        partitions = [
          { number = 1, label = "containers", sizeMiB = 8192 },
          { number = 2, label = "log", sizeMiB = 2048 },
          { number = 3, label = "data" },
        ]
      }]
      luks = [{
        name    = "data"
        device  = "/dev/disk/by-partlabel/data"
        discard = true
        clevis = {
          tpm2      = true
          threshold = 2
          tang = [{
            url        = "https://tang.example.com"
            thumbprint = "TREPzNAAFnpkhP1V2vBAoEjWNzoXjWMpFQdRvs1NjSk"
          }]
        }
      }]
      filesystems = [
        { device = "/dev/disk/by-partlabel/containers", format = "xfs", label = "containers" },
        { device = "/dev/disk/by-partlabel/log", format = "ext4", label = "log" },
        { device = "/dev/mapper/data", format = "xfs", label = "data", path = "/var/srv" },
      ]
    }
    systemd = {
      units = [{
        name     = "var-srv.mount"
        enabled  = true
        contents = file("var-srv.mount")
      }]
    }
  })
}
