# Pathways: every task an engineer or an operator needs, by name. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo demo-serve test check lint format chaos soak bench bench-replay browser lock clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## Start a real Kafka and show match proposals as they arrive
	$(BIN)/pathways demo

demo-serve: $(VENV)/.run ## The same beside the console, which stays open until Ctrl-C
	$(BIN)/pathways demo --serve

test: browser ## Run every test, on a real Kafka and in a real browser
	@# A hundred processes import us: each would compile us, where the environment forbids to keep it.
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=4 --dist=loadfile --no-loadscope-reorder

check: lint test ## Format, lint, types, import contracts and tests

lint: $(VENV)/.dev ## What `make check` looks at before the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code and mend what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

chaos: $(VENV)/.dev ## Kill, pause and rebalance workers and the broker for a quarter of an hour
	$(BIN)/python -m tests.chaos

soak: $(VENV)/.dev ## Two hundred readers of the server's stream for two minutes
	$(BIN)/python -m tests.soak

bench: $(VENV)/.dev ## Measure speed and memory beside peers; writes build/bench.json
	$(BIN)/python -m bench

bench-replay: $(VENV)/.dev ## Fold a million events of people again: most of an hour
	$(BIN)/python -m bench replay-million

browser: $(VENV)/.dev ## Find a Chromium for the tests; install one where there is none
	@$(BIN)/python -m tests.browser.find

lock: ## Pin the newest versions allowed by requirements/*.in, with hashes (needs uv)
	for set in run dev; do uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-header requirements/$$set.in -o requirements/$$set.txt; done

clean: ## Remove what was built; the broker's data under PATHWAYS_HOME stays
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Pathways needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
