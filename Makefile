# make run    sets everything up and runs the model       (make run ARGS="mexico=us_alignment seed=3")
# make test   sets everything up and runs the tests       (make test ARGS="tests/trade -k autarky"; ARGS="-m slow": the long ones)
# Needs only Python 3.12 or newer and make; everything is installed in .venv, at the versions of uv.lock.

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.giants-ready
UV    := uv==0.13.9
ARGS  ?=
# Behind a proxy with a certificate of its own, only the certificates of the system work: setting up tries both.
SYNC  := VIRTUAL_ENV= UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --inexact --extra analysis --extra cluster --extra search \
         --python $(BIN)/python

# make docs  writes the documentation site to build/site, which opens without a server

.PHONY: run test lint dashboard docs bench clean setup
.DEFAULT_GOAL := run

run: $(STAMP)
	@$(BIN)/giants $(ARGS)

test: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

dashboard: $(STAMP)
	@$(BIN)/giants-dashboard $(ARGS)

docs: $(STAMP)
	@$(SYNC) --group docs 2>/dev/null || $(SYNC) --group docs --system-certs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "open build/site/index.html"

bench: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest benchmarks --benchmark-only -o python_files='bench_*.py' $(ARGS)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks dist build

setup: $(STAMP)

# The stamp is older than these files only when what is installed may differ from what they ask for.
$(STAMP): pyproject.toml uv.lock Makefile
	@$(MAKE) --no-print-directory $(BIN)/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade >/dev/null
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(UV)
	@$(SYNC) 2>/dev/null || $(SYNC) --system-certs
	@touch $@

# A pyenv shim can exist and still fail, and Debian's python3 can lack venv: each candidate must prove itself.
$(BIN)/python:
	@for candidate in python3.12 python3.13 python3.14 python3 python \
	    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do \
	  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then \
	    echo "making $(VENV) with $$("$$candidate" --version) ($$candidate); the first time takes a minute"; \
	    exec "$$candidate" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "giants needs Python 3.12 or newer with venv; none of python3.12, python3.13, python3.14 or python3 is one" >&2; \
	exit 1
