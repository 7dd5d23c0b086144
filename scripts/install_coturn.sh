#!/usr/bin/env bash
# Sees to coturn, the TURN server of some browser tests, where that does no harm: on Debian and its kin, as root, and
# where no service manager runs (a container), because the package would start a server that everybody can reach.
# Never fails: without coturn those tests are skipped and say so.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

PATH="$PATH:/usr/sbin:/usr/local/sbin"
command -v turnserver >/dev/null && exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] && [ ! -d /run/systemd/system ]; then
  say "Installing coturn with apt-get."
  if apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends coturn >&2; then
    exit 0
  fi
fi
say "The tests with a TURN server are skipped: there is no coturn here. To run them, install it"
say "(Debian, Ubuntu: sudo apt-get install coturn && sudo systemctl disable --now coturn; macOS: brew install coturn)."
