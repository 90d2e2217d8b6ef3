# `make run` brings the whole shop up on this machine; PORT and KEEP are read from the environment or the command line.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run
run: $(STAMP)
	@$(BIN)/python -m local

export PORT KEEP

# The stamp carries the packages' own lists as prerequisites: a changed list is installed, an unchanged one is not.
$(STAMP): requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing packages into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --requirement requirements-dev.txt
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "PaidOnce needs Python 3.11 or newer; there is no $(PYTHON)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("PaidOnce needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0])'
	@command -v node >/dev/null || { echo "PaidOnce needs Node 20 or newer for the CDK; there is no node" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
