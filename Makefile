# Two commands: `make run` and `make test`. Everything they make lives in .venv/ and var/.

PORT ?= 8000
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin

# The first Python on this machine that is new enough; an existing environment keeps its own.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)

# The stamps carry a checksum of what they installed: unchanged requirements cost nothing.
RUN_STAMP := $(VENV)/run-$(shell cksum < requirements.txt | tr -d ' ')
TEST_STAMP := $(VENV)/test-$(shell cat requirements.txt tests/requirements.txt | cksum | tr -d ' ')
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

APART := postgres or redis or services or chaos or browser
PYTEST := $(BIN)/python -m pytest

export PORT
# A plain command without a shell in between: make passes a TERM on to it.
run test: export ZORGTAFEL_DEBUG := 1

.PHONY: help run test clean
.DEFAULT_GOAL := help

help: ## show the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' Makefile

run: $(RUN_STAMP) ## start the trial (PORT=8000): web, worker, beat and a synthetic region
	@$(BIN)/python manage.py trial

# worksteal: neighbours stay on one worker, and share what is made once for their module.
test: $(TEST_STAMP) ## run every check and every test (ARGS="-k name" goes to pytest)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/python manage.py compile_translations
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(PYTEST) -n auto --dist worksteal -m "not ($(APART))" $(ARGS) || $(NONE_IS_FINE)
	@ZORGTAFEL_TEST_DB=postgres $(PYTEST) -n 2 -m "$(APART)" $(ARGS) || $(NONE_IS_FINE)
	@echo "zorgtafel: every check and test passed."

# pytest answers 5 when ARGS choose nothing in one of the two runs.
NONE_IS_FINE := { code=$$?; [ $$code -eq 5 ] && [ -n "$(ARGS)" ] || exit $$code; }

clean: ## remove .venv/ and var/ after asking
	@printf 'Remove .venv/ and var/ (the trial database goes too)? [y/N] '; read answer; \
	case "$$answer" in [yYjJ]*) rm -rf $(VENV) var && echo "Removed.";; *) echo "Kept.";; esac

$(RUN_STAMP): | $(VENV)/bin/python
	@echo "Installing what zorgtafel needs (once) ..."
	@$(INSTALL) -r requirements.txt
	@rm -f $(VENV)/run-* && touch $@

$(TEST_STAMP): | $(VENV)/bin/python
	@echo "Installing what zorgtafel and its tests need (once) ..."
	@$(INSTALL) -r requirements.txt -r tests/requirements.txt
	@rm -f $(VENV)/run-* $(VENV)/test-* && touch $(RUN_STAMP) $@

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "zorgtafel needs Python 3.11 or newer; found none on this machine." >&2; exit 1; fi
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	echo "Python could not make a virtual environment; on Debian and Ubuntu install the package python3-venv." >&2; exit 1; }
