import { SFTP_USER } from "../owner";

/** Where the SFTP server listens. */
export const SFTP_PORT = 2222;

/** SFTP and nothing else, for one user with a key, within one folder. */
export const SSHD_CONFIG = `Port ${SFTP_PORT}
HostKey /etc/slipway/ssh_host_ed25519_key
PidFile none

AllowUsers ${SFTP_USER}
AuthenticationMethods publickey
PubkeyAuthentication yes
AuthorizedKeysFile /etc/slipway/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitEmptyPasswords no
PermitRootLogin no

ChrootDirectory /srv/sftp
ForceCommand internal-sftp -u 022
Subsystem sftp internal-sftp
DisableForwarding yes
PermitTTY no
PermitTunnel no
PermitUserEnvironment no
PermitUserRC no

UseDNS no
PrintMotd no
MaxStartups 20:50:100
ClientAliveInterval 30
ClientAliveCountMax 4
LogLevel VERBOSE
`;
