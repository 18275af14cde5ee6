# `make start` is all a student needs, `make test` all a contributor needs.

SHELL := /bin/bash
.DEFAULT_GOAL := help
BASE_PYTHON = $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PYTHON := .venv/bin/python
COURSE := $(PYTHON) -m grader.cli
READY := .venv/.ready
DEMO := build/demo
unexport PYTHONDONTWRITEBYTECODE  # what is compiled once need not be compiled by each of many processes

.PHONY: help setup start test demo build figures bench lock

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(READY)  ## make .venv with the exact versions of requirements.lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(BASE_PYTHON)" || { echo "The course needs Python 3.11 or newer, and none was found: install it and run make again."; exit 1; }
	@$(BASE_PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(BASE_PYTHON) has no venv module: install it (on Debian and Ubuntu: apt install python3-venv) and run make again."; exit 1; }
	$(BASE_PYTHON) -m venv --clear .venv
	$(PYTHON) -m pip install --quiet --require-hashes --requirement requirements.lock
	$(PYTHON) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

start: setup  ## open the course in JupyterLab
	$(COURSE) lab

test: setup  ## check that everything is fresh, clean and right
	$(COURSE) build --check
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

demo: setup  ## grade a sample class and say where to look
	rm -rf $(DEMO)
	$(COURSE) sample-class --students 12 --seed 1 --to $(DEMO)/submitted
	$(COURSE) grade --submitted $(DEMO)/submitted --out $(DEMO) --json $(DEMO)/records.json
	$(COURSE) feedback --out $(DEMO)
	$(COURSE) export --out $(DEMO) --format csv --to $(DEMO)/grades.csv
	@echo "Records and grades are in $(DEMO)/, the pages that students get in $(DEMO)/feedback/, for instance:"
	@ls $(DEMO)/feedback/*/*/*.html | head -3

build: setup  ## make notebooks/ and assets/expected/ from solutions/
	$(COURSE) build

figures: setup  ## draw assets/figures/
	$(PYTHON) -m solutions.figures

bench: setup  ## measure against rivals, PyTorch among them; ARGS="training --turns 7" chooses
	-$(PYTHON) -m pip install --quiet --requirement requirements-bench.txt
	$(PYTHON) -m benchmarks $(ARGS)

# With extras: pip finds the hash of what is asked for as name[extra] only under that name.
lock: setup  ## choose the newest versions that pyproject.toml allows
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON) -m uv pip compile --quiet --universal --no-strip-extras --fork-strategy fewest \
		--python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --upgrade \
		--output-file requirements.lock pyproject.toml
