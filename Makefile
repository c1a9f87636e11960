# One contract and what follows from it. `make` lists the targets.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READER := codegen/readers/node
GO_READER := codegen/readers/go
NODE_SDK := contract_tests/node_sdk
HAND_WRITTEN := benchmarks codegen contract_tests overlays reference_server

.DEFAULT_GOAL := help
.PHONY: help setup bench-aids bench-client bench-server conform conform-everywhere serve interruptions replays compare-sdk typed-project scratch-project test test-postgres kill-server fuzz-server no-false-alarms pace check check-node check-go node-sdk generate requirements-doc lint format lock picture screenshots redoc score clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Make .venv with all that the other targets need, from the lock

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

conform: $(READY) ## Judge the reference server; or any other: make conform URL=… [TARGET=target.toml] [PROFILE=deep]
	@$(BIN)/python contract_tests/conform.py $(if $(URL),--url '$(URL)') $(if $(TARGET),--target '$(TARGET)') \
		$(if $(PROFILE),--profile '$(PROFILE)') $(if $(REPORT),--report '$(REPORT)') $(if $(SEED),--seed '$(SEED)')

conform-everywhere: $(READY) ## Judge the reference server on SQLite and PostgreSQL, with 1 and 4 workers: ARGS='--profile deep --minutes 10'
	@$(BIN)/python contract_tests/everywhere.py $(ARGS)

serve: $(READY) ## Run the reference server with demo data on port 8787, the keys in demo/target.env
	@mkdir -p demo && $(BIN)/portkey-integrations serve --demo --database sqlite:///demo/portkey.sqlite --target demo/target.toml

no-false-alarms: $(READY) ## Judge servers that conform, SEEDS=20 times each, and stop at the first finding
	@cd contract_tests && ../$(BIN)/python -m other_server.runs --seeds $(or $(SEEDS),20) $(ARGS)

interruptions: $(READY) ## Interrupt the judge at 10 random moments and show that nothing is left behind
	@$(BIN)/python contract_tests/interruptions.py $(ARGS)

replays: $(READY) ## Run the curl lines of findings alone, against servers with and without the fault
	@$(BIN)/python contract_tests/faults/replays.py $(ARGS)

compare-sdk: $(READY) ## Run one script under the official SDK and under ours, and print where they differ
	@$(BIN)/python contract_tests/compare_sdk.py

typed-project: $(READY) ## Check a project that uses the built wheel with pyright and mypy, both strict
	@$(BIN)/python contract_tests/typed_project.py

pace: $(READY) ## Count the findings of a deep run minute by minute, on a server with many rare faults
	@$(BIN)/python contract_tests/faults/pace.py $(ARGS)

scratch-project: $(READY) ## Use the pytest plugins from a built wheel in projects outside the repository
	@$(BIN)/python contract_tests/scratch_project.py

test: $(READY) ## Pass all tests, on all cores
	@started=$$(date +%s); $(BIN)/pytest --numprocesses auto --dist loadfile $(ARGS); code=$$?; \
		echo "make test took $$(($$(date +%s) - started)) s"; exit $$code

test-postgres: $(READY) ## Start a private PostgreSQL, run the server's tests and the standard profile on it, remove it
	@$(BIN)/python contract_tests/postgres.py $(ARGS)

kill-server: $(READY) ## kill -9 the server under write load and look what is left: ARGS='--rounds 50', ARGS='--postgres --rounds 20'
	@cd contract_tests && ../$(BIN)/python -m server.kills $(ARGS)

fuzz-server: $(READY) ## Send the server valid, wrong and hostile requests: ARGS='--requests 1000000 --seed 1 --workers 2', ARGS=--postgres
	@cd contract_tests && ../$(BIN)/python -m server.fuzz $(ARGS)

check: $(READY) ## Prove what is generated current and the contract valid; lint and type-check what is hand-written
	$(BIN)/python codegen/check_contract.py
	$(BIN)/python codegen/generate.py --check
	$(BIN)/python codegen/state_schema.py --check
	$(BIN)/python contract_tests/requirements_document.py --check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(HAND_WRITTEN)

check-node: ## Read the contract with Redocly and openapi-typescript (needs Node 20 or later)
	@if ! command -v npm >/dev/null; then echo "check-node SKIPPED: it needs Node 20 or later with npm"; else \
		cd $(NODE_READER) && npm ci --silent --no-audit --no-fund \
		&& npx --no-install redocly lint --config redocly.yaml ../../../openapi.yaml \
		&& npx --no-install openapi-typescript --default-non-nullable=false ../../../openapi.yaml -o build/contract.ts \
		&& npx --no-install tsc -p . && echo "check-node passed"; fi

node-sdk: $(READY) ## Run the official Node SDK through a scenario on the reference server (needs Node 20 or later)
	@if ! command -v npm >/dev/null; then echo "node-sdk SKIPPED: it needs Node 20 or later with npm"; else \
		(cd $(NODE_SDK) && npm ci --silent --no-audit --no-fund) \
		&& $(BIN)/pytest -q -n 0 contract_tests/server/test_sdk_scenarios.py && echo "node-sdk passed"; fi

check-go: ## Read the contract with oapi-codegen, and build and test what it yields (needs Go 1.25 or later)
	@if ! command -v go >/dev/null; then echo "check-go SKIPPED: it needs Go 1.25 or later"; else \
		cd $(GO_READER) && mkdir -p contract \
		&& go tool oapi-codegen -config oapi-codegen.yaml ../../../openapi.yaml \
		&& go vet ./... && go test ./... && echo "check-go passed"; fi

generate: $(READY) ## Regenerate the client and the form of state files from openapi.yaml
	$(BIN)/python codegen/generate.py
	$(BIN)/python codegen/state_schema.py

requirements-doc: $(READY) ## Write docs/requirements.md: every requirement, what decides it and what proves that
	$(BIN)/python contract_tests/requirements_document.py

lint: $(READY) ## ruff and mypy only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(HAND_WRITTEN)

format: $(READY) ## Format what is hand-written
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

lock: $(READY) ## Renew requirements-dev.lock from pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --quiet --output-file requirements-dev.lock

bench-client: $(READY) ## Measure the client beside its peers, for docs/benchmarks-client.md: make bench-client [ARGS='--rows call']
	@$(BIN)/python benchmarks/client/bench.py $(ARGS)

bench-server: $(READY) ## Measure the server beside Prism and FastAPI, for docs/benchmarks-server.md: make bench-server [ARGS='--quick']
	@$(BIN)/python benchmarks/server/bench_server.py $(ARGS)

bench-aids: $(READY) ## Measure a test's own server and the way back to its start, for docs/testing-against-it.md
	@$(BIN)/python benchmarks/server/aids.py $(ARGS)

picture: $(READY) ## Renew the README's picture of a terminal
	$(BIN)/python contract_tests/faults/picture.py docs/conform.svg

screenshots: $(READY) ## Renew the documentation's pictures of the console (needs Chromium)
	@$(BIN)/python contract_tests/screenshots.py docs/screenshots

redoc: $(READY) ## Renew the Redoc that the server has at /docs, from npm (needs npm)
	$(BIN)/python reference_server/fetch_redoc.py

score: $(READY) ## Judge every wrong server of the catalogue, beside bare Schemathesis: make score [ARGS='--resume --jobs 4']
	@$(BIN)/python contract_tests/faults/score.py $(ARGS)

clean: ## Remove what the other targets made
	rm -rf $(VENV) build dist conformance-report demo .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		$(NODE_READER)/node_modules $(NODE_READER)/build $(GO_READER)/contract $(NODE_SDK)/node_modules
