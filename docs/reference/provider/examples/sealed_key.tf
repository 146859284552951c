# What clients of the machine trust, known before the machine is there.
data "slipway_sealed_key" "gateway" {
  name = "gateway"
}

output "gateway_host_key" {
  value = data.slipway_sealed_key.gateway.public_key
}
