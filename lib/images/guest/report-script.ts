/**
 * Tells the install VM, once, that the system on the disk has booted: its release and its SSH host keys.
 *
 * It is the machine's SMBIOS UUID by which the install VM knows who reports. Kernels have written it in either case.
 */
export const REPORT_SCRIPT = `#!/bin/bash
set -euo pipefail

server="\${SLIPWAY_SERVER:?}"
vm_id="\${SLIPWAY_VM_ID:?}"
nonce="\${SLIPWAY_NONCE:?}"
machine="$(</sys/class/dmi/id/product_uuid)"
machine="\${machine,,}"
boot_id="$(</proc/sys/kernel/random/boot_id)"
release="$(source /etc/os-release && printf '%s' "\${OSTREE_VERSION:-$VERSION_ID}")"

put() {
  curl --silent --show-error --output /dev/null --write-out '%{http_code}' --retry 10 --retry-connrefused \\
    --max-time 30 --upload-file "$1" "$server/$2"
}

report="$(mktemp)"
trap 'rm -f "$report"' EXIT

# Neither a key, a UUID nor a release has a character that JSON would want escaped; another one makes this fail.
keys=()
for file in /etc/ssh/ssh_host_*_key.pub; do
  read -r type key _ <"$file"
  if [[ ! "$type $key" =~ ^[A-Za-z0-9@.-]+\\ [A-Za-z0-9+/=]+$ ]]; then
    echo "slipway-report: $file holds no public key" >&2
    exit 1
  fi
  keys+=("\\"$type $key\\"")
done
if [[ ! "$machine" =~ ^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$ ]]; then
  echo "slipway-report: the machine has no SMBIOS UUID" >&2
  exit 1
fi
if [[ ! "$release" =~ ^[A-Za-z0-9._-]+$ ]]; then
  echo "slipway-report: the release is not known" >&2
  exit 1
fi
list="$(IFS=,; printf '%s' "\${keys[*]}")"

printf '%s\\n' "$boot_id" >"$report"
put "$report" "log/$vm_id/$nonce/$machine/booted" >/dev/null || true

printf '{"release": "%s", "boot_id": "%s", "nonce": "%s", "machine": "%s", "ssh_host_keys": [%s]}\\n' \\
  "$release" "$boot_id" "$nonce" "$machine" "$list" >"$report"
status="$(put "$report" "reports/$vm_id/$nonce/$machine/$boot_id")"
case "$status" in
  # 409: it is there already, and only the answer was lost.
  201 | 204 | 409) ;;
  *)
    echo "slipway-report: the install VM answered $status" >&2
    exit 1
    ;;
esac

mkdir -p /var/lib/slipway
printf '%s\\n' "$nonce" >/var/lib/slipway/reported
`;
