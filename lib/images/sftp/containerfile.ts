import { OWNER, SFTP_USER } from "../owner";

/**
 * OpenSSH's server and its one user. A password of `*` fits no password, yet does not lock the account, which would lock
 * out its key too.
 */
export function containerfile(base: string): string {
  return `FROM ${base}
RUN addgroup -g ${OWNER.gid} ${SFTP_USER} \\
 && adduser -D -H -u ${OWNER.uid} -G ${SFTP_USER} -h / -s /sbin/nologin ${SFTP_USER} \\
 && echo '${SFTP_USER}:*' | chpasswd -e \\
 && apk add --no-cache openssh-server \\
 && install -d -m 0755 /srv/sftp/dhcp /srv/sftp/ignition /srv/sftp/tickets /srv/sftp/reports /srv/sftp/log
`;
}
