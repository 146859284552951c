# The live ISO that the stream `stable` has now.
data "slipway_coreos_stream" "live" {
  stream = "stable"
  mirror = var.mirror
}

output "release" {
  value = data.slipway_coreos_stream.live.release
}
