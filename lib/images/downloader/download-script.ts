/**
 * Fetches a release, unless it is there and sound, and puts it in its place by one rename. coreos-installer checks
 * Fedora's signatures; the sums say that it is the very release that was asked for. The release before it is kept.
 */
export const DOWNLOAD_SCRIPT = `#!/bin/bash
set -euo pipefail

release="\${SLIPWAY_RELEASE:?names no release}"
if [[ ! "$release" =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]]; then
  echo "$release is no release" >&2
  exit 1
fi
list=/etc/slipway/downloader/images.sha256
images=/srv/images
target="$images/$release"
incoming="$images/.incoming"

# Whether all files of the release are in a folder, unharmed.
sound() {
  local folder="$1" sum url
  while read -r sum url; do
    printf '%s  %s\\n' "$sum" "$folder/\${url##*/}"
  done <"$list" | sha256sum --check --strict --quiet
}

if ! sound "$target" 2>/dev/null; then
  rm -rf "$incoming"
  mkdir "$incoming"
  while read -r _ url; do
    coreos-installer download --image-url "$url" --directory "$incoming" --fetch-retries 5
  done <"$list"
  sound "$incoming"
  chmod -R a+rX "$incoming"
  sync --file-system "$incoming"
  rm -rf "$target"
  mv --no-target-directory "$incoming" "$target"
fi

previous=""
if [[ -f "$images/.current" ]]; then
  previous="$(<"$images/.current")"
fi
if [[ "$previous" == "$release" ]]; then
  exit 0
fi
for folder in "$images"/*/; do
  name="$(basename "$folder")"
  if [[ "$name" != "$release" && "$name" != "$previous" && "$name" != lost+found ]]; then
    rm -rf "\${images:?}/$name"
  fi
done
printf '%s\\n' "$release" >"$images/.current.new"
mv "$images/.current.new" "$images/.current"
`;
