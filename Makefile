# Everything a developer does. `make demo` and `make test` need Python 3.11+, make and a package index, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# The demo writes its index here, never into sample_docs.
DEMO_STATE := .ingest/demo
export DO_NOT_TRACK = 1
export SCARF_NO_ANALYTICS = 1
# Where bytecode is not kept, each process that a test starts compiles all of us again: a third of its time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-slow test-all check fix bench clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) torch==2.13.0
	$(PIP) -e ".[all,dev]"
	@touch $@ $(VENV)/.core

demo: $(VENV)/.core  ## install, index sample_docs, search it in both languages
	$(BIN)/ingest sync --config sample_docs/ingest.toml
	$(BIN)/ingest search --config sample_docs/ingest.toml --space default --top 2 "How do I reset the controller to factory settings?"
	$(BIN)/ingest search --config sample_docs/ingest.toml --space default --top 2 "Как вернуть товар и получить деньги назад?"

test: $(VENV)/.dev  ## the fast suite
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

test-slow: $(VENV)/.dev  ## the rest: kills, big corpora, full installs
	$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

test-nightly: $(VENV)/.dev  ## what takes hours: HISTORIES=1000 KILLS=300 SEEDS=2000 say how much
	$(BIN)/python -m pytest -s -m nightly

test-all: $(VENV)/.dev  ## everything else; fails if a test did not run for want of a tool
	$(BIN)/python -m pytest -n 2 --dist worksteal --require-tools

check: $(VENV)/.dev  ## lint, format, types, import layers, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_architecture.py

fix: $(VENV)/.dev  ## format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev  ## measure; CORPUS=folder to use your own documents
	$(BIN)/python -m bench $(CORPUS)

clean:  ## remove what was built
	rm -rf $(VENV) .ingest build dist *.egg-info
