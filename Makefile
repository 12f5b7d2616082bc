# Everything here works as root and as an ordinary user, with Python 3.11 or later, make and a C compiler only.
# Second runs are quick: what has been set up is remembered by stamp files in the environment.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
JOBS ?= auto
TESTS ?=
# Gates and tests never touch the database people work with.
TESTING := JUNCTION_HOME=$(CURDIR)/var/test
DEMO := JUNCTION_HOME=$(CURDIR)/var/demo
COMPILE := $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--no-header --python-version 3.11 pyproject.toml

.PHONY: help setup assets demo test check fix bench fuzz lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    set everything up, load a simulated emergency, serve it on http://127.0.0.1:$(PORT)"
	@echo "make test    set everything up, pass every gate and every test (TESTS=path for some, JOBS=n at a time)"
	@echo "make check   the gates alone: format, lint, types, imports, migrations, generated documents"
	@echo "make fix     format and mend what can be mended by itself"
	@echo "make bench   measure every performance promise (SIZE=small: in two minutes)"
	@echo "make fuzz    try broken input on what reads texts and files (SECONDS_EACH=60; Linux on x86-64)"
	@echo "make lock    pin every dependency with hashes, after a change in pyproject.toml"
	@echo "make setup   the environment, style and scripts alone"
	@echo "make clean   remove the environment and what was fetched; data under var/ stay"

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed. Install it, or: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.packages: requirements/all.txt $(VENV)/.made
	@echo "Installing the pinned packages (the first time takes some minutes) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/all.txt
	@touch $@

$(VENV)/.project: pyproject.toml $(VENV)/.packages
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Ray is wanted where the engine is spread over machines, and by its test: with CI=true it must be there.
$(VENV)/.cluster: requirements/cluster.txt $(VENV)/.packages
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: \
		-r requirements/cluster.txt && touch $@ \
	|| { echo "No Ray here: the test of a cluster will be skipped."; [ "$$CI" != true ]; }

assets: $(VENV)/.project
	$(BIN)/python -m junction.core.pages.assets

setup: $(VENV)/.project assets

# Browser tests drive Debian's Chromium. Where it may not be installed they are skipped and say so; with CI=true
# they must run.
$(VENV)/.chromium: $(VENV)/.made
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests …"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null) && touch $@ \
		|| [ "$$CI" != true ]; \
	else echo "No Chromium here: browser tests will be skipped."; [ "$$CI" != true ]; fi

demo: $(VENV)/.project
	@echo "Getting style and scripts …"
	@$(DEMO) $(BIN)/python -m junction.core.pages.assets
	@$(DEMO) $(BIN)/junction up --demo --port $(PORT)

test: setup check $(VENV)/.cluster $(VENV)/.chromium
	$(BIN)/python -m pytest -q -n $(JOBS) --maxprocesses 8 $(TESTS)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(TESTING) $(BIN)/python -m mypy junction
	$(BIN)/lint-imports
	$(TESTING) $(BIN)/python manage.py makemigrations --check --dry-run
	$(if $(wildcard tests/test_docs.py),$(BIN)/python -m pytest -q -n 0 tests/test_docs.py)

fix: $(VENV)/.packages
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python -m bench $(if $(SIZE),--size $(SIZE))

SECONDS_EACH ?= 60
fuzz: setup
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS_EACH)

lock: $(VENV)/.packages
	$(COMPILE) --extra dev --extra assets --extra install -o requirements/all.txt
	$(COMPILE) --extra assets --extra install --constraint requirements/all.txt -o requirements/run.txt
	$(COMPILE) --extra cluster --extra assets --extra install --constraint requirements/all.txt -o requirements/cluster.txt

clean:
	rm -rf $(VENV) node_modules junction/core/static/core/vendor *.egg-info .mypy_cache .ruff_cache .pytest_cache
