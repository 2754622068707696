# Every command a person types; the build server types the same.
# `make` alone lists them.

.DEFAULT_GOAL := help
.SUFFIXES:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

# Paths are relative, so a folder with spaces in its name works too.
PY := .venv/bin/python
# Each worker takes half of the tests in their order, and from the other what it has left: what a file shares is made once.
PYTEST := $(PY) -m pytest -n 2 --dist worksteal
export HYPOTHESIS_STORAGE_DIRECTORY := .hypothesis
# How long the demonstration plans, in seconds.
SECONDS_TO_PLAN ?= 10

.PHONY: help up install install-dev kernel install-bench demo demo-fresh demo-session test test-fast test-long check format bench-placement bench-pages bench-clinic bench-twins bench-publish bench-schedule bench-attendance bench-live docs lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

up: ## Run the program until Ctrl-C; installs what it needs, brings a database of its own
	@tools/install.sh
	@.venv/bin/hearthside up

install: ## Make .venv with the command .venv/bin/hearthside
	@tools/install.sh
	@.venv/bin/hearthside kernel || echo "The planning kernel is not ready yet; the first plan will compile it (about a minute)."

install-dev:
	@tools/install.sh dev

kernel: install-dev
	@.venv/bin/hearthside kernel

install-bench:
	@tools/install.sh bench

demo: install ## Plan a sample roster of 60 people and say where to look
	@mkdir -p out
	@.venv/bin/hearthside plan --in examples/clinic-60 --out out/demo --week 2027-01-04 --seconds $(SECONDS_TO_PLAN)
	@printf '\nThe week is planned. Look at it in a browser:\n  %s\n' "file://$$(pwd | sed 's/ /%20/g')/out/demo/index.html"
	@printf 'Its rules, checked again from scratch:\n  .venv/bin/hearthside check --in examples/clinic-60 --plan out/demo\n'

demo-fresh: install ## Begin the demonstration of `make up` anew, as of this week; what was done in the old one is gone
	@.venv/bin/hearthside demo fresh

demo-session: ## Fill a live group of the running demonstration with made-up people; k kills a facilitator
	@tools/install.sh
	@.venv/bin/hearthside demo session

test: kernel ## Run every test; installs what they need, a browser and a media server too
	@browser=$$($(PY) tools/chromium.py); export HEARTHSIDE_CHROMIUM="$$browser"; \
		server=$$(.venv/bin/hearthside media install); export HEARTHSIDE_LIVEKIT="$$server"; $(PYTEST) -m "not long"

test-fast: kernel ## Run some tests of every package and rule, without a browser or a media server: under 2 minutes
	@HYPOTHESIS_PROFILE=fast $(PYTEST) -m "not slow and not long and not browser and not media"

test-long: kernel ## Run the larger sizes as well: a quarter of an hour and more
	@browser=$$($(PY) tools/chromium.py); export HEARTHSIDE_CHROMIUM="$$browser"; \
		server=$$(.venv/bin/hearthside media install); export HEARTHSIDE_LIVEKIT="$$server"; \
		HYPOTHESIS_PROFILE=long $(PYTEST)

check: install-dev ## Check style, types, imports, licenses and the generated pages of docs/
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m tools.licenses --check

format: install-dev ## Put the code into the house's format
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench-placement: install-bench install ## Measure the planner against its peers and its targets
	@$(PY) -m bench.placement

bench-pages: install ## Measure the pages as twenty people read them
	@$(PY) -m bench.pages

bench-clinic: install-dev ## Measure the pages of a clinic of 240 people with a year of sessions
	@$(PY) -m bench.pages.clinic

bench-twins: install-dev ## Measure whether the clock tells what somebody said in private
	@$(PY) -m bench.pages.twins

bench-publish: install-dev ## Measure what reading, planning and publishing a week costs the database
	@$(PY) -m bench.publish

bench-schedule: install-dev ## Measure how long rivals for one session wait, and that one of them has it
	@$(PY) -m bench.schedule

bench-attendance: install-dev ## Measure how far computed minutes are from the true ones when evidence is lost
	@$(PY) -m bench.attendance

bench-live: install-dev ## Measure the live room against its targets, with a real media server where there is one
	@server=$$(.venv/bin/hearthside media install); export HEARTHSIDE_LIVEKIT="$$server"; $(PY) -m bench.live

docs: install-dev ## Write docs/reference/ again from the code, and the pictures from a run
	@$(PY) -m tools.licenses
	@$(PY) -m tools.reference
	@mkdir -p docs/images
	@browser=$$($(PY) tools/chromium.py); export HEARTHSIDE_CHROMIUM="$$browser"; \
		HEARTHSIDE_PICTURES=docs/images $(PY) -m pytest -q tests/whole/test_picture.py tests/project/test_demonstration.py

lock: ## Lock the dependencies again after a change of pyproject.toml; needs uv
	@tools/lock.sh

clean: ## Remove what these commands made (not your rosters, not var/ with what the program keeps)
	@rm -rf .venv out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache bench/placement/out
	@find src tests tools bench examples -name __pycache__ -type d -prune -exec rm -rf {} +
