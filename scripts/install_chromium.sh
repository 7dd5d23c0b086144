#!/usr/bin/env bash
# Sees to a Chromium that starts and prints its path: one that is there, else from apt-get (Debian), else Playwright's.
# Also to the one library that Playwright's driver needs and a small Linux may lack.
#   CHROMIUM=/path/to/chrome scripts/install_chromium.sh     takes that one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

# Ubuntu's package is a stub that only asks for a snap, and a download may lack system libraries: only a start tells.
limit=()
if command -v timeout >/dev/null; then limit=(timeout 60); fi
starts() {
  [ -n "$1" ] && [ -x "$1" ] && ${limit[@]+"${limit[@]}"} "$1" --headless --no-sandbox --disable-gpu --dump-dom about:blank \
    </dev/null >/dev/null 2>&1
}

on_this_machine() {
  if [ -n "${CHROMIUM:-}" ]; then type -aP "$CHROMIUM" || true; fi
  type -aP chromium chromium-browser google-chrome google-chrome-stable || true
  printf '%s\n' "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
}

from_playwright() {
  .venv/bin/python -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as playwright: print(playwright.chromium.executable_path)'
}

first_that_starts() {
  local browser
  while read -r browser; do
    if starts "$browser"; then
      printf '%s\n' "$browser"
      return 0
    fi
  done
  return 1
}

installed() { first_that_starts <<<"$(on_this_machine)" || first_that_starts <<<"$(from_playwright)"; }

as_root=()
may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" -eq 0 ] && return 0
  sudo -n true 2>/dev/null && as_root=(sudo -n)
}

apt_install() {
  may_install || return 1
  say "Installing $1 with apt-get."
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >&2
}

install_with_apt() {
  grep -qs '^ID=ubuntu' /etc/os-release && return 1
  apt_install chromium
}

install_with_playwright() {
  say "Downloading Playwright's Chromium."
  .venv/bin/python -m playwright install chromium >&2 || return 1
  if may_install; then
    "${as_root[@]}" .venv/bin/python -m playwright install-deps chromium >&2
  fi
}

driver_starts() { .venv/bin/python -m playwright --version >/dev/null 2>&1; }

if ! driver_starts && ! { apt_install libatomic1 && driver_starts; }; then
  say "Playwright, which drives the browser tests, does not start here:"
  .venv/bin/python -m playwright --version >&2 || true
  exit 1
fi

installed && exit 0
{ install_with_apt && installed; } && exit 0
{ install_with_playwright && installed; } && exit 0

say "The browser tests need Chromium or Chrome, and none could be installed from here."
say "Install it yourself (Debian: sudo apt-get install chromium; Ubuntu, macOS: Google Chrome), or name one:"
say "  make test CHROMIUM=/path/to/chrome"
say "The tests that need no browser: .venv/bin/python -m pytest -m 'not browser'"
exit 1
