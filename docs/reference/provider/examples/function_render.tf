# What OpenTofu cannot write by itself: a config in its shortest form, with everything escaped.
output "rendered" {
  value = provider::slipway::render({
    kind   = "ignition"
    config = { storage = { files = [{ path = "/etc/motd", contents = "welcome, 100 %\n" }] } }
  })
}
