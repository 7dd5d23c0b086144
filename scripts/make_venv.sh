#!/usr/bin/env bash
# Makes .venv with uv in it. Needs Python 3.11 or 3.12; gets one where there is none and that is possible.
#   PYTHON=/path/to/python3.12 scripts/make_venv.sh     takes that one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv_version=0.13.8
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH

say() { printf '%s\n' "$*" >&2; }

# A name on PATH says little: a pyenv shim may not start, and Debian ships Python without ensurepip.
makes_venvs() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1; }
fits() { makes_venvs "$1" && "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))'; }

candidates() {
  if [ -n "${PYTHON:-}" ]; then
    type -aP "$PYTHON" || true
    return
  fi
  type -aP python3.11 python3.12 python3 python || true
  printf '%s\n' "$HOME"/.pyenv/versions/3.1[12]*/bin/python3 /opt/homebrew/bin/python3.1[12]
}

first_that() { # first_that CHECK: the first candidate that passes
  local check=$1 python
  while read -r python; do
    if [ -x "$python" ] && "$check" "$python"; then
      printf '%s\n' "$python"
      return 0
    fi
  done < <(candidates)
  return 1
}

install_debian_python() {
  command -v apt-get >/dev/null || return 1
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n)
  fi
  say "No Python here can make virtual environments: installing python3-venv with apt-get."
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends python3 python3-venv >&2
}

# uv brings a Python of its own where the machine's is too old or too new.
make_with_downloaded_python() {
  local python=$1 tools
  tools=$(mktemp -d)
  "$python" -m venv "$tools"
  "$tools/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version" >&2
  local made=0
  "$tools/bin/uv" venv --seed --clear --python 3.12 .venv || made=$?
  rm -rf "$tools"
  return "$made"
}

give_up() {
  say "This project needs Python 3.11 or 3.12, able to make virtual environments; none was found."
  say "Install one (Debian, Ubuntu: sudo apt-get install python3-venv; macOS: brew install python@3.12), then run make"
  say "again. A Python that is not on PATH: make setup PYTHON=/path/to/python3.12"
  exit 1
}

if ! { [ -x .venv/bin/python ] && fits .venv/bin/python; }; then
  if ! python=$(first_that fits); then
    [ -z "${PYTHON:-}" ] || { say "$PYTHON does not fit." && give_up; }
    any=$(first_that makes_venvs) || { install_debian_python && any=$(first_that makes_venvs); } || give_up
    fits "$any" && python=$any
  fi
  if [ -n "${python:-}" ]; then
    say "Making .venv with $("$python" --version) ($python)."
    "$python" -m venv --clear .venv
  else
    say "$("$any" --version) is not one of this project's versions: downloading Python 3.12."
    make_with_downloaded_python "$any" || give_up
  fi
fi

if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$uv_version" ]; then
  .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
fi
touch .venv/bin/uv
