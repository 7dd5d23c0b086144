SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup run test check hosting bench lock

python := .venv/bin/python
uv := .venv/bin/uv
ready := .venv/.made_from_lock

help: ## Show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(ready) ## Make .venv with the pinned dependencies (the other targets do it by themselves)
	@echo "Ready: .venv has what uv.lock names. Next: make run"

$(ready): uv.lock pyproject.toml | $(uv)
	@env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv $(uv) sync --locked --compile-bytecode
	@touch $@

$(uv): scripts/make_venv.sh
	@PYTHON="$(PYTHON)" scripts/make_venv.sh

run: $(ready) ## Open the dashboard in the browser
	@.venv/bin/streamlit run app.py

test: $(ready) ## Run all tests, those in a real Chromium included
	@scripts/install_coturn.sh
	@scripts/install_caddy.sh
	@browser="$$(CHROMIUM="$(CHROMIUM)" scripts/install_chromium.sh)"; \
	HOLISTIC_CHROMIUM="$$browser" $(python) -m pytest

check: $(ready) ## Format, lint, types and the fast tests
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@.venv/bin/mypy
	@$(python) -m pytest -q -n 2 -m "not slow and not browser"

hosting: $(ready) ## Check the files for hosting: Dockerfile, compose.yaml, Kubernetes, Caddy, systemd
	@scripts/check_hosting.sh

bench: $(ready) ## Compare the speed of the two engines on this machine
	@$(python) -m holistic_core bench engines

# requirements.txt is for plain pip, which cannot leave out what mediapipe asks for and the project never imports:
# that is pinned as well, and the second OpenCV at the version of the first, because they share a folder.
lock: $(uv) ## Update uv.lock after a change of pyproject.toml, and requirements.txt with it
	@$(uv) lock
	@$(uv) export --quiet --locked --no-dev --no-hashes --no-annotate --no-header --no-emit-project \
	| sed -e 's/ ;.*//' -e '/^opencv-python-headless==/{p;s/python-headless/contrib-python/;}' \
	| $(uv) pip compile - --quiet --no-config --python-version 3.11 --no-annotate \
		--custom-compile-command "make lock" --output-file requirements.txt
