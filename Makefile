# make run · make test · make check · make seed · make bench NAME=…     (Python 3.11 or newer, nothing else)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STARTED_AT := $(shell date +%s)
# The matrices are small: a thread for each core only makes the cores wait for each other.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test check seed bench browser

run: $(VENV)/run.stamp
	$(BIN)/python -m db migrate
	$(BIN)/python -m seed reference
	$(BIN)/python -m seed demo --if-empty --people 60000 --random-state 2026
	STARTED_AT=$(STARTED_AT) $(BIN)/python serve.py

test: $(VENV)/dev.stamp browser
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pip check

seed: $(VENV)/run.stamp
	$(BIN)/python -m db migrate
	$(BIN)/python -m seed reference

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench $(NAME)

# Journeys need a browser: Debian's as root, else Playwright's own. Without one they fail and say so.
browser: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.browser

$(VENV)/run.stamp: requirements.txt constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
