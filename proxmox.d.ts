export * from "@cdktf/provider-proxmox";
