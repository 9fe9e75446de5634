# onrecord: what can be done with a checkout. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help
help:
	@sed -n 's/^## //p' Makefile

## make run        set everything up, load the samples and serve on http://127.0.0.1:8000
.PHONY: run
run: .venv/run
	@$(BIN)/onrecord db upgrade
	@$(BIN)/onrecord seed
	@MALLOC_ARENA_MAX=1 $(BIN)/onrecord serve

# On two cores: many tests wait for a server, and so there is room for one process more, and for mypy.
## make test       set everything up and run every check
.PHONY: test
test: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy & types=$$!; \
		$(BIN)/pytest -n 3 --dist worksteal; tests=$$?; wait $$types && exit $$tests

## make browser    look at every page in a headless Chromium, which has to be installed, as has Node.js
.PHONY: browser
browser: .venv/test
	TEST_BROWSER_REQUIRED=1 $(BIN)/pytest tests/browser

## make pictures   take the pictures of the README again, with the samples
.PHONY: pictures
pictures: .venv/test
	TEST_BROWSER_REQUIRED=1 TEST_PICTURES=docs/pictures $(BIN)/pytest tests/browser/test_pictures.py

## make fuzz       what nobody would send, in five parts of 20 minutes; run again it goes on: make fuzz FUZZ_WALKS=2000
## make fuzz-PART  one of them: model, walks, inputs, http, operations
.PHONY: fuzz
fuzz: .venv/test
	@$(BIN)/python -m tests.fuzz

fuzz-%: .venv/test
	@$(BIN)/python -m tests.fuzz $*

## make faults     kill, freeze and overload it, for an hour or so: make faults FAULTS_TIMES=50
.PHONY: faults
faults: .venv/test
	FAULTS_TIMES=$(or $(FAULTS_TIMES),50) FAULTS_SECONDS=$(or $(FAULTS_SECONDS),600) \
		FAULTS_REPORT=faults.txt $(BIN)/pytest tests/faults
	@cat faults.txt

## make overload   ten minutes on each store of more than it can do: make overload FAULTS_SECONDS=60
.PHONY: overload
overload: .venv/test
	FAULTS_SECONDS=$(or $(FAULTS_SECONDS),600) FAULTS_REPORT=overload.txt \
		$(BIN)/pytest tests/faults/test_kills.py -k more_than_can_be_done
	@cat overload.txt

## make bench      measure it beside others; smaller: SCALE=0.1 ONLY=inprocess make bench
.PHONY: bench
bench: .venv/test
	@$(BIN)/python -m tests.bench

## make format     format the code and fix what ruff can fix
.PHONY: format
format: .venv/test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

## make openapi    write openapi.yaml from the code
.PHONY: openapi
openapi: .venv/run
	$(BIN)/onrecord openapi > openapi.yaml

## make migration  write the next migration from the models: make migration NUMBER=0002 MESSAGE="…"
.PHONY: migration
migration: .venv/test
	$(BIN)/onrecord db revision "$(NUMBER)" "$(MESSAGE)"

## make lock       resolve all dependencies again and pin their versions
.PHONY: lock
lock: .venv/test
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group test --output-file requirements-test.lock
LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header pyproject.toml --extra postgresql

## make sbom       write build/sbom.cdx.json: all that is installed with it, and licences (CycloneDX)
.PHONY: sbom
sbom: .venv/test
	@$(BIN)/python -m tests.supply sbom build/sbom.cdx.json

## make audit      look for known weaknesses in what it is installed with (asks PyPI and osv.dev)
.PHONY: audit
audit: .venv/test
	@$(BIN)/python -m tests.supply audit

## make clean      remove what was set up, but not the store in instance/
.PHONY: clean
clean:
	rm -rf .venv .clients .bench_cache .fuzz build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The two stages of the environment, each renewed when what it is made from changes.
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check install --no-compile
# Where PYTHONDONTWRITEBYTECODE is set pip leaves this out, and each start takes three times as long.
# (Some packages carry templates that are no Python: they are passed over.)
COMPILE = -@$(BIN)/python -m compileall -qq -j 0 -x $(IDLE) .venv/lib api
# What never runs here: to compile it, too, makes the environment 20 MB larger.
IDLE = '/(pip|setuptools|tests|testing|f2py|distutils|mysql|oracle|mssql)/'

.venv/run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "onrecord needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up .venv, this once: half a minute, more on a slow machine or line."
	@echo "  1 of 4: an environment of $$($(PYTHON) -V) …"
	@$(PYTHON) -m venv .venv
	@echo "  2 of 4: $$(grep -c == requirements.lock) packages, downloaded and checked …"
	@$(PIP) --require-hashes --requirement requirements.lock
	@echo "  3 of 4: onrecord itself …"
	@$(PIP) --no-deps --no-build-isolation --editable .
	@echo "  4 of 4: compiling all of it, so that each start is fast …"
	$(COMPILE)
	@touch $@

.venv/test: .venv/run requirements-test.lock
	@echo "Adding what the tests need: $$(grep -c == requirements-test.lock) packages …"
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-test.lock > .venv/uv.lock
	@$(PIP) --require-hashes --requirement .venv/uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements-test.lock
	$(COMPILE)
	@touch $@
