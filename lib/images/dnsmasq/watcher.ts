/**
 * Runs dnsmasq, and makes it read its folders again when a file in them is changed or removed.
 *
 * New files it notices by itself; of changed options it would keep the old ones beside the new, and of removed files it
 * would not hear. Names that begin with a dot are files still being written.
 */
export const WATCHER = `#!/bin/bash
set -euo pipefail

dnsmasq --keep-in-foreground --conf-file=/etc/dnsmasq.conf &
server=$!
trap 'kill -TERM "$server" 2>/dev/null || true' TERM INT

inotifywait --monitor --quiet --exclude '/\\.[^/]*$' \\
  --event close_write --event moved_to --event moved_from --event delete \\
  /srv/dhcp/hosts /srv/dhcp/options |
  while read -r _; do
    # A guest's files come and go together: one signal for all that happens within half a second.
    while read -r -t 0.5 _; do :; done
    kill -HUP "$server" || exit 0
  done &

# Whichever of the two ends, the service ends, and systemd starts both again.
wait -n
`;
