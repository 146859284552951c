"use strict";

// `slipway/proxmox`: the bindings of bpg/proxmox that travel with this package. Each module of them is loaded when it is used.
module.exports = require("@cdktf/provider-proxmox");
