/**
 * Runs in the live system before coreos-installer, which would check the config only after the disk is written.
 *
 * It knows everything from the kernel's arguments. Whatever fails leaves the disk as it was, since the installer needs
 * this to have succeeded.
 */
export const CHECK_SCRIPT = `#!/bin/bash
set -euo pipefail

work=/run/slipway
log="$work/check.log"
mkdir -p "$work"

say() {
  printf 'slipway-check: %s\\n' "$*" | tee -a "$log" >&2
}

argument() {
  local word
  for word in $(</proc/cmdline); do
    if [[ "$word" == "$1="* ]]; then
      printf '%s' "\${word#*=}"
      return
    fi
  done
  say "the kernel argument $1 is missing"
  return 1
}

server="$(argument slipway.server)"
source="$(argument slipway.ignition)"
sha512="$(argument slipway.sha512)"
vm_id="$(argument slipway.vm_id)"
nonce="$(argument slipway.nonce)"
machine="$(argument slipway.machine)"

stage() {
  curl --silent --show-error --fail --retry 5 --retry-connrefused --max-time 30 \\
    --upload-file "$2" "$server/log/$vm_id/$nonce/$machine/$1"
}

give_up() {
  say "$1, disk untouched"
  tail --bytes=8192 "$log" >"$work/failed" || true
  stage failed "$work/failed" || true
  exit 1
}

uname -r >"$work/live"
stage live "$work/live" || say "the stage could not be reported"

curl --silent --show-error --fail --retry 10 --retry-connrefused --max-time 300 \\
  --output "$work/config.ign" "$source" 2>>"$log" || give_up "no config from $source"

found="$(sha512sum "$work/config.ign" | cut --delimiter=' ' --fields=1)"
if [[ "$found" != "$sha512" ]]; then
  say "the config has sha512 $found, the ticket said $sha512"
  give_up "hash mismatch"
fi

# The live system's own Ignition is of the release that will read the config, so it knows best.
mkdir -p "$work/root"
IGNITION_CONFIG_FILE="$work/config.ign" /usr/lib/dracut/modules.d/30ignition/ignition \\
  -platform file -stage fetch-offline -root "$work/root" -config-cache "$work/cache" \\
  -state-file "$work/state" -neednet "$work/neednet" -log-to-stdout >>"$log" 2>&1 ||
  give_up "Ignition refuses the config"

mkdir -p /etc/coreos/installer.d
printf 'ignition-url: %s\\nignition-hash: sha512-%s\\n' "$source" "$sha512" \\
  >/etc/coreos/installer.d/50-slipway.yaml

printf '%s\\n' "$sha512" >"$work/checked"
stage checked "$work/checked" || say "the stage could not be reported"
`;

/** Runs once the disk is written, before the live system restarts. */
export const WRITTEN_SCRIPT = `#!/bin/bash
set -euo pipefail

argument() {
  local word
  for word in $(</proc/cmdline); do
    if [[ "$word" == "$1="* ]]; then
      printf '%s' "\${word#*=}"
      return
    fi
  done
  return 1
}

server="$(argument slipway.server)"
vm_id="$(argument slipway.vm_id)"
nonce="$(argument slipway.nonce)"
machine="$(argument slipway.machine)"
argument coreos.inst.install_dev >/run/slipway/written
curl --silent --show-error --fail --retry 5 --retry-connrefused --max-time 30 \\
  --upload-file /run/slipway/written "$server/log/$vm_id/$nonce/$machine/written"
`;
