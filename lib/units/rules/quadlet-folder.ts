/** The folders of the system in which podman's generator looks for quadlets, and in the folders below them. */
const SYSTEM = ["/etc/containers/systemd", "/usr/share/containers/systemd", "/run/containers/systemd"];

/** The folders that it looks into for users: those of the system, and below a user's home. */
const USERS = [
  /^\/etc\/containers\/systemd\/users(?:\/\d+)?$/,
  /^\/usr\/share\/containers\/systemd\/users(?:\/\d+)?$/,
  /^\/.+\/\.config\/containers\/systemd(?:\/.*)?$/,
];

/** For whom a quadlet in a folder runs; undefined if podman's generator does not look there. */
export function quadletReader(folder: string): "system" | "user" | undefined {
  if (USERS.some((pattern) => pattern.test(folder))) return "user";
  const below = SYSTEM.find((root) => folder === root || folder.startsWith(`${root}/`));
  if (below === undefined) return undefined;
  // What stands there is for users with a number, so the generator of the system passes over it.
  return folder.startsWith(`${below}/users`) ? undefined : "system";
}
