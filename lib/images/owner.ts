/**
 * The one user of the install VM's files: the SFTP user and nginx's workers have the same number, so each can read what
 * the other writes, and the mounts decide who may write where. It is the number of `nginx` in nginx's own image.
 */
export const OWNER = { uid: 101, gid: 101 } as const;

/** Who logs in over SFTP. */
export const SFTP_USER = "terraform_ignition";
