# What the examples take as given: values of your own cluster.

variable "server" {
  description = "The install VM's SFTP server, and the way to it."
  type = object({
    host          = string
    port          = number
    user          = string
    host_keys     = list(string)
    identity_file = string
    bastion = object({
      host          = string
      port          = number
      host_keys     = list(string)
      identity_file = string
    })
  })
}

variable "mirror" {
  description = "A mirror of Fedora CoreOS. Without the attributes that name it, Fedora itself is asked."
  type        = string
}

variable "ssh_public_key" {
  description = "Who may log in to the machines."
  type        = string
}

variable "password_hash" {
  description = "A secret of the machines: it is in no plan and no state."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "installed" {
  description = "A guest that installs itself: its config's nonce, and the UUID of its VM."
  type        = object({ nonce = string, machine = string })
}

variable "webdav" {
  description = "A WebDAV server, the authority of its certificate, and the file that holds the password."
  type        = object({ url = string, ca_certificate = string, password_file = string })
}
