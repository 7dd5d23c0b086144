#!/usr/bin/env bash
# Sees to Caddy, the HTTPS front of a browser test, where that does no harm: on Debian and its kin, as root, and where no
# service manager runs (a container), because the package would start a server that everybody can reach.
# Never fails: without Caddy that test is skipped and says so.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

command -v caddy >/dev/null && exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] && [ ! -d /run/systemd/system ]; then
  say "Installing caddy with apt-get."
  if apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends caddy >&2; then
    exit 0
  fi
fi
say "The test of HTTPS is skipped: there is no Caddy here. To run it, install it"
say "(Debian, Ubuntu: sudo apt-get install caddy && sudo systemctl disable --now caddy; macOS: brew install caddy)."
