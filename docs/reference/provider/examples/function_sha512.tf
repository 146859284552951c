# By which somebody else's config can name this one.
output "rendered_sha512" {
  value = provider::slipway::sha512({ kind = "text", text = "welcome\n" })
}
