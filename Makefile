# `make run` and `make test` set up everything that they need; `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# The first of these that works; `make PYTHON=/path/to/python setup` takes another.
PYTHON ?= $(shell for p in python3.11 python3; do "$$p" -c '' 2>/dev/null && { echo "$$p"; break; }; done)

# No model is fetched and no library reports usage.
export HF_HUB_OFFLINE := 1
export ANONYMIZED_TELEMETRY := False
export GRADIO_ANALYTICS_ENABLED := False
export TOKENIZERS_PARALLELISM := false

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench screens browser clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(STAMP) ## make or update the virtual environment

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "error: no Python found; install Python 3.11 or newer" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: Python 3.11 or newer is needed, $(PYTHON) is $$("$(PYTHON)" -V 2>&1)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "error: $(PYTHON) can't make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV) (the first time takes some minutes)"
	@"$(BIN)/python" -c '' 2>/dev/null || "$(PYTHON)" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -q -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: setup ## serve the web app on http://127.0.0.1:7860; builds the index if missing or stale
	@$(BIN)/ino-assistant serve

test: setup lint browser ## lint, types, layers, tests with coverage, then the evaluation set
	$(BIN)/pytest -n auto --dist loadfile --cov --cov-report=term
	$(BIN)/ino-assistant eval --compare eval/baseline.json

lint: setup ## what `test` checks without running the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup ## format, and fix what ruff can fix
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup ## measure start-up, indexing, answering, memory and many people at once
	$(BIN)/python -m bench.run

screens: setup browser ## draw the pictures of docs/screens anew
	INO_SCREENS_FOLDER=docs/screens $(BIN)/pytest tests/web/test_whole.py -k pictures --no-cov -q

browser: ## make sure that the browser tests have a Chromium
	@tests/install_browser.sh

clean: ## remove the virtual environment and caches; the data folder stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis \
		.coverage .coverage.* htmlcov build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
