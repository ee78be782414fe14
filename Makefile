# Every command prepares what it needs: on a bare Debian, git, make and Python 3.11 are enough.
.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench bench-scale docs clean
MAKEFLAGS += --no-print-directory
PYTHON_BIN := .venv/bin/python
DEMO_HOME ?= demo-home
DEMO_ARGS ?=
PYTEST_ARGS ?=
SIZES ?= 100m latest

help: ## Show these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|'

demo: ## Build the demonstration in ./demo-home, show its findings and open its pages
	@sh scripts/setup.sh
	@.venv/bin/beffroi demo --home "$(DEMO_HOME)" $(DEMO_ARGS)

test: ## Run every test, documentation included
	@sh scripts/setup.sh test lint docs
	@$(PYTHON_BIN) -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

lint: ## Check style, types, floors and house rules
	@sh scripts/setup.sh test lint docs
	@$(PYTHON_BIN) -m ruff check
	@$(PYTHON_BIN) -m ruff format --check
	@$(PYTHON_BIN) -m mypy
	@.venv/bin/lint-imports
	@$(PYTHON_BIN) -m pytest -q tests/house

format: ## Put the code, and the French, in their usual form
	@sh scripts/setup.sh test lint docs
	@$(PYTHON_BIN) -m ruff check --fix
	@$(PYTHON_BIN) -m ruff format
	@$(PYTHON_BIN) scripts/typography.py --fix

bench: ## Run every benchmark and rewrite docs/benchmarks.md
	@sh scripts/setup.sh test lint docs
	@$(PYTHON_BIN) -m benchmarks

bench-scale: ## Measure a whole territory beside other stores (SIZES="100m latest"), same page
	@sh scripts/setup.sh test lint docs
	@SCALE_SIZES="$(SIZES)" $(PYTHON_BIN) -m benchmarks scale/run scale/writing

docs: ## Build the documentation in ./site
	@sh scripts/setup.sh test lint docs
	@$(PYTHON_BIN) -m scripts.docs

clean: ## Remove what these commands made
	@rm -rf .venv front/node_modules src/beffroi/web/bundle site dist "$(DEMO_HOME)" .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
