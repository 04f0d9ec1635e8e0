# Each target sets up .venv by itself; it needs only Python 3.11 or newer and make.
# The same commands without make: see README.md.
PYTHON ?= python3
CORPUS ?= corpus/sample
BIN := .venv/bin
RUN := $(BIN)/python -m parley

.PHONY: site lab test bench clean
site: .venv/ready
	$(RUN) site "$(CORPUS)" --out site

lab: .venv/ready
	$(RUN) lab "$(CORPUS)"

test: .venv/ready
	$(RUN) check

bench: .venv/ready
	$(BIN)/python benchmarks/bench.py

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Parley needs Python 3.11 or newer; say which with make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf site .store
