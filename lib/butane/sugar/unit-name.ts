/** Escapes a path for the name of a unit, as `systemd-escape --path` does: `/var/my-data` → `var-my\x2ddata`. */
export function escapeUnitPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  return parts.length === 0 ? "-" : parts.map(escapePart).join("-").replace(/^\./, "\\x2e");
}

function escapePart(part: string): string {
  return Array.from(Buffer.from(part), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9:_.]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
  }).join("");
}
