#!/usr/bin/env bash
# Does the Dockerfile's steps in a fresh Debian without a container engine, and starts the app there as the image would:
# as its user, without rights, on a read-only file system with a small /tmp in memory. Needs root, debootstrap and 3 GB.
#   scripts/check_image.sh          in a folder of its own, taken away afterwards
#   FOLDER=/somewhere scripts/check_image.sh    keeps it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ "$(id -u)" -eq 0 ] || { echo "It makes a root file system: run it as root." >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 1; }

folder=${FOLDER:-$(mktemp -d)}
mkdir -p "$folder"
if [ -z "${FOLDER:-}" ]; then trap 'rm -rf --one-file-system "$folder"' EXIT; fi

[ -e "$folder/image.json" ] || python3 scripts/run_dockerfile.py "$folder"
du -sh "$folder/final" | sed 's/\t.*/ in the image/'
# Mounts of its own, which go when it ends; no network but the loopback is needed, and none is used.
exec_in=(unshare --mount --pid --fork --mount-proc=/proc)
if [ -z "${FOLDER:-}" ]; then
  "${exec_in[@]}" python3 scripts/run_image.py "$folder"
else
  exec "${exec_in[@]}" python3 scripts/run_image.py "$folder"
fi
