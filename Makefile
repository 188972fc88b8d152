# The same recipes for a person and for a machine. Needs python3 (3.11 or newer), python3-venv and make; nothing else.

VENV  := .venv
BIN   := $(VENV)/bin
UV    := $(BIN)/uv
UV_VERSION := 0.13.9
# The wheels in use come ready-made; uv must neither look for another Python nor for a shared environment.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/$(VENV)
unexport VIRTUAL_ENV
# Where the machine keeps its certificates they are believed, as a house behind a proxy needs.
CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifneq ($(CERTIFICATES),)
export UV_SYSTEM_CERTS := 1
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif

READY := $(VENV)/.ready
TESTS ?= tests
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n < 4 ? n : 4)))

BENCHES ?= policies told_waits snoops hostile_uploads queue case_joins cases hall_correctness hall_throughput display_fanout

.PHONY: help setup demo test lint docs screens bench pilot clean browser

help:
	@echo "make demo    the whole house, alive, at http://localhost:8000"
	@echo "make test    every test, browser journeys too"
	@echo "make lint    style, types, storeys"
	@echo "make pilot   replay the eight months of the pilot and print its report"
	@echo "make bench   the figures of the README"
	@echo "make docs    write docs/data-dictionary.md anew"
	@echo "make screens take the pictures in docs/screens anew"
	@echo "make clean   remove everything that was made, the data in var/ excepted"

$(UV):
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Darcha needs Python 3.11 or newer; python3 here is older." >&2; exit 1; }
	@python3 -c 'import ensurepip' 2>/dev/null || \
	  { echo "python3-venv is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): pyproject.toml uv.lock | $(UV)
	$(UV) sync --locked --quiet --python $(BIN)/python
	@touch $@

setup: $(READY)
	@$(BIN)/python -m darcha.plumbing.assets
	@$(BIN)/python -m darcha.plumbing.translations

demo: setup
	@exec $(BIN)/darcha demo $(ARGS)

pilot: setup
	$(BIN)/darcha pilot --seed 1 $(ARGS)
	$(BIN)/darcha report --from 2010-04-07 --to 2010-12-06 --format json

browser: setup
	@.ci/browser

test: setup browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS) $(TESTS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src config
	$(BIN)/lint-imports --no-logo

docs: setup
	DJANGO_SETTINGS_MODULE=config.settings $(BIN)/python -m darcha.plumbing.data_dictionary

screens: setup browser
	$(BIN)/python docs/screens/take.py

bench: setup
	@for bench in $(BENCHES); do \
	  echo "== $$bench"; $(BIN)/python -m bench.$$bench $(ARGS) || exit 1; done

clean:
	rm -rf $(VENV) assets/node_modules src/darcha/doors/porch/static/vendor \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/test
	find src -name '*.mo' -delete
